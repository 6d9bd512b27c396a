"""Claims in words, read from the comparative grammar of clinical English."""

from __future__ import annotations

import pytest

from src.utils import paths
from src.utils.extraction import extract
from src.utils.reading import read, read_text
from src.utils.records import Claim


def claims(sentence: str) -> list[Claim]:
    """The claims of one sentence of results."""
    return list(extract(read_text(f"# A trial\n\n## Results\n\n{sentence}\n")).claims)


# Sentences in the manner of trial reports of many fields; the expected reading is worked out by
# hand: (direction, significant, negated, hedged).
@pytest.mark.parametrize(
    ("sentence", "reading"),
    [
        (
            "Overall survival was significantly longer in the early group than in the late group.",
            ("longer", True, False, False),
        ),
        (
            "The response rate did not differ between the zinc group and the placebo group.",
            ("none", False, True, False),
        ),
        (
            "There was no significant difference in mortality between the two groups.",
            ("none", False, True, False),
        ),
        (
            "Treatment failed to improve overall survival compared with placebo.",
            ("better", None, True, False),
        ),
        (
            "The secondary endpoint of PFS did not reach statistical significance.",
            ("none", False, True, False),
        ),
        ("Exercise may reduce mortality compared with usual care.", ("lower", None, False, True)),
        (
            "The complication rate was numerically lower in the mesh group than in the open group.",
            ("lower", None, False, True),
        ),
        (
            "Adverse events were comparable between the pump group and the pen group.",
            ("none", False, False, False),
        ),
        ("The ORR was higher in the combination group.", ("higher", None, False, False)),
        (
            "No improvement in survival was seen with the vaccine compared with placebo.",
            ("better", None, True, False),
        ),
        (
            "Mortality was non-significantly lower in the oxygen group than in the air group.",
            ("lower", False, True, False),
        ),
        (
            "None of the other outcomes were significantly improved by the diet.",
            ("better", False, True, False),
        ),
    ],
)
def test_direction_strength_negation_and_hedging(
    sentence: str, reading: tuple[str, bool | None, bool, bool]
) -> None:
    """One statement says one direction, with its strength, negation and hedging."""
    found = claims(sentence)
    assert len(found) == 1
    claim = found[0]
    assert (claim.direction, claim.significant, claim.negated, claim.hedged) == reading


@pytest.mark.parametrize(
    ("sentence", "favours", "against"),
    [
        (
            "Survival was longer in the early group than in the late group.",
            "early group",
            "late group",
        ),
        (
            "Compared with the gauze group, the silver group had a higher response rate.",
            "silver group",
            "gauze group",
        ),
        (
            "PFS was significantly shorter in the control group compared to the training group.",
            "training group",
            "control group",
        ),
        (
            "Severe adverse events were higher in the steroid group than in the placebo group.",
            "placebo group",
            "steroid group",
        ),
        (
            "In terms of ORR, balloon dilation was superior to stenting.",
            "balloon dilation",
            "stenting",
        ),
        (
            "When comparing aspirin with warfarin, the former showed longer overall survival.",
            "aspirin",
            "warfarin",
        ),
        (
            "Patients receiving insulin had better survival than those receiving metformin.",
            "insulin",
            "metformin",
        ),
        ("Survival did not differ between the early group and the late group.", "", ""),
    ],
)
def test_which_group_the_words_name_as_better(sentence: str, favours: str, against: str) -> None:
    """Longer survival is better, more harm is worse, and a denial favours nobody."""
    claim = claims(sentence)[0]
    assert (claim.favours, claim.against) == (favours, against)


def test_lists_of_endpoints_share_one_claim() -> None:
    """ "Both PFS and ORR were also significantly higher" claims two endpoints."""
    claim = claims("Both PFS and ORR were also significantly higher in the A1 group.")[0]
    assert claim.endpoints == ("PFS", "ORR")


def test_each_half_of_a_sentence_claims_its_own() -> None:
    """A sentence that says longer of one endpoint and similar of another makes two claims."""
    found = claims(
        "Overall survival was significantly longer in the early group (P = 0.01), but the response "
        "rate was similar in both groups (P = 0.70)."
    )
    assert [(c.direction, c.endpoints) for c in found] == [
        ("longer", ("OS",)),
        ("none", ("response",)),
    ]
    assert [len(c.results) for c in found] == [1, 1] and found[0].results != found[1].results


def test_numbers_of_the_sentence_before() -> None:
    """ "These findings were similar" speaks of the numbers of the sentence before it."""
    found = claims(
        "The ORR was 41% vs. 39% (P = 0.80). These results showed similar efficacy of both drugs."
    )
    assert found[-1].scope == "before" and len(found[-1].results) == 1


def test_plans_and_thresholds_are_not_claims() -> None:
    """Age limits, dose reductions and non-inferiority are no comparison of outcomes."""
    assert (
        claims("Patients aged 18 years or older with tumors of 10 cm or greater were enrolled.")
        == []
    )
    assert claims("The regimen was non-inferior.") == []


def test_claims_of_the_review_without_numbers() -> None:
    """A superiority claimed in words only carries study, endpoints and the table it refers to."""
    article = read(paths.raw() / "fu-2024-hepatoma-research.md")
    found = [c for c in extract(article).claims if c.ref == ("39",) and c.endpoints]
    assert len(found) == 1
    claim = found[0]
    assert claim.endpoints == ("OS", "RFS", "ORR")
    assert claim.direction == "better" and claim.significant is None and not claim.results
    assert claim.tables == ("Table 1",)
    assert claim.against == "solitary TACE therapy"


def test_every_claim_is_its_quote() -> None:
    """The spans of a claim lie inside its sentence."""
    article = read(paths.raw() / "fu-2024-hepatoma-research.md")
    for claim in extract(article).claims:
        assert claim.spans
        for span in claim.spans:
            assert any(s.start <= span.start and span.end <= s.end for s in claim.sentence)
