"""Numbers of a sentence that stand in another row or column than the one it names."""

from __future__ import annotations

import pytest

from src.utils import pipeline

_ADVERSE = """
**Table 3. Adverse events, n (%)**

| Event | Lithotripsy (n = 94) | Ureteroscopy (n = 91) |
| --- | --- | --- |
| Haematuria | 41 (43.6) | 22 (24.2) |
| Renal colic | 33 (35.1) | 17 (18.7) |
| Urinary tract infection | 8 (8.5) | 12 (13.2) |
| Fever | 5 (5.3) | 9 (9.9) |
"""
_RISKS = """
**Table 2. Factors associated with falls**

| Factor | OR (95% CI) | P |
| --- | --- | --- |
| Previous fracture | 2.14 (1.37-3.35) | 0.001 |
| Poor vision | 1.62 (1.05-2.50) | 0.03 |
| Sedative use: yes versus no | 1.91 (1.22-2.98) | 0.005 |
| Living alone | 1.18 (0.79-1.77) | 0.42 |
"""
_BLOCKS = """
**Table 4. Subgroups**

| Subgroup | HR (95% CI) |
| --- | --- |
| Recurrent stroke | |
| Diabetes | 0.71 (0.52-0.97) |
| No diabetes | 0.93 (0.78-1.11) |
| Major bleeding | |
| Diabetes | 1.34 (0.88-2.04) |
| No diabetes | 1.52 (1.16-1.99) |
"""
_MODELS = """
**Table 2. Depression after delivery**

| Exposure | Unadjusted OR (95% CI) | Adjusted OR (95% CI) |
| --- | --- | --- |
| Previous depression | 4.12 (2.66-6.38) | 3.37 (2.11-5.38) |
| Unplanned pregnancy | 1.83 (1.17-2.86) | 1.46 (0.90-2.37) |
"""
_GRADES = """
**Table 3. Toxicity, %**

| Event | Sirolimus any grade | Placebo any grade | Sirolimus grade 3 | Placebo grade 3 |
| --- | --- | --- | --- | --- |
| Stomatitis | 61.7 | 12.5 | 14.9 | 2.1 |
| Acne | 38.3 | 16.7 | 10.6 | 4.2 |
| Oedema | 31.9 | 14.6 | 12.8 | 6.3 |
"""
_ROWS = """
**Table 2. Healing by dressing**

| Dressing | Healed, n (%) | Median days | Infected, n (%) |
| --- | --- | --- | --- |
| Hydrocolloid | 61 (67.8) | 23.5 | 7 (7.8) |
| Alginate | 48 (54.5) | 31.0 | 13 (14.8) |
| Gauze | 39 (44.3) | 38.5 | 19 (21.6) |
"""
_GENES = """
**Table 4. Odds of mood disorders**

| Factor | Depression, OR (95% CI) | Mania, OR (95% CI) |
| --- | --- | --- |
| Thyroid disease | 1.77 (1.12-2.80) | 0.62 (0.39-0.98) |
| Migraine | 1.31 (0.86-2.00) | 0.48 (0.27-0.86) |
| Asthma | 1.08 (0.71-1.64) | 1.15 (0.74-1.79) |
"""
_COURSES = """
**Table 2. Grade 3 or 4 toxicity by course, %**

| | Daunorubicin | Clofarabine |
| --- | --- | --- |
| Course 1 | | |
| Nausea | 5 | 11 |
| Rash | 3 | 8 |
| Course 2 | | |
| Nausea | 2 | 4 |
| Rash | 1 | 6 |
"""


def _loud(sentence: str, *tables: str, before: str = "") -> list[str]:
    """Messages of all loud differences between text and table, with what they quote."""
    text = f"# A randomised trial\n\n{before}\n## Results\n\n{sentence}\n" + "\n".join(tables)
    audit = pipeline.audit_text(text)
    quotes = {
        v.id: " ".join(audit.article.quote(e.span) for e in v.evidence) for v in audit.verdicts
    }
    return [
        f"{v.message} | {quotes[v.id]}"
        for v in audit.verdicts
        if v.check.startswith("TT") and v.outcome == "differs" and v.severity != "note"
    ]


