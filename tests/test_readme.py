"""The README says what is so: its quotes, lines, links and commands."""

from __future__ import annotations

import csv
import re

import pytest

from src.utils import paths

README = (paths.root() / "README.md").read_text(encoding="utf-8")
SOURCE = paths.default_article().read_text(encoding="utf-8")


def _plain(text: str) -> str:
    """Text without markup and with single spaces, as a reader sees it."""
    text = re.sub(r"</?[a-z]+>|\$", "", text)
    return re.sub(r"\s+", " ", text)


def _quotes() -> list[tuple[str, int]]:
    found = re.findall(r"“([^”]+)”[^“”]*?\(line (\d+)\)", README)
    assert found, "the README quotes nothing"
    return [(quote, int(line)) for quote, line in found]


@pytest.mark.parametrize(("quote", "line"), _quotes())
def test_quote_stands_where_the_readme_says(quote: str, line: int) -> None:
    """Every quoted finding stands word for word in the line that the README names."""
    printed = _plain(SOURCE.split("\n")[line - 1])
    for piece in _plain(quote).split(" … "):
        assert piece in printed


def test_links_lead_somewhere() -> None:
    """Every relative link of the README names a file of the repository."""
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        if "://" not in target:
            assert (paths.root() / target).exists(), target


def test_commands_exist() -> None:
    """Every make target that the README names is in the Makefile."""
    makefile = (paths.root() / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.M))
    for target in re.findall(r"\bmake ([a-z-]+)", README):
        assert target in targets, target


def test_counts_are_those_of_the_verdicts() -> None:
    """The numbers of errors, warnings, notes and agreements are those of ``verdicts.csv``."""
    folder = paths.article_dir(paths.default_article().name)
    with (folder / "verdicts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = re.search(
        r"(\d+) errors, (\d+) warnings and (\d+) notes, beside ([\d,]+) checks", README
    )
    assert found is not None
    severities = [sum(row["severity"] == s for row in rows) for s in ("error", "warning", "note")]
    assert [int(n) for n in found.groups()[:3]] == severities
    assert int(found[4].replace(",", "")) == sum(row["outcome"] == "agrees" for row in rows)
