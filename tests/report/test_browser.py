"""The audit page in a real browser: filtering, choosing, links, keys, and no request."""

from __future__ import annotations

import importlib.resources
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from src.utils.report.page import render
from tests.provenance import made

BROWSER = next((p for p in map(shutil.which, ("chromium", "chromium-browser")) if p), None)
pytestmark = pytest.mark.skipif(
    BROWSER is None, reason="no chromium here: the browser tests need Debian's chromium"
)

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless browser with an empty profile."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        one = play.chromium.launch(
            executable_path=BROWSER, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield one
        one.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of the small article, and one with 2,000 verdicts."""
    folder = tmp_path_factory.mktemp("page")
    figures = folder / "figures"
    figures.mkdir()
    (figures / "forest.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
        '<image href="https://example.org/x.png"/><script>window.hacked=1</script></svg>'
    )
    (figures / "forest.csv").write_text("study,result\nBerg,r-0000000001\n")
    out = {}
    for name, many in (("small", 0), ("large", 1996)):
        out[name] = folder / f"{name}.html"
        out[name].write_text(render(made.audit(many=many), figures), encoding="utf-8")
    return out


@pytest.fixture
def show(browser: Any, files: dict[str, Path]) -> Iterator[Open]:
    """Open a page; afterwards no error, no request and no injected script may have happened."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    requests: list[str] = []
    errors: list[str] = []
    page.on("request", lambda r: requests.append(r.url))
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)

    def visit(name: str = "small", fragment: str = "", **size: int) -> Any:
        if size:
            page.set_viewport_size(size)
        page.goto(files[name].as_uri() + fragment)
        page.wait_for_selector("html[data-settled]", state="attached")
        return page

    yield visit
    assert errors == []
    assert [u for u in requests if not u.startswith(("file:", "data:"))] == []
    assert page.evaluate("window.hacked") is None
    context.close()


def visible(page: Any) -> list[str]:
    """Ids of the verdicts that are shown, in order."""
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('#cards > .v:not([hidden])')].map(c => c.id)"
    )
    return found


def marked(page: Any, name: str = "on") -> list[tuple[str, str]]:
    """Text and pane of the marked pieces."""
    found = page.evaluate(
        f"[...document.querySelectorAll('[data-a].{name}')]"
        ".map(p => [p.textContent, p.closest('.pane').id])"
    )
    return [tuple(one) for one in found]


def in_view(page: Any, selector: str) -> bool:
    """Whether an element is inside its own pane and the window."""
    inside: bool = page.evaluate(
        """s => { const e = document.querySelector(s), r = e.getBoundingClientRect(),
        b = e.closest('.pane, .cards').getBoundingClientRect();
        return r.top >= Math.max(b.top, 0) - 1 &&
          r.bottom <= Math.min(b.bottom, innerHeight) + 1; }""",
        selector,
    )
    return inside


def test_what_differs_is_shown_first(show: Open) -> None:
    """The page opens with what differs, loudest first; what agrees is one choice away."""
    page = show()
    assert visible(page)[-2:] == ["v-0000000001", "v-0000000002"]
    page.check("[name=tone][value='cannot say']", force=True)
    assert "v-0000000003" in visible(page)


def test_filters(show: Open) -> None:
    """Severity, family, check, study and words narrow the list, and the count says so."""
    page = show("large")
    page.uncheck("[name=tone][value=note]", force=True)
    assert set(visible(page)) == {"v-0000000001", "v-0000000002", "v-0000000004"}
    page.check("[name=tone][value=agrees]", force=True)
    page.select_option("#f-family", "PV")
    assert all(
        page.evaluate("id => document.getElementById(id).dataset.check", k) == "PV01"
        for k in visible(page)[:20]
    )
    page.select_option("#f-study", "Study 8")
    count = len(visible(page))
    assert 0 < count < 40
    assert page.inner_text("#shown").startswith(f"{count} of 2000")
    page.fill("#q", "no such words")
    assert visible(page) == [] and page.is_visible("#empty")
    page.click("#reset")
    assert len(visible(page)) == 2000


def test_search_finds_numbers_and_study(show: Open) -> None:
    """All words of a search must stand in the verdict, its quotes included."""
    page = show()
    page.fill("#q", "berg 0.57 text")
    assert visible(page) == ["v-0000000001"]


