"""The JATS reader: anchors, blocks, tables, references, citations, and what it must survive."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from src.utils.errors import InputError
from src.utils.reading.jats import read_jats
from src.utils.records import Article, Span

FIXTURES = Path(__file__).parents[1] / "fixtures"


def _read(name: str) -> Article:
    return read_jats((FIXTURES / name).read_bytes(), name)


def _wrapped(body: str, front: str = "", doctype: str = "") -> bytes:
    return (
        f"{doctype}<article><front><article-meta><title-group><article-title>T</article-title>"
        f"</title-group>{front}</article-meta></front><body>{body}</body></article>"
    ).encode()


def _paragraph(article: Article, number: int = 0) -> str:
    blocks = [b for b in article.blocks if b.kind == "paragraph"]
    return article.view(blocks[number].pieces).text


def _check_anchors(article: Article, data: bytes) -> int:
    parser = etree.XMLParser(
        resolve_entities=False, remove_comments=True, remove_pis=True, load_dtd=False
    )
    tree = etree.fromstring(data, parser).getroottree()
    content: dict[str, str] = {}
    for anchor in article.anchors:
        if anchor.xpath not in content:
            found: Any = tree.xpath(anchor.xpath)
            assert len(found) == 1, anchor.xpath
            content[anchor.xpath] = "".join(found[0].itertext())
        quote = article.quote(anchor.span)
        start = anchor.offset
        assert content[anchor.xpath][start : start + len(quote)] == quote
    return len(article.anchors)


@pytest.fixture(scope="module")
def trial() -> Article:
    """A made-up trial report."""
    return _read("trial.nxml")


@pytest.fixture(scope="module")
def old() -> Article:
    """A made-up article in BioMed Central's older form."""
    return _read("old_form.xml")


@pytest.mark.parametrize("name", ["trial.nxml", "old_form.xml"])
def test_every_anchor_leads_to_the_same_characters_in_its_element(name: str) -> None:
    """Element text from the anchor's offset on is the article's text of the anchor's span."""
    assert _check_anchors(_read(name), (FIXTURES / name).read_bytes()) > 10


def test_anchors_evaluate_without_prefixes_when_the_file_has_a_namespace() -> None:
    """A default namespace and prefixed elements still give paths that lxml evaluates."""
    data = (
        b'<j:article xmlns:j="urn:j" xmlns="urn:d"><j:front/><j:body><j:p>One <j:b>two</j:b></j:p>'
        b"<p>Three</p></j:body></j:article>"
    )
    article = read_jats(data, "a.xml")
    assert _check_anchors(article, data) == 2
    assert _paragraph(article, 1) == "Three"


def test_shadow_has_the_length_of_the_text(trial: Article) -> None:
    """Offsets mean the same in text and shadow."""
    assert len(trial.text) == len(trial.shadow)


def test_facts_of_the_article_are_read(trial: Article, old: Article) -> None:
    """Title, doi and year come from the front matter of both forms."""
    assert (trial.title, trial.doi, trial.year) == (
        "Home exercise after stroke: a made-up trial", "10.9999/made.up.1", "2019",
    )  # fmt: skip
    assert (old.title, old.doi, old.year) == ("A made-up survey of sleep", "10.9999/old.1", "2003")


def test_abstracts_and_sections_are_told_apart(trial: Article) -> None:
    """The abstract keeps its own headings; a summary for readers is named as one."""
    sections = [b.section for b in trial.blocks if b.kind == "abstract"]
    assert sections == [("Abstract", "Results"), ("Summary",)]
    falls = [b for b in trial.blocks if b.section == ("Results", "Falls") and b.kind == "paragraph"]
    assert len(falls) == 4


def test_a_table_inside_a_paragraph_interrupts_it_and_is_read_once(trial: Article) -> None:
    """The paragraph has two pieces, and no cell stands in it."""
    block = next(b for b in trial.blocks if len(b.pieces) == 2 and b.kind == "paragraph")
    text = " ".join(trial.view(block.pieces).text.split())
    assert text == "Before the table and after the table the sentence goes on."
    assert trial.text.count("Any fall") == 1


