"""Citations bind prose to studies, wherever in the paragraph they stand."""

from __future__ import annotations

import pytest

from src.utils.extraction import extract
from src.utils.reading import read_text
from src.utils.records import Result

REFERENCES = """
## References

1. Ono K, Sato T, Mori H, et al. Pumps and pens: a randomized trial. *J Test* 2019;1:1-9.
2. Berg A, Lind P, Holm S, et al. Pens and pumps: a cohort study. *J Test* 2020;2:1-9.
3. Diaz R, Gil M. Guideline for diabetes. *J Test* 2018;3:1-9.
"""
TABLE = """
**Table 1. Studies of pumps and pens**

| Group | Ref. | Study design | OS |
| --- | --- | --- | --- |
| Pump (n = 40) vs. pen (n = 41) | Ono et al. 2019<sup>[1]</sup> | RCT | 30.1 vs. 24.0 months |
| Pen (n = 60) vs. pump (n = 62) | Berg et al. 2020<sup>[2]</sup> | Cohort | 28.0 vs. 27.2 months |
"""


def told(paragraph: str) -> list[Result]:
    """The results of a review's paragraph."""
    text = f"# A review\n\n## Results\n\n{paragraph}\n{TABLE}{REFERENCES}"
    return [r for r in extract(read_text(text)).results if r.place == "text"]


@pytest.mark.parametrize(
    ("paragraph", "refs"),
    [
        ("The response rate was 41% vs. 20% (P = 0.01)<sup>[1]</sup>.", [("1",)]),
        ("In one trial<sup>[2]</sup>, the response rate was 41% vs. 20% (P = 0.01).", [("2",)]),
        (
            "A trial compared pumps with pens<sup>[1]</sup>. The response rate was 41% vs. 20% "
            "(P = 0.01).",
            [("1",)],
        ),
        (
            "A trial compared pumps and pens. The response rate was 41% vs. 20% (P = 0.01). Harm "
            "was rare<sup>[2]</sup>.",
            [("2",)],
        ),
        (
            "Guidelines recommend both<sup>[3]</sup>. A trial found a response rate of 41% vs. 20% "
            "(P = 0.01)<sup>[1]</sup>. Another study found that the response rate was 33% vs. 30% "
            "(P = 0.50)<sup>[2]</sup>.",
            [("1",), ("2",)],
        ),
        (
            "A trial<sup>[1]</sup> found a response rate of 41% vs. 20% (P = 0.01). Survival was "
            "also longer (HR 0.70, 95%CI: 0.50-0.98). Another trial<sup>[2]</sup> had 33% vs. 30% "
            "for the response rate (P = 0.50). Survival was similar (HR 0.95, 95%CI: 0.70-1.29).",
            [("1",), ("1",), ("2",), ("2",)],
        ),
        (
            "The response rate was 41% vs. 20% (P = 0.01) [Table 1], as guidelines expect"
            "<sup>[3]</sup>. This trial was small<sup>[1]</sup>.",
            [("1",)],
        ),
    ],
    ids=["end", "inside", "before", "after", "two studies", "stretches", "table over background"],
)
def test_a_result_belongs_to_its_study(paragraph: str, refs: list[tuple[str, ...]]) -> None:
    """The citation of the sentence, else of the study's stretch of the paragraph."""
    assert [r.ref for r in told(paragraph)] == refs


def test_the_study_is_named_as_the_table_names_it() -> None:
    """The row of the table gives the name; the reference list where there is no row."""
    assert told("The response rate was 41% vs. 20% (P = 0.01)<sup>[1]</sup>.")[0].study == (
        "Ono et al. 2019"
    )


def test_a_report_does_not_take_citations_for_its_own_results() -> None:
    """In a trial report's results a citation names a method or a comparison, not the study."""
    text = (
        "# A trial of pumps\n\n## Results\n\nThe response rate by the criteria of Diaz"
        "<sup>[3]</sup> was 41% in the pump group and 20% in the pen group (P = 0.01).\n"
        f"{REFERENCES}"
    )
    results = [r for r in extract(read_text(text)).results if r.place == "text"]
    assert [r.ref for r in results] == [()]
