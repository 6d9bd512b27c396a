"""Names, designs and years as reviews and bibliographies write them.

Belongs here: comparing family names across spellings, and which kind of study words name. Does not:
verdicts.
"""

from __future__ import annotations

import re
import unicodedata

from src.utils.records import Article, Reference

_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.?-?){1,4}\Z")
_PARTICLES = {
    "van",
    "von",
    "de",
    "der",
    "den",
    "da",
    "di",
    "del",
    "la",
    "le",
    "el",
    "al",
    "ter",
    "dos",
}

#: Kinds of study by the words that name them; the first that fits wins.
_DESIGNS: tuple[tuple[str, str], ...] = (
    ("", r"mendelian\s+randomi[sz]\w+|randomi[sz]ed\s+(?:study\s+)?protocol"),
    (
        "indirect comparison",
        r"matching[\s-]+adjusted\s+indirect(?:\s+(?:treatment\s+)?comparison)?|indirect\s+(?:treatment\s+)?comparison|"
        r"\bMAIC\b|network\s+meta-?\s?analys[ie]s",
    ),
    (
        "review",
        r"systematic\s+review|meta-?\s?analys[ie]s|scoping\s+review|pooled\s+analys[ie]s|"
        r"\bnarrative\s+review",
    ),
    (
        "observational",
        r"non[\s-]*randomi[sz]ed|retrospective\w*|propensity|\bPSM\b|\bIPTW\b|"
        r"inverse\s+probability|matched[\s-]+(?:pair|cohort|control|analysis|comparison)|"
        r"observational|case[\s-]+control|cross[\s-]+sectional|registr(?:y|ies)\b|"
        r"real[\s-]+world|\bcohorts?\b|trial\s+emulation|emulated|population[\s-]+based|"
        r"nationwide|database|case\s+series",
    ),
    ("single-arm", r"single[\s-]+arm|one[\s-]+arm|uncontrolled"),
    (
        "randomised",
        r"\bRCTs?\b|randomi[sz]ed|randomly|double[\s-]+blind|placebo[\s-]+controlled|"
        r"\brandomi[sz]ation",
    ),
    ("trial", r"\btrial\b|\bphase\s+(?:[1-4]|I{1,3}V?|IV)\b"),
)
_COMPILED = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _DESIGNS)


def surname(name: str) -> str:
    """The family name in lower case without accents.

    >>> surname("Abou-Alfa GK"), surname("García M.")
    ('abou-alfa', 'garcia')
    """
    words = name.strip(" ,.").split()
    while len(words) > 1 and _INITIALS.match(words[-1]):
        words.pop()
    while len(words) > 1 and _INITIALS.match(words[0]) and words[0].endswith("."):
        words.pop(0)
    plain = unicodedata.normalize("NFKD", " ".join(words).strip(" ,."))
    out = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return re.sub(r"[\u2010-\u2015\u2212]", "-", re.sub(r"['’`]", "'", out))


def same_surname(a: str, b: str) -> bool:
    """Whether two printed names are one family name; particles and second names may be left out."""
    x, y = surname(a), surname(b)
    if x == y or x.replace("-", " ") == y.replace("-", " "):
        return True
    left = [w for w in re.split(r"[\s-]+", x) if w not in _PARTICLES]
    right = [w for w in re.split(r"[\s-]+", y) if w not in _PARTICLES]
    if left == right:
        return bool(left)
    return (
        bool(left)
        and bool(right)
        and (len(left) > 1 or len(right) > 1)
        and (set(left) <= set(right) or set(right) <= set(left))
    )


def same_author(name: str, reference: Reference) -> bool:
    """Whether a name is the first author of a reference (True where the reference names none)."""
    return not reference.authors or same_surname(name, reference.authors[0])


