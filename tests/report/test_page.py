"""The audit page as bytes: safe, the same twice, complete."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec

from src.utils.provenance.decisions import Decided, Decision
from src.utils.reading import read
from src.utils.record_json import coverage
from src.utils.records import Article, Audit, Block, Dossier, Evidence, Span, Verdict
from src.utils.report.page import render
from src.utils.report.prose import Painter, prose
from tests.provenance import made


class Elements(HTMLParser):
    """Collects elements with their attributes, as a browser would see them."""

    def __init__(self, text: str):
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep one element."""
        self.found.append((tag, dict(attrs)))


def test_same_audit_same_bytes() -> None:
    """Rendering twice gives the same text, and no path of this machine is in it."""
    first, second = render(made.audit(many=20)), render(made.audit(many=20))
    assert first == second
    assert str(Path.cwd()) not in first and str(Path.home()) + "/" not in first


def test_nothing_of_the_article_becomes_markup() -> None:
    """The article's tags, handlers, links and template signs stand in the page as text."""
    page = render(made.audit())
    found = Elements(page).found
    assert [a.get("id") or a.get("type") for t, a in found if t == "script"] == ["data", None]
    assert not [a for _, a in found if any(k.startswith("on") for k in a)]
    assert not [t for t, _ in found if t in ("iframe", "object", "embed", "link", "base", "img")]
    addresses = [a["href"] or "" for t, a in found if t == "a" and "href" in a]
    assert all(x.startswith(("#", "https://doi.org/")) for x in addresses)
    assert "&lt;script&gt;window.hacked=1&lt;/script&gt;" in page
    assert "{{ 7*7 }}" in html.unescape(re.sub(r"<[^>]+>", "", page))


def test_data_cannot_end_its_element() -> None:
    """The JSON for the script holds no tag, whatever the article says."""
    page = render(made.audit(many=3))
    block = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert block and "<" not in block[1] and ">" not in block[1] and "&" not in block[1]
    data = json.loads(block[1])
    assert data["numbers"]["n-0000000000"][2] == "1"


