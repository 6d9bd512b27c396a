"""With which group of a table each number of a sentence is told."""

from __future__ import annotations

import pytest

from src.utils.linking.names.groups import names_of
from src.utils.linking.near.told import nameless, told
from src.utils.records import Span


def _spans(text: str, numbers: list[str]) -> list[Span]:
    out, at = [], 0
    for n in numbers:
        i = text.index(n, at)
        out.append(Span(i, i + len(n)))
        at = i + len(n)
    return out


def _groups(text: str, numbers: list[str], columns: list[str]) -> tuple[int | None, ...] | None:
    found = told(text, 0, len(text), _spans(text, numbers), names_of(columns))
    return found.groups if found is not None else None


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("In the zinc group 12 children and in the placebo group 15 children died.", (0, 1)),
        ("Fever was seen in 12 on placebo and in 15 on zinc.", (1, 0)),
        ("There were 12 and 15 deaths in the placebo and zinc groups, respectively.", (1, 0)),
        (
            "The rate with zinc was 12 per 100 days compared with 15 per 100 days on placebo.",
            (0, 1),
        ),
        ("Girth [9 (zinc) vs. 8 (placebo)] and weight [12 (zinc) vs. 15 (placebo)].", (0, 1)),
        ("Mother (zinc = 5.2%, placebo = 5.8%) or father (zinc = 12%, placebo = 15%).", (0, 1)),
        ("Compared with placebo, 12 died of measles and 15 of malaria.", (None, None)),
    ],
)
def test_the_words_tell_whose_each_number_is(text: str, groups: tuple[int | None, ...]) -> None:
    """Names before, after or about the numbers, in lists, and where nothing can be told."""
    assert _groups(text, ["12", "15"], ["Zinc 20 mg", "Placebo"]) == groups


def test_a_group_named_within_another_is_told_from_it() -> None:
    """A column whose every word the other column has as well is the one without the other's."""
    text = "Relapse: 10 with surgery and 12 with surgery plus radiotherapy."
    assert _groups(text, ["10", "12"], ["Surgery", "Surgery plus radiotherapy"]) == (0, 1)


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Relapse: 12 versus 15 in patients with and without diabetes, respectively.", (0, 1)),
        ("Relapse: 12 versus 15 in patients without and with diabetes, respectively.", (1, 0)),
    ],
)
def test_a_denied_group_is_the_other_one(text: str, groups: tuple[int, int]) -> None:
    """The column "No diabetes" is named by "without", beside a column "Diabetes"."""
    assert _groups(text, ["12", "15"], ["Diabetes", "No diabetes"]) == groups


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("Fever was more frequent in the iron group than in the placebo group (15 vs 12).", True),
        ("Fever differed in the iron group compared with the placebo group (15 vs 12).", False),
    ],
)
def test_one_group_in_words_of_its_own(text: str, sure: bool) -> None:
    """Where one of two groups is named by its column, the other one is the other column's."""
    names = names_of(["Ferrous fumarate", "Placebo"])
    found = told(text, 0, len(text), _spans(text, ["15", "12"]), names)
    assert found is not None and (found.groups, found.sure) == ((0, 1), sure)


def test_groups_known_by_their_numbers_alone() -> None:
    """Doses and numbered arms are told by the numeral with its unit or the word arm."""
    assert _groups("9 on 40 mg and 5 on 20 mg", ["9", "5"], ["20 mg", "40 mg"]) == (1, 0)
    assert _groups("9 in arm 2 and 5 in arm 1", ["9", "5"], ["1", "2"]) == (1, 0)


def test_a_change_over_time_is_no_pair_of_groups() -> None:
    """Values "from 12 to 15" do not stand in the order of columns of groups."""
    assert nameless("pain (12 vs. 15)", _spans("pain (12 vs. 15)", ["12", "15"]))
    text = "pain fell from 15 to 12"
    assert not nameless(text, _spans(text, ["15", "12"]))
