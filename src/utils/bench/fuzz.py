"""Damaged copies of articles: each is audited or refused with a sentence, and none takes for ever.

What belongs here: random damage to the markup and to single numbers, many kinds at once, drawn
with a seed. What does not: the small inputs of the tests, whose outcome is known in advance.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from src.utils import errors, paths, pipeline
from src.utils.bench.scores import Rate

#: Seconds that no damaged copy may need.
LONGEST = 30.0
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>td|th|tr|thead|tbody|table|table-wrap|sup|xref|p|sec|caption|label|fn|"
    r"abstract|body|italic|title)\b[^>]*>"
)
_SPAN = re.compile(r'(?<=span=")\d+(?=")')
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
#: What may stand where a number stood, and what may slip in between two characters.
_NUMBERS = ("", "0", "00", "1e9", "9" * 20, "0.0", "-", ".", "100", "1.", "\N{MINUS SIGN}", "∞")
_STRAYS = (
    "(",
    ")",
    "%",
    "±",
    "–",
    " to ",
    "95% CI",
    "P <",
    "n =",
    "/",
    "[",
    "·",
    "|",
    "\t",
    "\n\n",
)

Damage = Callable[[str, random.Random], str]


class Copy(msgspec.Struct, frozen=True):
    """One damaged copy: the article's name and form, the seed that makes it again, its text."""

    name: str
    seed: int
    text: str


def _element(text: str, rng: random.Random) -> tuple[int, int, int, int] | None:
    """Where a random element starts and ends, outside and inside; None where there is none."""
    tags = [m for m in _TAG.finditer(text) if not m["end"]]
    if not tags:
        return None
    tag = rng.choice(tags)
    close = text.find(f"</{tag['name']}>", tag.end())
    return None if close < 0 else (tag.start(), tag.end(), close, text.find(">", close) + 1)


def without_tag(text: str, rng: random.Random) -> str:
    """One opening or closing tag is lost."""
    tags = list(_TAG.finditer(text))
    if not tags:
        return text
    tag = rng.choice(tags)
    return text[: tag.start()] + text[tag.end() :]


def without_element(text: str, rng: random.Random) -> str:
    """An element is lost: a cell, a row, a caption, a section."""
    at = _element(text, rng)
    return text if at is None else text[: at[0]] + text[at[3] :]


def emptied(text: str, rng: random.Random) -> str:
    """An element loses its contents."""
    at = _element(text, rng)
    return text if at is None else text[: at[1]] + text[at[2] :]


def moved(text: str, rng: random.Random) -> str:
    """An element stands somewhere else."""
    at = _element(text, rng)
    if at is None:
        return text
    rest = text[: at[0]] + text[at[3] :]
    places = [m.end() for m in _TAG.finditer(rest)] or [0]
    place = rng.choice(places)
    return rest[:place] + text[at[0] : at[3]] + rest[place:]


def doubled(text: str, rng: random.Random) -> str:
    """An element, or a line, stands twice."""
    at = _element(text, rng)
    if at is None:
        lines = text.splitlines(keepends=True)
        k = rng.randrange(len(lines))
        return "".join([*lines[: k + 1], *lines[k:]])
    return text[: at[3]] + text[at[0] : at[3]] + text[at[3] :]


def overlapping(text: str, rng: random.Random) -> str:
    """Some cells span other numbers of rows and columns than they should."""
    return _SPAN.sub(
        lambda m: rng.choice(("0", "1", "2", "7", "99")) if rng.random() < 0.1 else m[0], text
    )


def other_number(text: str, rng: random.Random) -> str:
    """Something else stands where a number stood."""
    found = rng.choice(list(_NUMBER.finditer(text)) or [None])
    if found is None:
        return text
    return text[: found.start()] + rng.choice(_NUMBERS) + text[found.end() :]


def stray(text: str, rng: random.Random) -> str:
    """A sign slips in."""
    k = rng.randrange(len(text) + 1)
    return text[:k] + rng.choice(_STRAYS) + text[k:]


def without_line(text: str, rng: random.Random) -> str:
    """A line is lost."""
    lines = text.splitlines(keepends=True)
    del lines[rng.randrange(len(lines))]
    return "".join(lines)


def cut(text: str, rng: random.Random) -> str:
    """The file ends too early, now and then."""
    return text[: rng.randrange(len(text))] if rng.random() < 0.05 else text


DAMAGES: tuple[Damage, ...] = (
    without_tag, without_element, emptied, moved, doubled, overlapping, other_number, stray,
    without_line, cut,
)  # fmt: skip


def copies(articles: list[Path], count: int, seed: int) -> Iterator[Copy]:
    """``count`` copies of the articles in turn, each with one to twelve damages."""
    for k in range(seed, seed + count):
        rng = random.Random(k)
        path = rng.choice(articles)
        text = path.read_text(encoding="utf-8", errors="replace")
        for _ in range(rng.randint(1, 12)):
            text = rng.choice(DAMAGES)(text, rng) or text
        yield Copy(path.name, k, text)


def told(copy: Copy, folder: Path) -> str:
    """What went wrong with a copy: where the program stopped, which check failed, or ""."""
    path = folder / copy.name
    path.write_text(copy.text, encoding="utf-8")
    start = time.monotonic()
    try:
        audit = pipeline.audit(path)
    except errors.AuditError:
        return ""
    except Exception as problem:  # noqa: BLE001  what else stops the program is the finding
        last = traceback.extract_tb(problem.__traceback__)[-1]
        return f"{type(problem).__name__} in {Path(last.filename).name}, line {last.lineno}"
    if (seconds := time.monotonic() - start) > LONGEST:
        return f"{seconds:.0f} seconds"
    failed = sorted({v.check for v in audit.verdicts if v.outcome == "failed"})
    return f"failed: {', '.join(failed)}" if failed else ""


def articles() -> list[Path]:
    """The first article, the reports written for the project, and a corpus where there is one."""
    found = [paths.default_article()]
    exercises = paths.root() / "tests" / "gold" / "exercises"
    found += sorted([*exercises.glob("*/*.xml"), *exercises.glob("*.md")])
    corpus = os.environ.get("AUDIT_CORPUS", "")
    return found + sorted((Path(corpus) / "articles").glob("*.nxml") if corpus else ())


def main(arguments: list[str] | None = None) -> int:
    """Print the rate of copies that were read or refused, and what happened to the others."""
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("--copies", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    rate = Rate("damaged copies audited or refused with a sentence")
    with tempfile.TemporaryDirectory() as scratch:
        for copy in copies(articles(), options.copies, options.seed):
            what = told(copy, Path(scratch))
            rate.add(not what, f"{copy.name}, seed {copy.seed}: {what}")
    print(rate.row())
    print("".join(f"  {m}\n" for m in rate.misses), end="")
    return 1 if rate.misses else 0


if __name__ == "__main__":
    sys.exit(main())
