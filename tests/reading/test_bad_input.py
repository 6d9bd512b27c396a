"""Files that are no article, or damaged ones: a sentence or the part that can be read."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from src.utils.errors import InputError
from src.utils.reading import read, read_bytes

ARTICLE = (
    "<article><front><article-meta><title-group><article-title>Gargling</article-title>"
    "</title-group></article-meta></front><body><p>Colds were rarer (RR 0.64, 0.48–0.99).</p>"
    "<table-wrap><label>Table 1</label><table><tbody>{rows}</tbody></table></table-wrap>"
    "</body></article>"
)
ROW = "<tr><td>Colds</td><td>0.64</td></tr>"


def _cells(rows: str) -> dict[tuple[int, int], str]:
    article = read_bytes(ARTICLE.format(rows=rows).encode(), "a.xml")
    return {(c.row, c.column): article.view(c.pieces).text for c in article.tables[0].cells}


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-be", "utf-16-le", "utf-32", "utf-8-sig", "utf-8"]
)
def test_every_unicode_encoding_is_read(encoding: str) -> None:
    """With a byte order mark or without, the same words come out."""
    article = read_bytes(ARTICLE.format(rows=ROW).encode(encoding), "a.xml")
    assert "0.48–0.99" in article.text and article.format == "jats"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<?xml version='1.0'?><PubmedArticleSet><PubmedArticle/></PubmedArticleSet>", "PubMed"),
        (b"<?xml version='1.0'?><collection><document/></collection>", "BioC"),
        (b"<article version='5.0'><info/><section/></article>", "DocBook"),
        (b"<article><title>T</title><sect1/></article>", "DocBook"),
        (b"<note>Colds were rarer (RR 0.64, 95% CI 0.48-0.99).</note>\n", "<note>"),
        (b"<TEI xmlns='http://www.tei-c.org/ns/1.0'><text/></TEI>", "TEI"),
        (b'{"title": "Gargling", "rr": 0.64}', "JSON"),
        (b'[{"rr": 0.64}]\n', "JSON"),
    ],
)
def test_another_schema_is_named_in_one_sentence(data: bytes, words: str) -> None:
    """What is no article says what it is and what to give instead."""
    with pytest.raises(InputError) as caught:
        read_bytes(data, "a.xml")
    message = str(caught.value)
    assert words in message and message.startswith("a.xml") and message.endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        "<div align='center'>\n\n# Gargling\n\n</div>\n\nColds were rarer.\n\n<div></div>\n",
        "<Smith 2001> found RR 0.64.\n",
        "[1] Colds were rarer, RR 0.64.\n",
    ],
)
def test_markdown_that_opens_with_a_bracket_stays_markdown(text: str) -> None:
    """Markup of a web page, an address and a citation may open a Markdown article."""
    assert read_bytes(text.encode(), "a.md").format == "markdown"


@pytest.mark.parametrize("filling", ["<p>Gargling with water.</p>", " ", "<!-- water -->"])
def test_fifty_megabytes_are_refused_at_once(filling: str, tmp_path: Path) -> None:
    """No article has that size; the sentence says so within a second or two."""
    path = tmp_path / "big.xml"
    head, tail = ARTICLE.format(rows=ROW).split("</body>")
    path.write_text(head + filling * (50_000_000 // len(filling)) + "</body>" + tail, "utf-8")
    began = time.monotonic()
    with pytest.raises(InputError, match=r"big\.xml is larger than 20 MB"):
        read(path)
    assert time.monotonic() - began < 5


def test_more_numbers_than_an_article_holds_are_refused() -> None:
    """A dump of numbers would cost minutes in every check."""
    with pytest.raises(InputError, match="holds 60000 numbers"):
        read_bytes(b"# Gargling\n\n" + b"12 " * 60_000, "a.md")


def test_a_number_without_end_is_refused() -> None:
    """A run of digits that no article prints is data, and refused before it costs minutes."""
    with pytest.raises(InputError, match="a number of more than 1000 digits"):
        read_bytes(b"# Title\n\n" + b"1" * 1001 + b" patients\n", "a.md")


def test_an_endless_file_is_no_hang() -> None:
    """A device that never ends is read up to the limit only."""
    with pytest.raises(InputError):
        read("/dev/zero")


def test_a_row_span_of_zero_reaches_to_the_end_of_its_group() -> None:
    """As in HTML: the rows below keep their cells in their own columns."""
    rows = "<tr><td rowspan='0'>Colds</td><td>0.64</td></tr><tr><td>0.71</td></tr>"
    assert _cells(rows) == {(0, 0): "Colds", (0, 1): "0.64", (1, 1): "0.71"}


def test_cells_of_a_nested_table_are_set_apart() -> None:
    """A table inside a cell is read as the cell's words, its own cells not glued."""
    inner = "<table><tr><td>0.64</td><td>0.48</td></tr><tr><td>0.99</td></tr></table>"
    cells = _cells(f"<tr><td>Colds</td><td>{inner}</td></tr>")
    assert cells[0, 1].split() == ["0.64", "0.48", "0.99"]


def test_an_empty_element_of_another_schema_is_no_markdown() -> None:
    """One self-closing element is named as what it is."""
    with pytest.raises(InputError, match="a drawing, not a JATS article"):
        read_bytes(b'<svg xmlns="http://www.w3.org/2000/svg"/>\n', "a.xml")


def test_a_short_line_with_a_result_is_no_title_page() -> None:
    """Results pasted under a title, one on a line without a full stop, are read as prose."""
    text = b"# Drug A\n\nPFS: HR 0.57 (95% CI 0.45 to 0.72), P = 0.03\n\nOS: HR 0.97 (0.80-1.18)\n"
    kinds = [b.kind for b in read_bytes(text, "a.md").blocks]
    assert kinds == ["title", "paragraph", "paragraph"]