def test_family_button_filters(show: Open) -> None:
    """Choosing a family in the summary shows its verdicts only."""
    page = show("large")
    page.click("button.family[data-family=CI]")
    checks = page.evaluate(
        "[...document.querySelectorAll('#cards > .v:not([hidden])')].map(c => c.dataset.check)"
    )
    assert checks and all(c.startswith("CI") for c in checks)


def test_choosing_a_verdict_marks_text_and_table(show: Open) -> None:
    """Both places of a finding are marked and both panes scroll to them."""
    page = show(height=500, width=1440)
    page.click("#v-0000000001 > summary")
    assert sorted(marked(page)) == [("0.45", "tables"), ("0.57", "text")]
    page.wait_for_function("() => location.hash === '#v-0000000001'")
    page.wait_for_timeout(50)
    assert in_view(page, "#text [data-a].on") and in_view(page, "#tables [data-a].on")
    page.click("#v-0000000001 > summary")
    assert marked(page) == []


def test_evidence_button_leads_to_its_place(show: Open) -> None:
    """A printed number in the verdict leads to that number in the article."""
    page = show()
    page.click("#v-0000000001 > summary")
    page.click("#v-0000000001 .go >> nth=1")
    assert marked(page, "at") == [("0.45", "tables")]


def test_link_to_a_verdict(show: Open) -> None:
    """A link opens its verdict and marks its evidence, also one that a filter would hide."""
    page = show("small", "#v-0000000003")
    assert page.evaluate("document.getElementById('v-0000000003').open")
    assert marked(page) == [("0.81", "tables")]
    assert in_view(page, "#v-0000000003 > summary")
    assert (
        abs(page.evaluate("document.getElementById('desk').getBoundingClientRect().top") - 44) < 4
    )


def test_link_to_a_number(show: Open) -> None:
    """A link to a number shows where it came from and everything said about it."""
    audit = made.audit()
    span = audit.verdicts[0].evidence[1].span
    number = next(n.id for n in audit.dossier.numbers if n.num.span == span)
    page = show("small", f"#{number}")
    said = page.inner_text("#inspector")
    assert "0.45 — estimate" in said and "Table 1, line 17" in said
    assert "The hazard ratio for stroke is 0.57" in said and "CI03" in said
    assert "linked by both" in said


def test_choosing_a_number(show: Open) -> None:
    """A click on a number of the article opens what is said about it; Escape closes it."""
    page = show()
    page.click("#tables td a.n >> nth=1")
    assert page.is_visible("#inspector")
    assert page.evaluate("location.hash").startswith("#n-")
    page.keyboard.press("Escape")
    assert not page.is_visible("#inspector")


def test_row_of_a_figure_leads_to_the_result(show: Open) -> None:
    """An id in a figure's rows leads to the printed result."""
    page = show()
    page.click("#fig-forest details summary")
    page.click("#fig-forest a")
    assert "Result r-0000000001" in page.inner_text("#inspector")
    assert marked(page, "peek") == [("0.57", "text")]


def test_keys(show: Open) -> None:
    """The list, the evidence, the search and the numbers are reached without a mouse."""
    page = show()
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.parentElement.id")
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.parentElement.id")
    assert [first, second] == visible(page)[:2]
    page.keyboard.press("k")
    assert page.evaluate("document.querySelector('.v.chosen').id") == first
    page.click("#v-0000000001 > summary")
    page.keyboard.press("e")
    assert marked(page, "at") == [("0.57", "text")]
    page.keyboard.press("e")
    assert marked(page, "at") == [("0.45", "tables")]
    page.keyboard.press("]")
    assert page.evaluate("document.activeElement.className") == "n"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("j")
    assert page.input_value("#q") == "j"


def test_single_keys_can_be_turned_off(show: Open) -> None:
    """Whoever dictates or uses a screen reader can turn the single keys off."""
    page = show()
    page.keyboard.press("?")
    assert page.is_visible("#help")
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.evaluate("document.querySelector('.v.chosen')") is None


def test_names_for_screen_readers(show: Open) -> None:
    """Landmarks, panes, controls and images have names; severity is said in words."""
    page = show()
    assert page.evaluate("document.querySelectorAll('main, nav').length") == 2
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll('section, [role=region], nav, aside, dialog')]
        .filter(e => !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby'))
        .map(e => e.outerHTML.slice(0, 60))"""
    )
    assert unnamed == []
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, input, select')].filter(e =>
        !e.textContent.trim() && !e.getAttribute('aria-label') && !e.closest('label'))
        .map(e => e.outerHTML.slice(0, 60))"""
    )
    assert nameless == []
    assert page.evaluate("document.querySelector('#v-0000000001 summary').textContent").startswith(
        "Error: "
    )
    assert page.get_attribute("#shown", "aria-live") == "polite"


