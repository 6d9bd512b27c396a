"""How tables print sizes of groups: patterns of headings, heads of rows, cells, men and women.

Belongs here: what a heading or cell of sizes may be written like. Does not: which groups they size
(`participants_tables`).
"""

from __future__ import annotations

import re

from src.utils.extraction.participants_words import PEOPLE

SIZE = re.compile(
    r"(?:(?<![A-Za-z])[nN]\s*[=:]\s*|(?<=\()(?:[nN]|of)\s+)(?P<n>[1-9]\d{0,2}(?:,\d{3})+|\d{1,6})(?![\d.])"
    rf"|[(,]\s*(?P<people>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}})\s+{PEOPLE}\s*\)",
    re.I,
)
COUNT = re.compile(
    r"\s*(?P<n>[1-9]\d{0,2}(?:,\d{3})+|\d{1,6})\s*(?:[(\[]\s*(?P<share>\d+(?:\.\d+)?)\s*%?\s*[)\]])?"
    r"[\s*†‡§a-e]{0,3}\Z"
)
#: A percentage with its count behind it: "59.8 (49)".
SHARE_FIRST = re.compile(r"\s*(?P<share>\d{1,3}\.\d+)\s*%?\s*[(\[]\s*(?P<n>\d{1,6})\s*[)\]]\s*\Z")
SIZE_HEAD = re.compile(
    r"\s*(?:(?:total|all)\s+)?(?:n|no\.|nr\.?|number|numbers|sample\s+size|group\s+size|size|count)"
    r"(?:\s*,?\s*[(\[]?\s*(?:n|%|n\s*,?\s*\(?%\)?)\s*[)\]]*)?\s*\Z"
    rf"|\s*(?:(?:total|overall)\s+)?(?:n|no\.?|nr\.?|number|numbers|#)\s*(?:of\s+)?"
    rf"(?:(?!lost|dropp|excluded|with\b)[\w-]+\s+){{0,3}}?{PEOPLE}\b(?:[^|]{{0,80}})\Z"
    r"|\s*(?:(?:total|randomi[sz]ed|evaluable|analy[sz]ed|enrolled|treated|all)\s+)?"
    r"(?:patients|participants|subjects|individuals|volunteers|respondents)"
    r"(?:\s+(?:randomi[sz]ed|evaluable|analy[sz]ed|enrolled|treated|included))?"
    r"\s*(?:[,(\[]\s*(?:n|no\.?|number)[^|]{0,12})?\s*\Z"
    r"|\s*(?:grand\s+)?(?:total|overall)\s*(?:[,(]?\s*n\s*(?:\(%\))?\)?)?\s*\Z",
    re.I,
)
COLUMN_HEAD = re.compile(
    rf"\s*(?:n|no\.?|number|sample\s+size|(?:n|no\.?|number)\s+of\s+{PEOPLE}|{PEOPLE}"
    rf"(?:\s*[,(]\s*n\s*\)?)?)\s*\Z",
    re.I,
)
SEX_WORD = r"(?:females?|males?|women|men|girls|boys|F|M)"
SEX_ROW = re.compile(
    r"\s*(?:(?:sex|gender)\s*[,:(-]*\s*)?(?P<sex>females?|males?|women|men|girls|boys)"
    r"(?:\s+(?:sex|gender|patients|participants|subjects))?[\s,:;(\[)\]n.%o]*\Z",
    re.I,
)
SEX_PAIR = re.compile(rf"\b(?P<a>{SEX_WORD})\s*[/:|]\s*(?P<b>{SEX_WORD})\b", re.I)
PAIR = re.compile(
    r"\s*(?P<a>\d{1,6})\s*(?:[(\[][^()\[\]]*[)\]])?\s*[/:]\s*(?P<b>\d{1,6})\s*(?:[(\[][^()\[\]]*[)\]])?\s*\Z"
)
NAMED = re.compile(
    r"(?P<n>\d{1,6})\s*(?:[(\[]\s*[\d.]+\s*%?\s*[)\]]\s*)?(?P<after>females?|males?|women|men)\b"
    r"|\b(?P<before>females?|males?|women|men)\s*[:=,]?\s*(?P<m>\d{1,6})(?![\d.]|\s*%)",
    re.I,
)
SEX_HEAD = re.compile(r"\b(?:sex|gender|female|male|women|men|[MF]\s*[/:]\s*[MF])\b", re.I)
SIZE_CUT = re.compile(r"[(\[,]?\s*(?<![A-Za-z])[nN]\s*[=:]\s*[\d,]+\s*[)\]]?")
FIGURES = re.compile(r"\d\.\d|±|\d\s*[(%]|\A\W*\d+\W*\Z|\d\s*/\s*\d")
P_COLUMN = re.compile(r"[pP](?![a-z])|(?i:signif|.*\bp[ -]?val)")
#: A table of more rows than this lists categories in its column of counts, no groups.
MOST_ROWS = 14
#: Only so much of a table is searched for rows and columns of sizes.
LONGEST = 120
