"""Markdown as converters of PDF leave it: blocks, broken sentences, sections, offsets."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from src.utils import paths
from src.utils.extraction.study_tables import results
from src.utils.reading import read, read_bytes, read_text
from src.utils.reading.markdown_marks import shadow_of
from src.utils.records import Article, Block


@pytest.fixture(scope="module")
def review() -> Article:
    """The first article."""
    return read(paths.default_article())


def blocks(article: Article, kind: str) -> list[Block]:
    """The blocks of one kind."""
    return [b for b in article.blocks if b.kind == kind]


def said(article: Article, block: Block) -> str:
    """A block as it reads, spaces folded."""
    return " ".join(article.view(block.pieces).text.split())


def test_title_doi_and_year(review: Article) -> None:
    """Title from the heading, doi and year from "How to cite"."""
    assert review.title.endswith("for HCC: a review of recent five-year articles")
    assert (review.doi, review.year) == ("10.20517/2394-5079.2024.103", "2024")


def test_every_piece_lies_in_the_text_and_sentences_partition_it(review: Article) -> None:
    """Sentences hold every character of their block and nothing else."""
    for block in review.blocks:
        pieces = [p for s in block.sentences for p in s.pieces]
        if block.sentences:
            assert sum(p.end - p.start for p in pieces) == sum(
                p.end - p.start for p in block.pieces
            )
        assert all(0 <= p.start < p.end <= len(review.text) for p in block.pieces)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("microspheres into the hepatic", "artery, where they effectively"),
        ("and sorafenib with", "sorafenib alone"),
        ("concern is the off-target", "distribution of Y-90"),
        ("in the group treated with", "the combined approach"),
        ("which occlude tumor blood supply", "and deliver chemotherapeutic"),
        ("to block the blood", "supply completely"),
        ("EGFR, promoting", "tumor angiogenesis"),
        ("in the diagnosis and", "treatment of HCC, personalized"),
    ],
)
def test_interrupted_sentences_read_on(review: Article, before: str, after: str) -> None:
    """A figure, a table with its footnote, or a page break stands inside these sentences."""
    broken = [b for b in blocks(review, "paragraph") if len(b.pieces) == 2]
    assert len(broken) == 8
    assert any(f"{before} {after}" in said(review, b) for b in broken)


def test_one_sentence_goes_over_the_table(review: Article) -> None:
    """The sentence with the first trial's comparison has one piece before and one after Table 1."""
    table = review.tables[0].span
    crossing = [
        s
        for b in review.blocks
        for s in b.sentences
        if len(s.pieces) == 2 and s.pieces[0].end <= table.start and s.pieces[1].start >= table.end
    ]
    assert len(crossing) == 1
    text = " ".join(review.view(crossing[0].pieces).text.split())
    assert text.startswith("In addition to demonstrating significant effects compared to TACE")
    assert "the combination therapy group did not improve OS" in text


def test_kinds_of_blocks(review: Article) -> None:
    """Title page, one abstract paragraph, four table captions and a figure, four lists."""
    assert len(blocks(review, "abstract")) == 1
    assert [said(review, b)[:8] for b in blocks(review, "caption")] == [
        "Figure 1", "Table 1.", "Table 2.", "Table 3.", "Table 4.",
    ]  # fmt: skip
    assert len(blocks(review, "footnote")) == 4
    assert any("Academic Editor" in said(review, b) for b in blocks(review, "front"))
    assert all("DECLARATIONS" in b.section for b in blocks(review, "back"))


def test_sections_are_paths_of_headings(review: Article) -> None:
    """The paragraph on invariant NKT cells stands under two headings."""
    block = next(b for b in review.blocks if "Invariant NKT" in said(review, b)[:20])
    assert block.section == (
        "HAIC COMBINED SYSTEMIC THERAPY",
        "TAE AND TARE COMBINED SYSTEMIC THERAPY",
    )


@pytest.mark.parametrize("change", ["crlf", "bom", "no last newline", "middle dots"])
def test_results_do_not_depend_on_the_file_s_habits(review: Article, change: str) -> None:
    """Line ends, byte order mark and decimal signs change offsets and nothing else."""
    text = review.text
    changed = {
        "crlf": text.replace("\n", "\r\n"),
        "bom": "\ufeff" + text,
        "no last newline": text.rstrip("\n"),
        "middle dots": text.replace("HR 0.", "HR 0·"),
    }[change]
    other = read_bytes(changed.encode("utf-8"))
    assert other.text == changed
    assert len(other.shadow) == len(changed)

    def numbers(article: Article) -> list[list[str]]:
        return [
            [r.endpoint, *(n.text for v in r.values for n in v.nums), *(p.value.text for p in r.p)]
            + ([r.effect.estimate.text] if r.effect and r.effect.estimate else [])
            for r in results(article)
        ]

    assert numbers(other) == numbers(review)
    for r in results(other):
        for n in (n for v in r.values for n in v.nums):
            assert other.quote(n.span) == n.text