@pytest.mark.parametrize(
    ("sentence", "table", "said", "shown"),
    [
        # a row
        (
            "More patients had haematuria after lithotripsy than after ureteroscopy "
            "(35.1% vs 18.7%).",
            _ADVERSE,
            "35.1",
            "43.6",
        ),
        (
            "Poor vision was an independent factor (OR 2.14, 95% CI 1.37-3.35).",
            _RISKS,
            "2.14",
            "1.62",
        ),
        (
            "Falls were associated with sedative use (OR 2.14; 95% CI 1.37 to 3.35; P = 0.001).",
            _RISKS,
            "2.14",
            "1.91",
        ),
        (
            "In patients without diabetes the hazard of major bleeding was higher "
            "(HR 1.34, 95% CI 0.88-2.04).",
            _BLOCKS,
            "1.34",
            "1.52",
        ),
        (
            "Urinary tract infection occurred in 5 (5.3%) and 9 (9.9%) patients.",
            _ADVERSE,
            "5.3",
            "8.5",
        ),
        (
            "After lithotripsy and ureteroscopy, haematuria (35.1% vs 18.7%), renal colic "
            "(35.1% vs 18.7%) and fever (5.3% vs 9.9%) were seen.",
            _ADVERSE,
            "35.1",
            "43.6",
        ),
        (
            "With diabetes the hazard of major bleeding was not higher (HR 1.52, 1.16-1.99).",
            _BLOCKS,
            "1.52",
            "1.34",
        ),
        (
            "Thyroid disease went with depression (OR 1.77, 95% CI 1.12-2.80), but it protected "
            "from mania (OR 0.48, 95% CI 0.27-0.86).",
            _GENES,
            "0.48",
            "0.62",
        ),
        # an analysis, a grade: a column
        (
            "After adjustment, previous depression remained associated with depression "
            "(adjusted OR 4.12, 95% CI 2.66-6.38).",
            _MODELS,
            "4.12",
            "3.37",
        ),
        (
            "The unadjusted odds ratio for unplanned pregnancy was 1.46 (95% CI 0.90-2.37).",
            _MODELS,
            "1.46",
            "1.83",
        ),
        (
            "Grade 3 events with sirolimus and placebo were stomatitis (61.7% vs 12.5%), acne "
            "(10.6% vs 4.2%) and oedema (12.8% vs 6.3%).",
            _GRADES,
            "61.7",
            "14.9",
        ),
        (
            "Grade 3 events with sirolimus and placebo were stomatitis (61.7% vs 12.5%), acne "
            "(10.6% vs 4.2%), oedema (12.8% vs 6.3%) and rash (8.5% vs 2.1%).",
            _GRADES,
            "61.7",
            "14.9",
        ),
        # an arm in a column
        ("Nausea occurred in 11% with daunorubicin in course 1.", _COURSES, "11", "5"),
        (
            "Renal colic was reported in 17 (18.7%) of the patients of the lithotripsy group.",
            _ADVERSE,
            "18.7",
            "35.1",
        ),
        # an arm in a row
        ("With alginate 61 wounds (67.8%) healed.", _ROWS, "67.8", "54.5"),
        ("The median was 23.5 days with alginate.", _ROWS, "23.5", "31.0"),
        (
            "Infection was seen in 14.8% with gauze and in 21.6% with alginate.",
            _ROWS,
            "14.8",
            "21.6",
        ),
        # arms exchanged
        (
            "More patients had fever in the surgery group than in the ureteroscopy group "
            "(9.9 vs 5.3%).",
            _ADVERSE,
            "9.9",
            "5.3",
        ),
        (
            "The hazard of recurrent stroke was 0.71 (95% CI 0.52-0.97) versus 0.93 (95% CI "
            "0.78-1.11) in patients without and with diabetes, respectively.",
            _BLOCKS,
            "0.71",
            "0.93",
        ),
    ],
)
def test_the_numbers_of_another_row_or_column_are_found(
    sentence: str, table: str, said: str, shown: str
) -> None:
    """The names decide which row and column is meant; its own numbers are held against it."""
    found = _loud(sentence, table)
    assert any(said in m and shown in m for m in found), found


