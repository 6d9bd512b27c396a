"""`make bench-pairs`: pairs that agree, made to disagree, and what is said of them.

The gold holds few true disagreements and many agreements. Each agreeing pair of a mention and its
cells is changed on one side, in the source file itself, by a slip as real ones are (a digit, a
transposition, a sign of P, two arms exchanged, a denominator), and the changed copy is audited.
Counted are copies with an alarm (error or warning) that carries evidence on both sides, with a
note, and with none of them, by class; a wrong last digit or sign of P counts as found with a note.
Misses are listed by cause. Last, the loud verdicts of changed copies that are new and do not touch
what was changed.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections import Counter, defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from src.utils import pipeline
from src.utils.bench.alterations import CLASSES, Change, changes, matches
from src.utils.bench.gold_pairs import LOUD, both_sides, lines, touches
from src.utils.bench.gold_places import Located, numbers
from src.utils.bench.planting import Source
from src.utils.bench.scores import Rate
from src.utils.reading import read_bytes
from src.utils.records import Article, Audit, Span

SOFT = ("last digit by one", "P sign")
CAUSES = (
    "mention not extracted",
    "cell not extracted",
    "not linked before the change",
    "no longer linked once changed",
    "linked, judged quiet",
)


class Altered(msgspec.Struct, frozen=True):
    """One planned copy: the article, its gold pair, the places of both sides, the change."""

    path: Path
    what: str
    texts: tuple[Span, ...]
    cells: tuple[Span, ...]
    change: Change


class Outcome(msgspec.Struct, frozen=True):
    """What the audit of a changed copy says of the pair."""

    said: str  # "alarm", "note", "nothing"
    cause: str = ""
    elsewhere: tuple[str, ...] = ()


@lru_cache(maxsize=256)
def _source(path: Path) -> tuple[Source, Located]:
    return Source(path), Located(path)


def plans(folder: Path, items: list[dict[str, Any]], count: int, seed: int) -> list[Altered]:
    """``count`` changes of agreeing pairs, as evenly over the classes as they allow.

    Within a class every pair gets one change before any gets two.
    """
    rng = random.Random(seed)
    queues: dict[str, list[Altered]] = {name: [] for name in CLASSES}
    for item in items:
        path = folder / f"{item['pmcid']}.nxml"
        if not item["agree"] or item.get("derived") or not path.is_file():
            continue
        located = _source(path)[1]
        texts, cells = both_sides(located, item)
        if len(texts) != 1 or not cells:  # a quote printed twice would stay right elsewhere
            continue
        own: dict[str, list[Altered]] = defaultdict(list)
        for change in changes(matches(located.article, texts, cells), located.article, rng):
            what = f"{item['pmcid']} {item['text_quote']!r} | {item['cell_quote']!r}"
            own[change.name].append(Altered(path, what, tuple(texts), tuple(cells), change))
        for name, every in own.items():
            rng.shuffle(every)
            queues[name] += [msgspec.structs.replace(a) for a in every]
    out: list[Altered] = []
    ordered = {name: _rounds(queue, rng) for name, queue in queues.items()}
    while len(out) < count and any(ordered.values()):
        for queue in ordered.values():
            if queue and len(out) < count:
                out.append(queue.pop(0))
    return out


def _rounds(queue: list[Altered], rng: random.Random) -> list[Altered]:
    """The changes ordered so that every pair comes once before one comes again."""
    seen: Counter[str] = Counter()
    keyed = []
    for a in queue:
        keyed.append((seen[a.what], rng.random(), a))
        seen[a.what] += 1
    return [a for _, _, a in sorted(keyed, key=lambda k: k[:2])]


def copy(altered: Altered) -> Article | None:
    """The changed article; None where the change cannot be made in the file."""
    source, _ = _source(altered.path)
    data = source.edited(altered.change.edits)
    if data is None:
        return None
    article = read_bytes(data, str(altered.path))
    expected = altered.change.applied(source.audit.article.text)
    return article if article.text == expected else None


def judged(altered: Altered, audit: Audit) -> Outcome:
    """What the audit of the changed copy says of the pair, and what else is loud and new."""
    before = _source(altered.path)[0].audit
    change = altered.change
    texts = [change.moved(s) for s in altered.texts]
    cells = [change.moved(s) for s in altered.cells]
    # A finding beside the change keeps its words, and its id where no number of its row changed.
    known = {k for v in before.verdicts if v.outcome == "differs" for k in (v.id, v.message)}
    new = [v for v in audit.verdicts if v.outcome in ("differs", "failed")]
    new = [v for v in new if v.id not in known and v.message not in known]
    new = [v for v in new if v.check.startswith("TT")]
    both = [v for v in new if touches(v, texts) and touches(v, cells)]
    changed = texts if change.side == "text" else cells
    elsewhere = tuple(
        f"{v.check} {v.message}" for v in new if v.severity in LOUD and not touches(v, changed)
    )
    if any(v.severity in LOUD for v in both):
        return Outcome("alarm", "", elsewhere)
    said = "note" if both else "nothing"
    return Outcome(said, _cause(altered, before, audit, bool(both)), elsewhere)


def _cause(altered: Altered, before: Audit, after: Audit, spoken: bool) -> str:
    """Why a change raised no alarm."""
    change = altered.change
    here, there = change.match.text.span, change.match.cell.span
    moved = change.moved(here), change.moved(there)
    if not _holding(after, moved[0], False):
        return CAUSES[0]
    if not _holding(after, moved[1], True):
        return CAUSES[1]
    if spoken or _linked(after, *moved):
        return CAUSES[4]
    return CAUSES[3] if _linked(before, here, there) else CAUSES[2]


def _holding(audit: Audit, span: Span, table: bool) -> set[str]:
    """Ids of the results that hold a numeral."""
    return {
        r.id
        for r in audit.dossier.results
        if (r.table is not None) == table and any(n.span.overlaps(span) for n in numbers(r))
    }


def _linked(audit: Audit, here: Span, there: Span) -> bool:
    left, right = _holding(audit, here, False), _holding(audit, there, True)
    return any(k.left in left and k.right in right for k in audit.dossier.links)


def measure(folder: Path, items: list[dict[str, Any]], count: int, seed: int) -> list[Rate]:
    """Rates by class and side, the rate of all, and that of copies with nothing else loud."""
    every = Rate("altered pairs found")
    alarms = Rate("altered pairs with an alarm")
    quiet = Rate("copies without a loud verdict elsewhere")
    rates = {(c, s): Rate(f"  {c}, {s} changed") for c in CLASSES for s in ("text", "cell")}
    for altered in plans(folder, items, count, seed):
        article = copy(altered)
        if article is None:
            continue
        outcome = judged(altered, pipeline.audit_article(article))
        change = altered.change
        new = change.match.text.text if change.side == "text" else change.match.cell.text
        edits = ", ".join(text for _, text in change.edits)
        line = f"{altered.what} [{change.name}, {change.side}: {new} -> {edits}] {outcome.said}"
        hit = outcome.said == "alarm" or (outcome.said == "note" and change.name in SOFT)
        every.add(hit, f"{outcome.cause}: {line}")
        alarms.add(outcome.said == "alarm")
        rates[change.name, change.side].add(hit)
        quiet.add(not outcome.elsewhere, line + "".join(f" [{m}]" for m in outcome.elsewhere))
    return [every, alarms, *rates.values(), quiet]


def main(arguments: list[str] | None = None) -> int:
    """Print the rates and every miss by cause; exit status 0 also without a corpus."""
    parser = argparse.ArgumentParser(prog="bench-pairs", description=__doc__)
    parser.add_argument("--copies", type=int, default=300)
    parser.add_argument("--seed", type=int, default=20241122)
    parser.add_argument("--gold", type=Path, action="append", default=[], metavar="FOLDER")
    parser.add_argument("--quiet", action="store_true", help="no list of misses")
    options = parser.parse_args(arguments)
    place = os.environ.get("AUDIT_CORPUS", "")
    if not place or not (Path(place) / "gold").is_dir():
        print("AUDIT_CORPUS names no folder with articles/ and gold/; nothing was measured.")
        return 0
    folders = [Path(place) / "gold", *options.gold]
    items = [item for gold in folders for item in lines(gold / "pairs.jsonl")]
    rates = measure(Path(place) / "articles", items, options.copies, options.seed)
    for rate in rates:
        print(rate.row())
    causes = Counter(m.partition(":")[0] for m in rates[0].misses)
    for cause in CAUSES:
        print(f"{causes[cause]:>5} {cause}")
    if not options.quiet:
        print("\n".join(f"  {m}" for m in sorted(rates[0].misses)))
        print("\n".join(f"  elsewhere: {m}" for m in rates[-1].misses))
    return 0


if __name__ == "__main__":
    sys.exit(main())
