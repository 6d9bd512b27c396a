"""Checks on tables whose groups have several columns each, which only JATS can print."""

from __future__ import annotations

from pathlib import Path

from src.utils import pipeline
from src.utils.checks.partitions import opposite
from src.utils.checks.same_words import _slip

TABLE = """<article><front><article-meta><title-group><article-title>Bleeding after valve
surgery</article-title></title-group></article-meta></front><body><sec><title>Results</title>
<p>Bleeding is shown in Table 1.</p>
<table-wrap id="t1"><label>Table 1</label><caption><p>Bleeding, n (%)</p></caption><table>
<thead><tr><th rowspan="2">Site</th><th colspan="3">Warfarin</th><th colspan="3">Aspirin</th></tr>
<tr><th>Minor</th><th>Major</th><th>Fatal</th><th>Minor</th><th>Major</th><th>Fatal</th></tr>
</thead><tbody>
<tr><td>Gut</td><td>40 (19%)</td><td>12 (6%)</td><td>{fatal} (&lt;1%)</td>
<td>95 (17%)</td><td>29 (5%)</td><td>3 (&lt;1%)</td></tr>
<tr><td>Brain</td><td>9 (4%)</td><td>8 (4%)</td><td>1 (&lt;1%)</td>
<td>12 (2%)</td><td>9 (2%)</td><td>2 (&lt;1%)</td></tr>
</tbody></table></table-wrap></sec></body></article>"""


def _differing(tmp_path: Path, fatal: str) -> list[str]:
    path = tmp_path / "article.xml"
    path.write_text(TABLE.format(fatal=fatal), encoding="utf-8")
    verdicts = pipeline.audit(path).verdicts
    return [v.message for v in verdicts if v.check == "PR17" and v.outcome == "differs"]


def test_the_row_of_a_group_bounds_its_size(tmp_path: Path) -> None:
    """40 (19%) and 12 (6%) are of 216 at most, in which 3 are more than 1 %."""
    told = _differing(tmp_path, "3")
    assert len(told) == 1
    assert "Gut: 3 of at most 216" in told[0]


def test_one_of_few_hundred_is_below_one_percent(tmp_path: Path) -> None:
    """One of at most 216 is below 1 %."""
    assert _differing(tmp_path, "1") == []


def test_two_sides_of_a_limit_are_opposites() -> None:
    """The same words with the two sides of one limit leave nobody out; other limits do."""
    assert opposite(("Ferritin < 15 µg/L", "Ferritin ≥ 15 µg/L"))
    assert not opposite(("Ferritin < 15 µg/L", "Ferritin ≥ 30 µg/L"))
    assert not opposite(("Ferritin < 15 µg/L", "Iron ≥ 15 µg/L"))


def test_a_slip_keeps_length_and_point() -> None:
    """222 and 282 are a slip apart; 87.7 and 88 are a rounding, 1.23 and 12.3 another matter."""
    assert _slip("222", "282")
    assert not _slip("87.7", "88")
    assert not _slip("1.23", "12.3")