def test_prose_after_the_title_is_prose() -> None:
    """A short article without an abstract has its text read, not taken for the title page."""
    article = read_text("# Walking\n\nWalking helped (HR 0.70, 95% CI 0.52-0.94)<sup>[1]</sup>.\n")
    assert [b.kind for b in article.blocks] == ["title", "paragraph"]


def test_structured_abstract_stays_abstract_until_the_introduction() -> None:
    """Headings of a structured abstract at the level of the abstract belong to it."""
    article = read_text(
        "# T\n\n## Abstract\n\n## Methods\n\nWe walked.\n\n## Results\n\nIt helped.\n\n"
        "## Introduction\n\nWalking is old.\n\n## Methods\n\nWe walked far.\n"
    )
    kinds = [(b.kind, said(article, b)) for b in article.blocks if b.kind != "heading"]
    assert kinds[1:] == [
        ("abstract", "We walked."),
        ("abstract", "It helped."),
        ("paragraph", "Walking is old."),
        ("paragraph", "We walked far."),
    ]


def test_a_finished_sentence_is_not_joined() -> None:
    """Two paragraphs stay two where the first ends with a full stop, or the second begins anew."""
    article = read_text("# T\n\nThe first paragraph ends here with a stop.\n\nthen another.\n")
    assert len([b for b in article.blocks if b.kind == "paragraph"]) == 2


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("<i>P</i> = 0.02", "P = 0.02"),
        ("$P = 0.02$", "P = 0.02"),
        ("grade $\\geq 3$", "grade ≥ 3"),
        ("*P* &lt; 0.001", "P < 0.001"),
        ("HR 0·71 (95%&nbsp;CI 0.5–0.9)", "HR 0.71 (95% CI 0.5-0.9)"),
        ("22\\% of 10\\_000", "22 % of 10 _000"),
        ("**bold** and __bold__", "bold and bold"),
        ("costs $5 and $10 more", "costs $5 and $10 more"),
        ("a < b and c > d", "a < b and c > d"),
        ("see [the site](https://x.org/a) now", "see the site now"),
        ("p<0.05*; **p<0.01", "p<0.05*; **p<0.01"),
    ],
)
def test_shadow_reads_as_a_person_does(text: str, reads: str) -> None:
    """Markup is blanked, entities and formulas are read, prose signs stay."""
    shadow = shadow_of(text)
    assert len(shadow) == len(text)
    assert " ".join(shadow.split()) == reads


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["# ", "## References\n", "1. ", "a b. ", "\n", "\n\n", "\t", "|", "|---|", "<sup>[",
             "]", "</sup>", "<table>", "<td>", "</table>", "$", "\\geq", "**", "*", "[1](#x)",
             "Table 1. ", "0.5 ", "n = 3 ", "vs. ", "et al. 2019 ", "&lt;", "\r\n", "\ufeff", "ä",
             "²", "OS ", "- ", "<tr>", "</tr>", "<td colspan=3>", "</td>", "\na\t0.7 (0.5\n",
             "0.71 (0.55-0.92)"]
        ),
        max_size=60,
    )
)  # fmt: skip
def test_any_text_can_be_read(parts: list[str]) -> None:
    """No text makes the reader fail, and text and shadow stay equally long."""
    text = "x" + "".join(parts)
    article = read_text(text)
    assert article.text == text
    assert len(article.shadow) == len(text)
    results(article)


@pytest.mark.parametrize(
    "table", ["<table></table>", "<table><tr></tr></table>", "\t\n", "| |\n|-|\n"]
)
def test_a_table_without_cells_goes_on_nowhere(table: str) -> None:
    """Statistics after an empty table stay a paragraph of their own."""
    article = read_text(f"# T\n\n{table}\n\n0.71 (0.55-0.92)\n")
    assert not any(cell.pieces for held in article.tables for cell in held.cells)


def test_unclosed_markup_takes_linear_time() -> None:
    """Thousands of opening tags and brackets without an end are read at once."""
    for unit in ("<sup>", "<i>", "[a](", "$a ", "<table>", "| a "):
        article = read_text("# T\n\n" + unit * 4000 + "\n")
        assert len(article.shadow) == len(article.text)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Original Article\n\n# Walking after stroke\n\nIt helped.\n", "Walking after stroke"),
        (
            "## Walking after stroke in old age\n\n## Abstract\n\nX.\n",
            "Walking after stroke in old age",
        ),
        ("## Results\n\nIt helped.\n", ""),
        ("# **Walking** after *stroke*\n\nIt helped.\n", "Walking after stroke"),
        ("Walking after stroke\n====================\n\nIt helped.\n", "Walking after stroke"),
    ],
)
def test_titles(text: str, title: str) -> None:
    """The kind of article is no title, a usual section is none, marks are left out."""
    assert read_text(text).title == title
