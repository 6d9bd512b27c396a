"""Every printed number is listed once, with what it was taken for."""

from __future__ import annotations

from src.utils.extraction import extract
from src.utils.reading import read_text

ARTICLE = """# A trial of two meshes

## Results

Between 12 March 2015 and 2018, 120 patients were enrolled (NCT01234567) at grade 3 or 4 and
received 50 mg of cefazolin (Table 1)<sup>[1]</sup>. Overall survival was 26.7 months vs. 20.6
months (HR 0.57, 95% CI 0.36-0.92, P = 0.02) with PD-1 inhibitors in arms of n = 60.

## References

1. Smith J. A trial. *J Trials* 2014;3:12-9.
"""


def roles() -> dict[str, list[str]]:
    """Role -> printed numbers, in the article's order."""
    article = read_text(ARTICLE)
    out: dict[str, list[str]] = {}
    for number in extract(article).numbers:
        out.setdefault(number.role, []).append(article.quote(number.num.span))
    return out


def test_numbers_of_a_result_have_their_roles() -> None:
    """Estimate, bounds, level, P and medians are listed as such."""
    found = roles()
    assert found["estimate"] == ["0.57"]
    assert (found["low"], found["high"], found["level"]) == (["0.36"], ["0.92"], ["95"])
    assert found["p"] == ["0.02"]
    assert found["median"] == ["26.7", "20.6"]


def test_look_alikes_are_no_results() -> None:
    """Dates, years, identifiers, grades, doses and citations are named for what they are."""
    found = roles()
    assert found["date"] == ["12"]
    assert found["year"] == ["2015", "2018"]
    assert found["grade"] == ["3", "4"]
    assert found["dose"] == ["50"]
    assert found["citation"] == ["1"]
    assert found["n"] == ["60"]
    assert set(found["identifier"]) == {"01234567", "1"}


def test_each_number_once_and_named_once() -> None:
    """No place is listed twice, no id is given twice, and every span holds a digit."""
    article = read_text(ARTICLE)
    numbers = extract(article).numbers
    starts = [n.num.span.start for n in numbers]
    assert starts == sorted(set(starts))
    assert len({n.id for n in numbers}) == len(numbers)
    assert all(any(c.isdigit() for c in article.quote(n.num.span)) for n in numbers)


def test_ids_survive_an_edit_elsewhere() -> None:
    """A word put before the article changes no id of a number."""
    before = [n.id for n in extract(read_text(ARTICLE)).numbers]
    edited = ARTICLE.replace("were enrolled", "were willingly enrolled")
    assert [n.id for n in extract(read_text(edited)).numbers] == before