def test_middle_dots_and_thin_spaces_are_plain_in_the_shadow_only(trial: Article) -> None:
    """0·71 reads 0.71 in the shadow; the quote keeps what is printed."""
    at = trial.shadow.index("OR 0.71, 95% CI 0.52-0.97")
    assert trial.text[at : at + 7] == "OR 0\u00b771"


def test_citations_are_expanded_and_blanked(trial: Article) -> None:
    """A superscript range and a bracketed list give their numbers and leave the numbers clean."""
    assert [c.refs for c in trial.citations] == [("1", "2", "3"), ("2", "4")]
    opening = _paragraph(trial)
    assert "common.    " in opening and "helps      ." in opening
    assert "10-8" in opening  # an exponent is no citation


def test_footnote_marks_leave_the_number_clean(trial: Article) -> None:
    """The b of 0.65b is a mark that points to its note; the number stands alone."""
    table = trial.tables[0]
    cell = next(c for c in table.cells if c.row == 3 and c.column == 3)
    assert trial.view(cell.pieces).text.split() == ["0.65", "(0.39,", "1.08)"]
    assert dict(table.notes)["b"] == 1 and dict(table.notes)["a"] == 0
    assert any(m.kind == "note" and trial.quote(m.span) == "b" for m in trial.marks)


def test_a_line_break_in_a_cell_separates_its_pieces(trial: Article) -> None:
    """0.51<break/>(0.24 ...) is read with a space between, though the file has none."""
    cell = next(c for c in trial.tables[0].cells if c.row == 4 and c.column == 3)
    assert len(cell.pieces) == 2
    assert trial.view(cell.pieces).text == "0.51 (0.24 to 1.10)"


def test_spans_of_a_two_row_head_are_expanded(trial: Article) -> None:
    """Head cells that span rows and columns fill the grid; every body row is kept."""
    table = trial.tables[0]
    grid = table.grid()
    assert (table.rows, table.columns, table.header_rows) == (5, 5, 2)
    assert grid[0][0] is grid[1][0] and grid[0][1] is grid[0][2]
    assert trial.view(grid[1][2].pieces).text == "Usual care (n = 118)"  # type: ignore[union-attr]


def test_tables_outside_the_body_images_and_several_in_a_wrap(trial: Article) -> None:
    """A picture says that it is one; each table of a wrap is a table with the same label."""
    assert [t.label for t in trial.tables] == ["Table 1", "Table 2", "Table 3", "Table 3"]
    assert [t.image for t in trial.tables] == [False, True, False, False]
    assert any("Table 2 is there only as an image" in p.message for p in trial.problems)


def test_references_give_numbers_authors_years_and_identifiers(
    trial: Article, old: Article
) -> None:
    """Tagged and plain citations and the older form are read."""
    first, second, third, _ = trial.references
    assert (first.number, first.authors, first.year) == ("1", ("Roe B", "Poe C"), "2001")
    assert (first.title, first.journal, first.doi, first.pmid) == (
        "A first study", "J Made", "10.9999/one", "111",
    )  # fmt: skip
    assert (second.number, second.year, second.doi) == ("2", "2002", "10.9999/two")
    assert third.authors == ("Third Group",)
    assert [(r.number, r.authors, r.year) for r in old.references] == [
        ("1", ("Roe B",), "1999"), ("2", ("Poe C",), "2000"),
    ]  # fmt: skip


def test_a_formula_leaves_its_linear_form(trial: Article) -> None:
    """One half has the text content 12; the mark says 1/2."""
    assert [m.target for m in trial.marks if m.kind == "formula"] == ["1/2"]


def test_the_older_form_is_read(old: Article) -> None:
    """BioMed Central's own elements: sections, table with ruler row, citations."""
    assert [b.section for b in old.blocks if b.kind == "abstract"] == [("Abstract", "Results")]
    table = old.tables[0]
    assert (table.label, table.rows, table.columns, table.header_rows) == ("Table 1", 3, 3, 1)
    assert old.citations[0].refs == ("1", "2")
    assert any(m.kind == "tableref" and m.target == "Table 1" for m in old.marks)


def test_named_entities_come_out_without_a_dtd() -> None:
    """&ndash; &middot; &nbsp; need no document type."""
    article = read_jats(_wrapped("<p>0&middot;5&ndash;0&middot;9&nbsp;mg &le; 3</p>"), "a.xml")
    assert _paragraph(article) == "0.5-0.9 mg ≤ 3"
    assert article.problems == ()


