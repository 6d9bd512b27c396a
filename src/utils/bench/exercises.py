"""`make bench-exercises`: reports written for the project, with planted disagreements.

What is counted: planted disagreements that a loud verdict (error or warning) touches; loud
verdicts between text and table that touch none of them; and, where a folder lists pairs of a
statement and a cell, those that one verdict lays beside each other: pairs that agree
(`agree.jsonl`), statements worked out from cells or put in words (`derived.jsonl`), and look-alikes
of different quantities, of which no loud verdict may speak (`traps.jsonl`). Needs no corpus.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from src.utils import paths
from src.utils.bench.gold_pairs import LOUD, audited, lines, touches
from src.utils.bench.gold_places import Located
from src.utils.bench.scores import Rate
from src.utils.records import Span, Verdict

FOLDER = paths.root() / "tests" / "gold" / "exercises"


def planted(folder: Path) -> dict[str, list[dict[str, str]]]:
    """What was planted, by the name of the article's file."""
    import yaml

    text = (folder / "planted.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text) or {}


def places(located: Located, words: str) -> list[Span]:
    """Where words of a report stand, in the text or in a table; they must stand there."""
    found = [*located.quotes(words), *located.quotes(words, ("table",))]
    if not found:
        raise ValueError(f"{located.path.name} does not print {words!r}; correct the list of words")
    return found


def folders(folder: Path) -> list[Path]:
    """The folder and those in it that list planted disagreements of their own."""
    return [folder, *sorted(p.parent for p in folder.glob("*/planted.yml"))]


def reports(folder: Path) -> list[Path]:
    """The reports of one folder."""
    found = (p for p in folder.iterdir() if p.suffix in (".md", ".xml"))
    return sorted(p for p in found if p.name != "README.md")


def measure(folder: Path = FOLDER) -> list[Rate]:
    """Planted disagreements found, articles without a false alarm, agreeing pairs linked."""
    found = Rate("planted disagreements found loudly")
    quiet = Rate("articles without another loud TT verdict")
    linked = Rate("agreeing pairs of text and cell in one verdict")
    derived = Rate("statements worked out from cells, in one verdict")
    listed = planted(folder)
    for path in reports(folder):
        one = audited(path)
        loud = [v for v in one.audit.verdicts if v.outcome == "differs" and v.severity in LOUD]
        meant: list[Span] = []
        for item in listed.get(path.name, ()):
            spans = places(one.located, item["text"])
            meant += spans
            hit = any(touches(v, spans) for v in loud)
            found.add(hit, f"{path.stem} {item['text']!r} ({item['where']})")
        others = [v for v in loud if v.check.startswith("TT") and not touches(v, meant)]
        quiet.add(not others, f"{path.stem}{_said(others)}")
    trapped = Rate("look-alikes without an alarm")
    for item in lines(folder / "traps.jsonl"):
        alarmed = [v for v in _of_both(folder, item) if v.outcome == "differs"]
        loud = [v for v in alarmed if v.severity in LOUD]
        trapped.add(not loud, f"{_pair(item)}{_said(loud)}")
    for item in lines(folder / "agree.jsonl"):
        shown = any(v.check.startswith("TT") for v in _of_both(folder, item))
        linked.add(shown, _pair(item))
    for item in lines(folder / "derived.jsonl"):
        derived.add(bool(_of_both(folder, item)), _pair(item))
    return [found, quiet, *(rate for rate in (linked, derived, trapped) if rate.total)]


def _of_both(folder: Path, item: dict[str, str]) -> list[Verdict]:
    """The verdicts that say something of both the statement and the cell."""
    one = audited(folder / item["article"])
    texts = one.located.quotes(item["text"])
    cells = [
        p
        for t in one.audit.article.tables
        for c in t.cells
        if _dense("".join(one.audit.article.quote(p) for p in c.pieces)) == _dense(item["cell"])
        for p in c.pieces
    ]
    return [
        v
        for v in one.audit.verdicts
        if v.outcome != "cannot say" and touches(v, texts) and touches(v, cells)
    ]


def _pair(item: dict[str, str]) -> str:
    return f"{item['article']} {item['text'][-120:]!r} | {item['cell']!r}"


def _dense(text: str) -> str:
    return "".join(text.split())


def _said(verdicts: list[Verdict]) -> str:
    return "".join(f" [{v.check} {v.message}]" for v in verdicts)


def main(arguments: list[str] | None = None) -> int:
    """Print the rates and every miss, folder by folder."""
    parser = argparse.ArgumentParser(prog="bench-exercises", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    options = parser.parse_args(arguments)
    for folder in folders(options.folder):
        print(folder.name)
        for rate in measure(folder):
            print(rate.row())
            for miss in rate.misses:
                print(f"  {miss}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