def near_name(a: str, b: str) -> bool:
    """Whether two names differ by one letter (added, left out, changed or swapped)."""
    x, y = surname(a), surname(b)
    if abs(len(x) - len(y)) > 1 or min(len(x), len(y)) < 4:
        return False
    if len(x) == len(y):
        wrong = [i for i, (p, q) in enumerate(zip(x, y, strict=True)) if p != q]
        swap = len(wrong) == 2 and wrong[1] == wrong[0] + 1
        return len(wrong) == 1 or (
            swap and x[wrong[0]] == y[wrong[1]] and x[wrong[1]] == y[wrong[0]]
        )
    short, long = sorted((x, y), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def design_of(words: str) -> tuple[str, str]:
    """The kind of study that words name, and the words that say it; ("", "") when none do.

    "trial" is a trial that does not say how patients were allocated.

    >>> design_of("a matching-adjusted indirect comparison")[0], design_of("RCT")[0]
    ('indirect comparison', 'randomised')
    """
    for name, pattern in _COMPILED:
        match = pattern.search(words)
        if match:
            return name, match.group()
    return "", ""


def design_of_cell(words: str) -> tuple[str, str]:
    """As `design_of`, for a table's cell: what is named first there is the design.

    >>> design_of_cell("RCT (palliative cohort)")[0], design_of_cell("cohort of an RCT")[0]
    ('randomised', 'observational')
    """
    found = [
        (m.start(), k, name, m.group())
        for k, (name, pattern) in enumerate(_COMPILED)
        if (m := pattern.search(words))
    ]
    return min(found)[2:] if found else ("", "")


def also_randomised(title: str) -> bool:
    """Whether a title that names another design also speaks of a randomised trial."""
    clean = re.sub(r"non[\s-]*randomi[sz]ed|mendelian\s+randomi[sz]\w+", " ", title, flags=re.I)
    return bool(re.search(r"\brandomi[sz]ed|\bRCTs?\b", clean, re.IGNORECASE))


_SPAN_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
               "ten": 10, "fifteen": 15, "twenty": 20}  # fmt: skip
_LAST_YEARS = re.compile(
    r"\b(?:recent|past|last|latest|previous|preceding)\s+(?:(\d{1,2})|("
    + "|".join(_SPAN_WORDS)
    + r"))[\s-]+years?\b|\b(?:recent|past|last|previous)\s+(decade)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\b(?:stud(?:y|ies)|articles?|literature|trials?|publications?|papers?|published|search\w*|"
    r"reports?|evidence|review(?:ed)?)\b[^.;]{0,80}?\b(?:between|from)\s+(?:[A-Z][a-z]+\s+)?"
    r"(?:\d{1,2},?\s+)?((?:19|20)\d\d)\s*(?:and|to|through|until|-|–)\s*(?:[A-Z][a-z]+\s+)?"
    r"(?:\d{1,2},?\s+)?((?:19|20)\d\d)",
    re.IGNORECASE,
)


#: Words by which an abstract's sentence speaks of what the review covers, not of the field.
_SCOPE = re.compile(
    r"\b(?:this|the\s+present|our)\s+(?:\w+\s+)?(?:review|article|overview|paper|update)|"
    r"\bwe\s+(?:\w+\s+)?(?:review|summar|search|includ|collect|analy)\w*|\bliterature\b|"
    r"\bpublished\b|\bpublications?\b|\bsearch(?:ed)?\b",
    re.IGNORECASE,
)


def stated_years(article: Article) -> tuple[int, int, str, int] | None:
    """The years a review says it covers: (first, last, its words, offset of the words), or None.

    Read from the title and the abstract only. "Recent five years" counts back from the article's
    year and takes that whole year in.
    """
    places = [b for b in article.blocks if b.kind == "title"]
    places += [b for b in article.blocks if b.kind == "abstract"]
    for block in places:
        view = article.view(block.pieces)
        between = _BETWEEN.search(view.text)
        if between:
            first, last = int(between.group(1)), int(between.group(2))
            if first <= last:
                return first, last, between.group(), view.at(between.start())
        relative = _LAST_YEARS.search(view.text)
        if relative and block.kind == "abstract":
            start = view.text.rfind(". ", 0, relative.start()) + 1
            sentence = view.text[start:].split(". ")[0]
            relative = relative if _SCOPE.search(sentence) else None
        if relative and article.year:
            count = int(relative.group(1) or 0) or _SPAN_WORDS.get(
                (relative.group(2) or "").lower(), 10
            )
            end = int(article.year)
            return end - count, end, relative.group(), view.at(relative.start())
    return None