def test_unknown_and_external_entities_are_said_and_not_fetched() -> None:
    """The place stays as it is, and a sentence names the entity."""
    doctype = (
        '<!DOCTYPE article [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY co "Made &amp; Up">]>'
    )
    article = read_jats(_wrapped("<p>&x; by &co; and &huh;</p>", doctype=doctype), "a.xml")
    assert _paragraph(article) == "&x; by Made & Up and &huh;"
    said = " ".join(p.message for p in article.problems)
    assert "external entity &x; is not fetched" in said and "&huh;" in said
    assert "root:" not in article.text


def test_an_entity_bomb_is_refused_at_once() -> None:
    """Entities made of entities are not expanded; one sentence says so."""
    doctype = "<!DOCTYPE article [<!ENTITY a 'ha'>" + "".join(
        f"<!ENTITY a{k} '&a{k - 1 if k else ''};&a{k - 1 if k else ''};'>" for k in range(30)
    )
    began = time.monotonic()
    with pytest.raises(InputError, match="entity bomb"):
        read_jats(_wrapped("<p>&a29;</p>", doctype=doctype + "]>"), "bomb.xml")
    assert time.monotonic() - began < 1


def test_truncated_xml_gives_the_part_that_can_be_read() -> None:
    """What stands before the cut is read, and the damage is said with its line."""
    data = (FIXTURES / "trial.nxml").read_bytes()
    article = read_jats(data[: data.index(b"Injury, n")], "cut.xml")
    assert "The XML is damaged at line" in article.problems[0].message
    assert len(article.tables) == 1 and article.tables[0].rows >= 4
    assert "Any fall" in article.text


@pytest.mark.parametrize("cut", range(200, 6200, 150))
def test_no_cut_crashes(cut: int) -> None:
    """Wherever the file ends, there is an article or one sentence."""
    data = (FIXTURES / "trial.nxml").read_bytes()[:cut]
    try:
        article = read_jats(data, "cut.xml")
    except InputError as error:
        assert str(error).startswith("cut.xml: ") and str(error).endswith(".")
    else:
        assert len(article.text) == len(article.shadow)


