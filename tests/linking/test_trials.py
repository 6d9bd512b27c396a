"""Links in a trial report: by words, by numbers, and by both when one number is wrong."""

from __future__ import annotations

from typing import Any

import msgspec

from src.utils.records import Link
from tests.linking.drafts import Draft


def _links(draft: Draft) -> list[Link]:
    return list(draft.dossier().links)


def _cell(d: Draft, row: str, *effect: str, **more: Any) -> str:
    return d.result("table", effect=effect, table=0, label="Table 2", row_words=row, **more).id


def test_a_wrong_bound_links_to_the_row_that_the_words_name() -> None:
    """Two of three numbers and the words of the row; the third is the finding."""
    d = Draft()
    text = d.result(effect=("0.69", "0.56", "0.86"), sentence_words="augmentation of labour")
    cell = _cell(d, "Augmentation", "0.69", "0.55", "0.86")
    _cell(d, "Epidural", "0.81", "0.62", "1.05")
    assert [(k.left, k.right) for k in _links(d)] == [(text.id, cell)]


def test_a_mention_that_agrees_somewhere_is_not_held_against_its_neighbour() -> None:
    """Crude and adjusted estimates look alike; the one that agrees is the one that is meant."""
    d = Draft()
    text = d.result(effect=("1.35", "1.12", "1.63"), sentence_words="recurrence of stroke")
    crude = _cell(d, "Recurrence of stroke", "1.35", "1.12", "1.63", analysis="crude")
    _cell(d, "Recurrence of stroke", "1.35", "1.10", "1.63", analysis="adjusted")
    assert {(k.left, k.right) for k in _links(d)} == {(text.id, crude)}


def test_an_analysis_named_in_words_stays_apart() -> None:
    """Imputed weights are another analysis than the row; nearly equal numbers are a look-alike."""
    d = Draft()
    d.result(effect=("0.74", "0.60", "0.92"), sentence_words="with imputed weights low weight")
    _cell(d, "Low weight", "0.74", "0.60", "0.91")
    assert _links(d) == []


def test_a_row_that_the_words_contradict_is_not_alarmed() -> None:
    """Two equal bounds in another row, while a row of that name is there, make no link."""
    d = Draft()
    d.result(effect=("0.73", "0.59", "0.89"), sentence_words="augmentation of labour")
    dystocia = _cell(d, "Dystocia", "0.72", "0.59", "0.89")
    _cell(d, "Augmentation of labour", "0.41", "0.30", "0.56")
    assert dystocia not in {k.right for k in _links(d)}


def test_one_everyday_number_is_no_link() -> None:
    """P = 0.05 stands in every table."""
    d = Draft()
    d.result(p="=0.05", sentence_words="age")
    d.result("table", p="=0.05", table=0, label="Table 1", row_words="Body mass index")
    assert _links(d) == []


def test_rounded_numbers_agree() -> None:
    """The abstract rounds what the table prints with three decimals."""
    d = Draft()
    text = d.result(
        "abstract", effect=("0.15", "0.03", "0.65"), sentence_words="recurrent thrombosis"
    )
    cell = _cell(d, "Thrombosis", "0.148", "0.034", "0.647")
    assert [(k.left, k.right) for k in _links(d)] == [(text.id, cell)]


def test_a_count_that_sums_two_rows_is_derived() -> None:
    """183 of 438 are 21 complete and 162 partial responses of 438."""
    d = Draft()
    text = d.result(counts=(("183", "438"),), sentence_words="responded")
    a = d.result("table", counts=(("21", "438"),), table=0, row_words="Complete response")
    b = d.result("table", counts=(("162", "438"),), table=0, row_words="Partial response")
    links = _links(d)
    assert {(k.left, k.right, k.derived) for k in links} == {
        (text.id, a.id, "sum"),
        (text.id, b.id, "sum"),
    }


def test_cited_work_is_not_held_against_the_own_table() -> None:
    """A sentence about another study shares two numbers by chance."""
    d = Draft()
    d.result(ref="12", effect=("0.69", "0.56", "0.86"), sentence_words="augmentation of labour")
    _cell(d, "Augmentation", "0.69", "0.55", "0.86")
    assert _links(d) == []


def test_the_other_arm_vouches_for_a_slipped_percentage() -> None:
    """22.1 % agrees and 38.0 is 39.0 with one digit changed: the row of these words is meant."""
    d = Draft()
    text = d.result(values=("38.0", "22.1"), kind="percent", sentence_words="constipation of grade")
    row: dict[str, Any] = {"kind": "percent", "table": 0, "label": "Table 5"}
    cell = d.result("table", values=("39.0", "22.1"), row_words="Constipation", **row)
    d.result("table", values=("29.1", "19.5"), row_words="Nausea", **row)
    assert [(k.left, k.right) for k in _links(d)] == [(text.id, cell.id)]


def test_a_lone_p_with_one_wrong_digit_is_held_against_the_row_it_names() -> None:
    """Nothing of 0.818 is left to be found by, but the words name one row, which has 0.858."""
    d = Draft()
    text = d.result(p="=0.818", sentence_words="referred again within the same disorder")
    cell = d.result("table", p="=0.858", table=0, label="Table 4", row_words="Referred again")
    d.result("table", p="=0.888", table=0, label="Table 4", row_words="Waiting list")
    assert [(k.left, k.right) for k in _links(d)] == [(text.id, cell.id)]


def test_a_lone_p_of_another_outcome_is_not_held_against_a_row() -> None:
    """0.818 is a slip of 0.858, but the words speak of something that no row names."""
    d = Draft()
    d.result(p="=0.818", sentence_words="age did not matter")
    d.result("table", p="=0.858", table=0, label="Table 4", row_words="Referred again")
    assert _links(d) == []


def test_two_near_estimates_of_one_paragraph_are_two_results() -> None:
    """Sentences of one paragraph that share both bounds tell of two markers, not of one slip."""
    for block, expected in ((3, 0), (4, 1)):
        d = Draft()
        d.result(effect=("1.04", "0.83", "1.31"), sentence_words="stroke by the second year")
        d.result(effect=("1.07", "0.83", "1.31"), sentence_words="stroke by the second year")
        placed = zip(d.results, (3, block), strict=True)
        d.results = [msgspec.structs.replace(r, block=b) for r, b in placed]
        assert len(_links(d)) == expected