def test_injected_script_stays_text(show: Open) -> None:
    """The article's script, handler and link are there to read and do nothing."""
    page = show()
    assert "<script>window.hacked=1</script>" in page.inner_text("#text")
    assert page.evaluate("document.querySelectorAll('#article img, #article script').length") == 0


def test_narrow_screen(show: Open) -> None:
    """On a telephone nothing is cut off sideways, and one comes back from the evidence."""
    page = show("small", width=390, height=800)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click("#v-0000000001 > summary")
    page.click("#v-0000000001 .go >> nth=1")
    page.wait_for_timeout(50)
    assert in_view(page, "#tables [data-a].at")
    page.click("#back")
    page.wait_for_timeout(50)
    assert page.evaluate("document.activeElement.parentElement.id") == "v-0000000001"


def test_print_opens_what_differs(show: Open) -> None:
    """Printed, the findings are open with their arithmetic and the controls are gone."""
    page = show()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.is_visible("#v-0000000001 .steps") and not page.is_visible("#filters")
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not page.evaluate("document.getElementById('v-0000000001').open")


def contrast(page: Any, selector: str) -> float:
    """The WCAG contrast of an element's text against what is behind it."""
    ratio: float = page.evaluate(
        """s => { const e = document.querySelector(s);
        const rgb = c => c.match(/[\\d.]+/g).map(Number);
        const lum = c => { const [r, g, b] = rgb(c).map(v => v / 255)
          .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
          return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
        const clear = x => getComputedStyle(x).backgroundColor === 'rgba(0, 0, 0, 0)';
        let b = e; while (b && clear(b)) b = b.parentElement;
        const x = lum(getComputedStyle(e).color);
        const y = lum(getComputedStyle(b || document.body).backgroundColor);
        return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05); }""",
        selector,
    )
    return ratio


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(show: Open, scheme: str) -> None:
    """Text, quiet text, links and marked numbers can be read in light and dark."""
    page = show()
    page.emulate_media(color_scheme=scheme)
    page.click("#v-0000000001 > summary")
    page.mouse.move(5, 5)
    for selector in (
        "#h-summary",
        ".meta",
        ".line1",
        ".line2",
        ".msg",
        ".go .at",
        ".iv",
        "#text p",
        "[data-a].on",
        ".bar a",
        ".steps .key",
    ):
        assert contrast(page, selector) >= 4.5, selector


def test_two_thousand_verdicts_are_fast(show: Open) -> None:
    """Filtering, searching and choosing answer within the blink of an eye."""
    page = show("large")
    assert page.evaluate("document.querySelectorAll('#cards > .v').length") == 2000
    spent = page.evaluate(
        """() => { const out = {}, time = (name, f) => {
          const t = performance.now(); f(); document.body.offsetHeight;
          out[name] = performance.now() - t; };
        const q = document.getElementById('q');
        const type = (s) => { q.value = s; q.dispatchEvent(new Event('input', {bubbles: true})); };
        time('filter', () => document.querySelector('[name=tone][value=agrees]').click());
        time('search', () => type('12.4'));
        time('again', () => type('12.45'));
        type('');
        time('choose', () => document.querySelector('#v-0000000001 > summary').click());
        return out; }"""
    )
    # generous, because the machine is shared; the first search collects the text of all verdicts
    assert max(spent.values()) < 1500, spent


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessibility_rules(browser: Any, files: dict[str, Path], scheme: str) -> None:
    """axe-core finds nothing against WCAG 2.2 AA or good practice, with a verdict and a number."""
    source = importlib.resources.files("axe_playwright_python") / "axe.min.js"
    # the page's policy would refuse the examiner's script
    context = browser.new_context(bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(files["small"].as_uri())
    page.wait_for_selector("html[data-settled]", state="attached")
    page.click("#v-0000000001 > summary")
    page.click("#tables a.n >> nth=1")
    page.evaluate(source.read_text(encoding="utf-8"))
    found = page.evaluate(
        """axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
        'best-practice']}).then(r => r.violations.map(v => [v.id, v.nodes[0].html]))"""
    )
    assert found == []
    context.close()
