"""Sentences are cut where a reader would cut them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from src.utils.reading.sentences import boundaries, split
from src.utils.records import Span, View


def cut(text: str) -> list[str]:
    """The sentences without the white space between them."""
    return [text[a:b].strip() for a, b in boundaries(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A was longer. B was not.", ["A was longer.", "B was not."]),
        ("TACE vs. HAIC improved. It held.", ["TACE vs. HAIC improved.", "It held."]),
        ("Kudo et al. found it. We did not.", ["Kudo et al. found it.", "We did not."]),
        ("The HR was 0.57 (P = 0. 0 0). Next one.", ["The HR was 0.57 (P = 0. 0 0).", "Next one."]),
        ("It held, p <. 05, for all. End.", ["It held, p <. 05, for all.", "End."]),
        ("Drugs, i.e. sorafenib, e.g. this. Done.", ["Drugs, i.e. sorafenib, e.g. this.", "Done."]),
        (
            "J. Smith and A. B. Jones wrote. They left.",
            ["J. Smith and A. B. Jones wrote.", "They left."],
        ),
        (
            "It was seen (see Fig. 2. The rest held) here. End.",
            ["It was seen (see Fig. 2. The rest held) here.", "End."],
        ),
        ("It was longer.[3,4] The next.", ["It was longer.[3,4]", "The next."]),
        ("Survival was longer.3,4 The next.", ["Survival was longer.3,4", "The next."]),
        ("Is it so? Yes! It is.", ["Is it so?", "Yes!", "It is."]),
        ("It rose to 5.6. 12 patients died.", ["It rose to 5.6.", "12 patients died."]),
        (
            "They were in stage B. The rest were not.",
            ["They were in stage B.", "The rest were not."],
        ),
    ],
)
def test_cuts(text: str, expected: list[str]) -> None:
    """Abbreviations, initials, decimals, broken numerals and brackets do not end a sentence."""
    assert cut(text) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Six patients were in arm D. Resection was more common in arm T. Deaths were rare.", 3),
        ("It was rare in groups A, B and C. Toxicity was mild.", 2),
        ("Carriers of hepatitis B. Treatment followed.", 2),
        ("It was written by D. Resection and B. Toxicity.", 1),
        ("Read by two doctors (A. Grant and C. Deaths) of the ward.", 1),
    ],
)
def test_letters_of_groups(text: str, count: int) -> None:
    """The letter of a group ends a sentence, an initial does not."""
    assert len(cut(text)) == count


def test_interrupted_sentence_has_two_pieces() -> None:
    """A sentence that something interrupts keeps one piece per part."""
    text = "One ends. Two begins XXXX and ends. Three."
    view = View(text, [Span(0, 20), Span(26, len(text))])
    sentences = split(view)
    assert [len(s.pieces) for s in sentences] == [1, 2, 1]
    assert text[sentences[1].pieces[0].start : sentences[1].pieces[0].end] == "Two begins"


@given(st.text(alphabet="aB1. ()[]?!,0vs;\n", max_size=200))
@settings(max_examples=300, deadline=None)
def test_sentences_partition_the_text(text: str) -> None:
    """Together the sentences hold every character once, in order."""
    assert "".join(text[a:b] for a, b in boundaries(text)) == text


@pytest.mark.parametrize("unit", ["(", ")", "() ", "1", ". ", "[1,", "a. ", "0."])
def test_time_is_linear(unit: str) -> None:
    """A hundred thousand characters of anything are cut in a moment."""
    start = time.process_time()
    boundaries(unit * (100_000 // len(unit)))
    assert time.process_time() - start < 3
