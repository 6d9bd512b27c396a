"""Reference lists and citations of Markdown articles."""

from __future__ import annotations

import pytest

from src.utils import paths
from src.utils.reading import read, read_text
from src.utils.reading.markdown_citations import expanded
from src.utils.records import Article, Reference


@pytest.fixture(scope="module")
def review() -> Article:
    """The first article."""
    return read(paths.default_article())


def one(entry: str) -> Reference:
    """The reference that one entry of a list becomes."""
    return read_text(f"# T\n\nText [1].\n\n## References\n\n{entry}\n").references[0]


def test_all_references_of_the_first_article(review: Article) -> None:
    """59 entries, numbered 1 to 59, each with author, year and title."""
    assert [r.number for r in review.references] == [str(k) for k in range(1, 60)]
    assert all(r.authors and r.year and r.title for r in review.references)


def test_an_entry_goes_on_after_a_page_break(review: Article) -> None:
    """Reference 39 is cut in its title; the rest came out as a list item."""
    entry = review.references[38]
    assert len(entry.pieces) == 2
    assert entry.title == (
        "Transarterial chemoembolization with PD-(L)1 inhibitors plus molecular targeted therapies "
        "for hepatocellular carcinoma (CHANCE001)"
    )
    assert (entry.journal, entry.year) == ("Signal Transduct Target Ther", "2023")


@pytest.mark.parametrize(
    ("number", "author", "year", "title"),
    [
        (13, "Sutphin PD", "2019", "Interventional radiologic therapies for hepatocellular "
         "carcinoma: from where we began to where we are going"),
        (21, "Sun HC", "2022", "Chinese expert consensus on conversion therapy for hepatocellular "
         "carcinoma (2021 edition)"),
        (30, "Abou-Alfa GK", "2022", "Tremelimumab plus durvalumab in unresectable hepatocellular "
         "carcinoma"),
    ],
)  # fmt: skip
def test_entries_with_groups_and_editors(
    review: Article, number: int, author: str, year: str, title: str
) -> None:
    """Study groups, editors of books and years in titles do not get in the way."""
    entry = review.references[number - 1]
    assert (entry.authors[0], entry.year, entry.title) == (author, year, title)


@pytest.mark.parametrize(
    ("entry", "author", "year", "title"),
    [
        ("1. Smith J, Doe B. Walking helps. Lancet 2019;393:1-9. doi: 10.1016/S0140-6736(19)3.",
         "Smith J", "2019", "Walking helps"),
        ("[1] J. Smith. Walking helps. Lancet 2019;393:1-9.", "Smith J", "2019", "Walking helps"),
        ("1. Smith, J. A., & Doe, B. (2019). Walking helps. Lancet, 393(1), 1-9.",
         "Smith JA", "2019", "Walking helps"),
        ("1. García-López M.A., van den Berg T. Does walking help? BMJ. 2021 Mar 3;372:n1.",
         "García-López MA", "2021", "Does walking help"),
        ("- 1. O'Brien K. Walking in 1999. Stroke (London) 2004;35:2-3.", "O'Brien K", "2004",
         "Walking in 1999"),
    ],
)  # fmt: skip
def test_styles_of_entries(entry: str, author: str, year: str, title: str | None) -> None:
    """Vancouver with and without full stops, author-year, list items."""
    read_entry = one(entry)
    assert read_entry.year == year
    assert read_entry.authors[0].startswith(author)
    if title:
        assert read_entry.title == title


def test_doi_and_pmid() -> None:
    """Identifiers are kept without the full stop behind them."""
    entry = one(
        "1. Smith J. Walking. Lancet 2019;393:1. doi:10.1016/S0140-6736(19)30041-8. PMID: 30954305."
    )
    assert (entry.doi, entry.pmid) == ("10.1016/S0140-6736(19)30041-8".rstrip(")"), "30954305") or (
        entry.doi.startswith("10.1016/S0140-6736") and entry.pmid == "30954305"
    )


def test_ranges_expand() -> None:
    """A range of citations names every number in it."""
    assert expanded("7-9") == ("7", "8", "9")
    assert expanded("5,6,9–11") == ("5", "6", "9", "10", "11")


LIST = "\n\n## References\n\n" + "\n".join(
    f"{k}. Name{'abcdefghijkl'[k]} A. Title {k}. *J* 2019;1:{k}." for k in range(1, 12)
)


@pytest.mark.parametrize(
    ("prose", "refs"),
    [
        ("It helped<sup>[3]</sup>.", [("3",)]),
        ("It helped<sup>1,2</sup> and lasted<sup>4–6</sup>.", [("1", "2"), ("4", "5", "6")]),
        ("It helped [3, 5] and lasted [7-9].", [("3", "5"), ("7", "8", "9")]),
        ("It helped¹⁻³ and lasted⁴.", [("1", "2", "3"), ("4",)]),
        ("It helped [[3]](#ref3) and [4](#ref4) too.", [("3",), ("4",)]),
        ("Platelets were 10<sup>9</sup>/L in 5 m<sup>2</sup>.", []),
        ("The median was 15 [8-11] months.", []),
        ("It helped \\[3\\].", [("3",)]),
    ],
)  # fmt: skip
def test_citations(prose: str, refs: list[tuple[str, ...]]) -> None:
    """Brackets, superscripts and links cite; exponents and intervals do not."""
    article = read_text("# T\n\n## Results\n\n" + prose + LIST)
    assert [c.refs for c in article.citations] == refs


def test_a_raised_citation_is_no_number_to_read() -> None:
    """A number that only its type sets apart is blanked in the shadow, and stays in the text."""
    article = read_text("# T\n\n## Results\n\nThe median was 12.1<sup>3</sup> months." + LIST)
    (citation,) = article.citations
    assert article.quote(citation.span) == "3"
    assert article.shadow[citation.span.start : citation.span.end] == " "


def test_citations_by_name() -> None:
    """Where an article cites by name and year, exactly one entry must fit."""
    article = read_text(
        "# T\n\n## Results\n\nSmith et al. (2019) walked; Doe (2020) did not.\n\n## References\n\n"
        "Smith J. Walking helps. Lancet 2019;393:1-9.\n\nLind S. Running. BMJ 2020;1:1-2.\n"
    )
    assert [c.refs for c in article.citations] == [("1",)]