def test_policy_allows_only_the_pages_own_script_and_style() -> None:
    """The policy forbids every request; its hashes are those of the two elements."""
    page = render(made.audit())
    policy = next(
        a["content"] or ""
        for t, a in Elements(page).found
        if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy
    style = re.search(r"<style>(.*?)</style>", page, re.S)
    script = re.search(r"<script>(.*?)</script>", page, re.S)
    for match in (style, script):
        assert match
        digest = base64.b64encode(hashlib.sha256(match[1].encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert not [a for _, a in Elements(page).found if "style" in a]


def test_every_verdict_and_number_has_its_link() -> None:
    """Each verdict's and number's id stands in the page exactly once."""
    audit = made.audit(many=50)
    ids = [a["id"] for _, a in Elements(render(audit)).found if "id" in a]
    assert len(ids) == len(set(ids))
    assert {v.id for v in audit.verdicts} <= set(ids)
    assert {n.id for n in audit.dossier.numbers} <= set(ids)


def test_summary_has_denominators() -> None:
    """Counts of the page are those of the audit."""
    audit = made.audit(many=20)
    text = html.unescape(re.sub(r"<[^>]+>", " ", render(audit)))
    text = re.sub(r"\s+", " ", text)
    # two findings by hand and two of the twenty; eighteen agree
    assert "4 of 22 comparisons" in text and "18 agree" in text
    seen = coverage(audit)
    assert f"{seen['numbers_seen']} numbers seen, {seen['results']} results read" in text


def test_nothing_checked_is_no_clean_bill() -> None:
    """An article without a verdict does not look as if all were well."""
    audit = made.audit()
    page = render(Audit(audit.article, Dossier(audit.article), ()))
    assert "Nothing in this article could be checked" in page


def test_tables_are_tables() -> None:
    """The article's table stands as a table with its headings, cells and numbers."""
    page = render(made.audit())
    table = page[page.index('id="t-0"') :]
    table = table[: table.index("</section>")]
    assert table.count("<tr>") == 3
    assert re.search(r'<th scope="col">\s*Stroke\s*</th>', table)
    assert 'class="n"' in table


def test_tables_that_share_a_caption() -> None:
    """Two tables under one caption keep every id of the page unique and are told apart."""
    audit = made.audit()
    table = audit.article.tables[0]
    twice = msgspec.structs.replace(
        audit.article, tables=(table, msgspec.structs.replace(table, cells=()))
    )
    page = render(Audit(twice, audit.dossier, audit.verdicts))
    ids = [a["id"] for _, a in Elements(page).found if "id" in a]
    assert len(ids) == len(set(ids))
    assert "Table 1, part 2" in page


def test_evidence_outside_of_every_block_is_shown() -> None:
    """Evidence that the reader put into no block still has its place on the page."""
    audit = made.audit()
    old = audit.article
    bare = Article(old.path, old.format, old.sha256, old.text, old.shadow, blocks=old.blocks[:1])
    page = render(Audit(bare, Dossier(bare), audit.verdicts))
    start = audit.verdicts[0].evidence[0].span.start
    assert "Elsewhere in the file" in page and f'data-a="{start}"' in page


def test_visible_text_is_the_articles() -> None:
    """Rendered without tags, a block reads as it is printed: nothing lost, nothing added."""
    audit = made.audit()
    paint = Painter(audit.article, audit.dossier.numbers, audit.verdicts)
    text = html.unescape(re.sub(r"<[^>]+>", "", str(prose(audit.article, paint))))
    assert "0.57 (95% CI 0.45-0.72)[1], and mortality was 12.4% vs. 15.1%, P = 0.03" in text


def test_marks_of_direction_cannot_reorder_the_page() -> None:
    """A character that turns the direction of writing is shown as a sign of its own."""
    text = "Risk 0.57\u202e54.0 end"
    span = Span(0, len(text))
    article = Article(
        "x.md", "markdown", "0" * 64, text, text, blocks=(Block("paragraph", (span,)),)
    )
    page = render(Audit(article, Dossier(article), ()))
    assert "\u202e" not in page and "\ufffd" in page


def test_decisions_are_shown() -> None:
    """A decided verdict carries badge, reviewer and reason; vanished ones are listed."""
    decided = Decided(
        {"v-0000000001": Decision("v-0000000001", "dismiss", "A. Reader", "2026-11-20", "a <b>")},
        (Decision("v-00000000ff", "confirm", "B", "2026-11-19", check="CI03", line=9),),
        path="decisions/made.yml",
    )
    page = html.unescape(render(made.audit(), decisions=decided))
    assert "Dismissed</b> by A. Reader, 2026-11-20: a <b>" in page
    assert "decisions/made.yml, line 9" in page and "v-00000000ff" in page


def test_figures_are_images_with_their_rows(tmp_path: Path) -> None:
    """A figure stands as an image inside the file; ids in its rows lead to the evidence."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>window.hacked=1</script></svg>'
    (tmp_path / "forest.svg").write_text(svg)
    (tmp_path / "forest.csv").write_text("study,result\n<i>Berg</i>,r-0000000001\n")
    page = render(made.audit(), tmp_path)
    images = [a for t, a in Elements(page).found if t == "img"]
    assert len(images) == 1 and (images[0]["src"] or "").startswith("data:image/svg+xml;base64,")
    assert images[0]["alt"]
    assert '<a href="#r-0000000001">' in page and "<i>Berg" not in page
    assert svg not in page


def test_page_of_an_xml_article(tmp_path: Path) -> None:
    """An XML article outside of the project: sections instead of lines, no path of the machine."""
    path = tmp_path / "trial.xml"
    path.write_text(
        "<article><front><article-meta><title-group><article-title>A trial</article-title>"
        "</title-group></article-meta></front><body><sec><title>Findings &amp; more</title>"
        "<p>The hazard ratio was 0.57 <italic>(95% CI 0.45&#8211;0.72)</italic>.</p></sec></body>"
        "</article>"
    )
    article = read(path)
    start = article.text.index("0.57")
    verdict = Verdict(
        "v-00000000aa", "CI03", "interval-not-symmetric", "differs", "note", "Odd.",
        evidence=(Evidence("estimate", Span(start, start + 4)),),
    )  # fmt: skip
    page = render(Audit(article, Dossier(article), (verdict,)))
    assert "text, section “Findings &amp; more”" in page
    assert "<i>(95% CI 0.45–0.72)</i>" in page
    assert str(tmp_path) not in page and "trial.xml" in page


def test_primary_publication_is_quoted() -> None:
    """What the primary publication reports stands with the verdict about the same endpoint."""
    page = render(made.audit())
    card = page[page.index('id="v-0000000001"') :]
    card = card[: card.index("</details>")]
    assert "stroke, HR 0.57 (95% CI 0.45 to 0.72), P &lt; 0.001" in card
    assert "stands for 0.565 to 0.575" in card
