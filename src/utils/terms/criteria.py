"""Response criteria, units of time, and what stands beside a P value."""

from __future__ import annotations

from src.utils.terms.term import Term

CRITERIA: tuple[Term, ...] = (
    Term(
        "mRECIST",
        r"m\s?-?RECIST(?:\s*+(?:v(?:ersion)?\.?\s*+)?1\.1)?|modified\s++(?:RECIST|response\s++evaluation\s++criteria"
        r"\s++in\s++solid\s++tumou?rs?)",
    ),
    Term("iRECIST", r"i\s?-?RECIST|immune[\s-]++RECIST"),
    Term(
        "RECICL", r"RECICL|response\s++evaluation\s++criteria\s++in\s++cancer\s++of\s++the\s++liver"
    ),
    Term(
        "RECIST 1.1",
        r"RECIST[\s,]*(?:\(?v(?:ersion|er)?\.?\s*+)?1\.1|response\s++evaluation\s++criteria\s++in\s++solid"
        r"\s++tumou?rs?(?:\s*+\(RECIST\))?[\s,]*(?:v(?:ersion)?\.?\s*+)?1\.1",
    ),
    Term("RECIST 1.0", r"RECIST[\s,]*(?:\(?v(?:ersion|er)?\.?\s*+)?1\.0"),
    Term("RECIST", r"RECIST|response\s++evaluation\s++criteria\s++in\s++solid\s++tumou?rs?"),
    Term("Choi", r"Choi\s++criteria|Choi", cased=True),
    Term("WHO", r"WHO\s++(?:response\s++)?criteria", cased=True),
    Term("EASL", r"EASL\s++(?:response\s++)?criteria", cased=True),
    Term("PERCIST", r"PERCIST", cased=True),
    Term("Cheson", r"(?:Cheson|Lugano)\s++(?:criteria|classification)"),
    Term("RANO", r"RANO", cased=True),
    Term("IMWG", r"IMWG|International\s++Myeloma\s++Working\s++Group"),
    Term("PCWG", r"PCWG-?[23]?|Prostate\s++Cancer\s++Working\s++Group"),
    Term("CTCAE", r"(?:NCI[\s-]*+)?CTCAE(?:\s*+v(?:ersion)?\.?\s*+\d(?:\.\d)?)?"),
)

UNITS: dict[str, str] = {}
for _unit, _words in {
    "months": "month months mo mos mth mths",
    "years": "year years yr yrs",
    "weeks": "week weeks wk wks",
    "days": "day days",
    "hours": "hour hours hrs h",
    "minutes": "minute minutes min mins",
}.items():
    for _word in _words.split():
        UNITS[_word] = _unit

#: Units of dose, size and concentration, in lower case: a number before one counts nobody.
MEASURES = frozenset(
    "gy cgy mgy mg mcg ug µg μg ng pg g kg ml dl µl μl iu miu mu mmol nmol µmol μmol pmol mol"
    " meq mm cm nm µm μm km mci mbq gbq kcal kj mmhg cmh2o hz khz kpa ppm bpm sec".split()
)

#: Words beside a P value, and what they make of it.
P_QUALIFIERS: tuple[tuple[str, str], ...] = (
    ("interaction", r"interactions?|int\b"),
    ("trend", r"(?:linear\s++)?trends?"),
    ("heterogeneity", r"(?:hetero|homo)geneity|het\b"),
    ("noninferiority", r"non[\s-]*+inf(?:eriority|\b)|(?-i:NI)\b"),
    ("superiority", r"sup(?:eriority|\b)"),
    ("log-rank", r"(?:stratified\s++)?log[\s-]*+rank|long-rank"),
    ("one-sided", r"(?:one|1)[\s-]*+(?:sided|tailed)"),
    ("two-sided", r"(?:two|2)[\s-]*+(?:sided|tailed)"),
)