_EIGHT_WEEKS = """
**Table 5. Stone free at eight weeks, n (%)**

| Event | Lithotripsy (n = 94) | Ureteroscopy (n = 91) |
| --- | --- | --- |
| Haematuria | 33 (35.1) | 17 (18.7) |
"""


@pytest.mark.parametrize(
    ("sentence", "tables"),
    [
        # what the table says
        ("Haematuria was more frequent after lithotripsy (43.6% vs 24.2%).", (_ADVERSE,)),
        ("Nausea occurred in 11% with clofarabine in course 1.", (_COURSES,)),
        ("The unadjusted odds ratio for unplanned pregnancy was 1.83 (1.17-2.86).", (_MODELS,)),
        # another table holds the number under the same name
        (
            "Haematuria was more frequent after lithotripsy (35.1% vs 18.7%).",
            (_ADVERSE, _EIGHT_WEEKS),
        ),
        # both rows are said
        (
            "Haematuria was followed by renal colic, which was more frequent after lithotripsy "
            "(35.1% vs 18.7%).",
            (_ADVERSE,),
        ),
        ("Unlike haematuria, colic was frequent (35.1% vs 18.7%).", (_ADVERSE,)),
        ("Colic, which often followed haematuria, was frequent (35.1% vs 18.7%).", (_ADVERSE,)),
        # the row of the numbers is said in the sentence before
        ("Renal colic was frequent. Like haematuria, it was common (35.1% vs 18.7%).", (_ADVERSE,)),
        # no name is said in full
        ("Depression was associated with pregnancy (OR 1.46, 0.90-2.37).", (_MODELS,)),
        ("Infection was seen in 5.3% and 9.9%.", (_ADVERSE,)),
        # another population, another time, another study
        ("Among women, haematuria was seen in 35.1% vs 18.7%.", (_ADVERSE,)),
        ("Before treatment haematuria was seen in 35.1% vs 18.7%.", (_ADVERSE,)),
        ("In a previous trial haematuria was seen in 35.1% vs 18.7% [12].", (_ADVERSE,)),
        (
            "Haematuria was seen in 43.6% vs 24.2%, and colic with haematuria in 35.1% vs 18.7%.",
            (_ADVERSE,),
        ),
        (
            "Haematuria was seen in 41 (43.6%) and fever, chills or rigors in 8 (8.5%) of the "
            "lithotripsy group.",
            (_ADVERSE,),
        ),
        ("In the lithotripsy group 41 had haematuria and 8 (8.5%) had a UTI.", (_ADVERSE,)),
        # a small number in many places
        ("Fever was seen in 5 patients with haematuria.", (_ADVERSE,)),
        # the arm is said for another number
        ("Compared with alginate, hydrocolloid healed 61 wounds (67.8%).", (_ROWS,)),
        (
            "Nausea was rarer with daunorubicin than with clofarabine, where 11% had it.",
            (_COURSES,),
        ),
        # who stands first, who second
        (
            "Fever was commoner after ureteroscopy than after lithotripsy (9.9 vs 5.3%).",
            (_ADVERSE,),
        ),
        (
            "The hazard of recurrent stroke was 0.71 (95% CI 0.52-0.97) versus 0.93 (95% CI "
            "0.78-1.11) in patients with and without diabetes, respectively.",
            (_BLOCKS,),
        ),
        # a difference, a share of those with the event
        ("Haematuria was 18.7% rarer after ureteroscopy.", (_ADVERSE,)),
    ],
)
def test_numbers_that_may_be_meant_so_are_left(sentence: str, tables: tuple[str, ...]) -> None:
    """Agreement, other quantities, and names that leave it open."""
    assert not _loud(sentence, *tables)
