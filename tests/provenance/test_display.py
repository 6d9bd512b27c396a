"""Records show themselves in a notebook: escaped, the same every time, quotes highlighted."""

from __future__ import annotations

import html
import shutil
from pathlib import Path

import pytest

from src.utils import display
from src.utils.provenance.decisions import Decided, Decision
from tests.provenance import made


def test_verdict_highlights_its_quotes() -> None:
    """Every quote stands highlighted in the words around it."""
    audit = made.audit()
    shown = str(display.verdict_html(audit.verdicts[0], audit))
    assert shown.count("<mark>") == 2
    assert "<mark>0.57</mark>" in shown and "<mark>0.45</mark>" in shown
    assert "sqrt(0.45 × 0.72) = 0.569" in shown
    assert "Table 1, line 17" in shown


@pytest.mark.parametrize("what", ["verdict", "result", "article", "audit"])
def test_nothing_of_the_article_becomes_markup(what: str) -> None:
    """Titles, messages and contexts with tags are shown as text, the same twice."""
    audit = made.audit()
    make = {
        "verdict": lambda: display.verdict_html(audit.verdicts[1], audit),
        "result": lambda: display.result_html(audit.dossier.results[0], audit),
        "article": lambda: display.article_html(audit.article),
        "audit": lambda: display.audit_html(audit),
    }[what]
    shown = str(make())
    assert shown == str(make())
    assert "<script" not in shown and "<img" not in shown and "<b>the centre" not in shown


def test_audit_shows_denominators() -> None:
    """Counts by family stand with what was seen and decided."""
    shown = html.unescape(str(display.audit_html(made.audit())))
    assert "2 results, 2 decided: 1 error, 1 warning, 1 cannot say, 1 failed" in shown
    assert "CI an estimate and its interval" in shown


def test_formatters_are_installed() -> None:
    """In IPython a bare verdict, result, article or audit is displayed as HTML."""
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    try:
        audit = made.audit()
        display.install(audit)
        assert shell.display_formatter is not None
        formatter = shell.display_formatter.formatters["text/html"]
        for record in (audit, audit.article, audit.verdicts[0], audit.dossier.results[0]):
            shown = formatter(record)
            assert shown and shown.startswith("<div")
        assert "<mark>0.57</mark>" in formatter(audit.verdicts[0])
    finally:
        InteractiveShell.clear_instance()


def test_decision_stands_with_its_verdict() -> None:
    """What a reviewer decided is shown with the verdict, as text."""
    audit = made.audit()
    one = Decision("v-0000000001", "dismiss", "A. Reader", "2026-11-20", "a <b> copy")
    display.install(audit, Decided({"v-0000000001": one}))
    try:
        shown = str(display.verdict_html(audit.verdicts[0], audit))
        assert "<b>dismiss</b> by A. Reader, 2026-11-20: a &lt;b&gt; copy" in shown
        assert "A. Reader" not in str(display.verdict_html(audit.verdicts[1], audit))
    finally:
        display.install(audit)


def test_table_is_escaped_and_complete() -> None:
    """Cells and headings are text, and empty tables still have a heading."""
    rows = [{"a<b": "<i>1</i>", "c": 2}]
    shown = display.Sortable(rows)._repr_html_()
    assert "&lt;i&gt;1&lt;/i&gt;" in shown and "a&lt;b" in shown
    assert "<thead" in str(display.table_html([], ["x"]))


BROWSER = next((p for p in map(shutil.which, ("chromium", "chromium-browser")) if p), None)


@pytest.mark.skipif(BROWSER is None, reason="no chromium here: sorting needs Debian's chromium")
def test_table_sorts_in_a_browser(tmp_path: Path) -> None:
    """Choosing a heading sorts numbers as numbers, a second time the other way round."""
    from playwright.sync_api import sync_playwright

    rows = [{"study": s, "n": n} for s, n in (("Berg", "10"), ("Dahl", "9.5"), ("Aas", "100"))]
    file = tmp_path / "table.html"
    file.write_text(f"<meta charset=utf-8>{display.table_html(rows)}")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(file.as_uri())

        def column(k: int) -> list[str]:
            found: list[str] = page.evaluate(
                f"[...document.querySelectorAll('tbody tr')].map(r => r.cells[{k}].textContent)"
            )
            return found

        page.click("th >> nth=1")
        assert column(1) == ["9.5", "10", "100"]
        page.click("th >> nth=1")
        assert column(1) == ["100", "10", "9.5"]
        page.focus("th >> nth=0")
        page.keyboard.press("Enter")
        assert column(0) == ["Aas", "Berg", "Dahl"]
        browser.close()