@pytest.mark.parametrize(
    ("encoded", "declared", "said"),
    [
        ("utf-8", "iso-8859-1", "is UTF-8"),
        ("cp1252", "utf-8", "not in its declared encoding"),
        ("iso-8859-1", "iso-8859-1", ""),
        ("utf-16", "utf-16", ""),
        ("cp1252", "no-such-code", "unknown encoding"),
    ],
)
def test_a_wrong_encoding_declaration_is_seen_through(
    encoded: str, declared: str, said: str
) -> None:
    """The characters come out right, and a wrong declaration is said."""
    text = f'<?xml version="1.0" encoding="{declared}"?>' + _wrapped("<p>Café ± 3 µg</p>").decode()
    article = read_jats(text.encode(encoded), "a.xml")
    assert _paragraph(article) == "Café ± 3 µg"
    assert (said in " ".join(p.message for p in article.problems)) if said else not article.problems


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html><body><p>Hi</p></body></html>", "an HTML page"),
        (b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text/></TEI>', "a TEI document"),
        (b"<article><info><title>B</title></info><para>x</para></article>", "not a JATS article"),
        (b"<root/>", "root element <root>"),
        (b"", "empty"),
        (b"just words", "not XML"),
        (b"\x00\x01\x02\x03" * 50, "not XML"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_refused_in_a_sentence(data: bytes, words: str) -> None:
    """Another schema, an empty file, no XML at all: path, what it is, what to do."""
    with pytest.raises(InputError) as caught:
        read_jats(data, "in.xml")
    assert words in str(caught.value) and str(caught.value).startswith("in.xml: ")


def test_an_article_without_body_gives_what_is_there() -> None:
    """Title and abstract are read, and the missing body is said."""
    data = _wrapped("", front="<abstract><p>Short.</p></abstract>").replace(b"<body></body>", b"")
    article = read_jats(data, "a.xml")
    assert article.title == "T" and any(b.kind == "abstract" for b in article.blocks)
    assert any("no body" in p.message for p in article.problems)


def test_an_article_inside_an_archives_answer_is_found() -> None:
    """A wrapper element round the article does not hide it."""
    data = b"<pmc-articleset>" + _wrapped("<p>Here.</p>") + b"</pmc-articleset>"
    assert _paragraph(read_jats(data, "a.xml")) == "Here."


def test_overlapping_spans_give_a_grid_and_a_sentence() -> None:
    """A row span that reaches into a column span neither crashes nor loses a row."""
    table = (
        "<table-wrap><label>Table 1</label><table><tr><td>a</td><td rowspan='3'>b</td></tr>"
        "<tr><td colspan='2'>c</td></tr><tr><td>d</td></tr></table></table-wrap>"
    )
    article = read_jats(_wrapped(f"<sec><p>x</p>{table}</sec>"), "a.xml")
    assert article.tables[0].rows == 3 and len(article.tables[0].grid()) == 3
    assert any("overlap" in p.message for p in article.problems)


def test_nonsense_spans_are_clipped() -> None:
    """A span of a million rows or columns costs nothing."""
    table = (
        "<table-wrap><table><tr><td rowspan='1000000' colspan='1000000'>a</td><td>b</td></tr>"
        "<tr><td colspan='-3' rowspan='x'>c</td></tr></table></table-wrap>"
    )
    article = read_jats(_wrapped(f"<p>x</p>{table}"), "a.xml")
    assert article.tables[0].rows == 2 and article.tables[0].columns <= 1001


def test_deep_nesting_is_no_crash() -> None:
    """Elements nested thousands deep give an article or a sentence."""
    for depth in (200, 5000):
        data = _wrapped("<sec>" * depth + "<p>deep</p>" + "</sec>" * depth)
        try:
            read_jats(data, "deep.xml")
        except InputError as error:
            assert "deep.xml" in str(error)


def test_a_large_file_is_read_in_time() -> None:
    """Megabytes of paragraphs cost in proportion."""
    data = _wrapped("<p>Some words with 0.5 (0.3-0.9) in them. And more.</p>" * 60_000)
    began = time.monotonic()
    article = read_jats(data, "big.xml")
    assert len(article.blocks) == 60_001
    assert time.monotonic() - began < 30


def test_cdata_and_comments_do_not_shift_offsets() -> None:
    """A literal section keeps its ampersand, and a comment counts for nothing."""
    data = _wrapped("<p>a<!-- no &ndash; --><![CDATA[ &ndash; ]]>b</p>")
    article = read_jats(data, "a.xml")
    assert _paragraph(article) == "a &ndash; b"
    _check_anchors(article, data)


def test_author_year_citations_keep_their_words() -> None:
    """Only marks made of digits are blanked."""
    ref = "<ref id='r1'><mixed-citation>Roe 2001.</mixed-citation></ref>"
    back = f"<back><ref-list>{ref}</ref-list></back>"
    data = _wrapped("<p>As shown (<xref ref-type='bibr' rid='r1'>Roe, 2001</xref>).</p>")
    article = read_jats(data.replace(b"</body>", b"</body>" + back.encode()), "a.xml")
    assert "Roe, 2001" in _paragraph(article)
    assert article.citations[0].refs == ("1",)


def test_corpus_anchors_and_rows() -> None:
    """On real articles every anchor holds and no body row is lost."""
    corpus = os.environ.get("AUDIT_CORPUS")
    if not corpus:
        pytest.skip("AUDIT_CORPUS is not set; it names the folder with articles/ and gold/.")
    rows = 0
    for path in sorted(Path(corpus, "articles").iterdir())[::4]:
        data = path.read_bytes()
        article = read_jats(data, path.name)
        _check_anchors(article, data)
        parser = etree.XMLParser(resolve_entities=False, load_dtd=False)
        trees = etree.fromstring(data, parser).iter("{*}tr")
        printed = sum(1 for _ in trees)
        assert sum(t.rows for t in article.tables) == printed, path.name
        rows += printed
    assert rows > 1000


def test_span_of_a_table_holds_its_cells_and_notes(trial: Article) -> None:
    """What belongs to a table lies inside its span."""
    table = trial.tables[0]
    for cell in table.cells:
        for piece in cell.pieces:
            assert piece in table.span
    assert isinstance(table.span, Span) and all(p in table.span for p in table.caption)
