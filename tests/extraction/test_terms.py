"""Endpoints are found in text as their patterns say, and harm is named in words."""

from __future__ import annotations

import re

import pytest

from src.utils import terms

#: What the patterns stand for, one phrase of each beginning.
PHRASES = """OS mOS overall survival iPFS intracranial PFS PFS2 PFS mPFS PPS mPPS
post-progression survival progression-free survival TTUP TTTP time to untreatable progression
time to TACE failure TTP mTTP time to progression TTR time to relapse TTF time to treatment
failure RFS mRFS recurrence-free survival relapse-free survival DRFS DMFS distant
metastasis-free survival DFS mDFS iDFS invasive disease-free survival EFS mEFS event-free
survival MFS metastasis-free survival FFS failure-free survival LRFS LPFS locoregional control
local control DSS CSS BCSS cancer-specific survival disease-specific death cause-specific
mortality DOR DR mDOR duration of response TTD TUDD time until deterioration pCR pathological
complete response MPR major pathologic response ORR ORRs objective response rate tumour
response radiologic response DCR CBR disease control rate clinical benefit rate CR complete
remission PR partial response stable disease progressive disease surgical conversion rate
successful downstaging rate conversion to surgery R0 resection rate curative resection rate
surgical resection treatment-related serious adverse events immune-related severe toxicity
grade 3-4 adverse events grade III-IV SAEs drug-related adverse events toxicities TRAEs TEAEs
irAEs all-cause mortality overall mortality in-hospital deaths perioperative mortality died
median survival survivors recurrence relapse progression clinical response responders response
rate"""


def test_every_beginning_is_known() -> None:
    """Skipping words by their first two characters loses no endpoint that a pattern matches."""
    pattern = re.compile(
        r"(?<![^\W_])(?:"
        + "|".join(t.pattern if t.cased else f"(?i:{t.pattern})" for t in terms.ENDPOINTS)
        + r")(?![^\W_])"
    )
    text = " ".join(PHRASES.split())
    wanted = [m.span() for m in pattern.finditer(text)]
    assert [(start, end) for _, start, end in terms.endpoints_in(text)] == wanted
    assert len({t.name for t, _, _ in terms.endpoints_in(text)}) == len(
        {t.name for t in terms.ENDPOINTS}
    )


@pytest.mark.parametrize(
    ("words", "term"),
    [
        ("grade 3 or higher adverse events", "grade >= 3 adverse events"),
        ("severe toxicities", "grade >= 3 adverse events"),
        ("treatment-related adverse events", "adverse events"),
    ],
)
def test_harm_is_named_in_words(words: str, term: str) -> None:
    """The standard term of harm is what a reader would say."""
    assert terms.endpoint(words) == term
