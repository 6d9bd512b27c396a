"""Changed copies of the review: one digit of a number in one of two agreeing places.

Every copy differs from the article in one character. The change is found when a verdict that
differs has evidence on the changed number; nothing else may become new, which means that every
other new verdict must speak of one of the two results that hold the pair of numbers.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from src.utils import paths, pipeline
from src.utils.bench.scores import Rate
from src.utils.linking.compare import compare
from src.utils.linking.fields import Field
from src.utils.records import Audit, Pair, Span, Verdict


class Copy(msgspec.Struct, frozen=True):
    """One changed copy: the offset, the digit before and after, and the pair it belongs to."""

    offset: int
    before: str
    after: str
    field: Field
    pair: Pair
    side: str

    def text(self, original: str) -> str:
        """The article with the one character changed."""
        return original[: self.offset] + self.after + original[self.offset + 1 :]

    def words(self, original: str) -> str:
        """The change in words."""
        num = self.field.left if self.side == "left" else self.field.right
        changed = self.text(original)[num.span.start : num.span.end]
        result = self.pair.left if self.side == "left" else self.pair.right
        return (
            f"reference {', '.join(result.ref)}, {result.endpoint}, {self.field.name} in "
            f"{result.label or result.place}: {num.text} printed as {changed}"
        )


def agreeing(audit: Audit) -> list[tuple[Pair, Field]]:
    """Every number that stands in two linked results and agrees."""
    return [
        (pair, field)
        for pair in audit.dossier.pairs
        if not pair.link.shared
        for field in compare(pair.left, pair.right).fields
        if field.agrees and field.left.text != "NR" and field.right.text != "NR"
    ]


def plans(audit: Audit, count: int, seed: int) -> Iterator[Copy]:
    """``count`` different one-digit changes, drawn with ``seed`` from all that are possible."""
    rng = random.Random(seed)
    text = audit.article.text
    places: dict[int, tuple[Pair, Field, str]] = {}
    for pair, field in agreeing(audit):
        for side in ("left", "right"):
            span = getattr(field, side).span
            for offset in range(span.start, span.end):
                if text[offset].isdigit():
                    places.setdefault(offset, (pair, field, side))
    changes = [(o, d) for o in sorted(places) for d in "0123456789" if d != text[o]]
    for offset, digit in rng.sample(changes, min(count, len(changes))):
        pair, field, side = places[offset]
        yield Copy(offset, text[offset], digit, field, pair, side)


def judged(copy: Copy, original: Audit, path: str) -> tuple[bool, list[Verdict]]:
    """Whether the change is found, and the unrelated verdicts that are new in the copy."""
    audit = pipeline.audit_text(copy.text(original.article.text), path)
    place = Span(copy.offset, copy.offset + 1)
    known = {v.id for v in original.verdicts if v.outcome == "differs"}
    new = [v for v in audit.verdicts if v.outcome in ("differs", "failed") and v.id not in known]
    found = any(e.span.overlaps(place) for v in new for e in v.evidence)
    own = [*copy.pair.left.spans, *copy.pair.right.spans]
    own += [*copy.pair.left.sentence, *copy.pair.right.sentence]
    other = [v for v in new if not any(e.span.overlaps(s) for e in v.evidence for s in own)]
    return found, other


def measure(path: Path, count: int, seed: int) -> tuple[Rate, Rate]:
    """The rate of changes found and the rate of copies with nothing else new."""
    original = pipeline.audit(path)
    found, quiet = Rate("one-digit changes found"), Rate("copies with nothing else new")
    for copy in plans(original, count, seed):
        hit, other = judged(copy, original, str(path))
        what = copy.words(original.article.text)
        found.add(hit, what)
        quiet.add(not other, what + "".join(f" [{v.check} {v.message}]" for v in other))
    return found, quiet


def main(arguments: list[str] | None = None) -> int:
    """Print both rates and every miss."""
    parser = argparse.ArgumentParser(prog="bench-copies", description=__doc__)
    parser.add_argument("--article", type=Path, default=None)
    parser.add_argument("--copies", type=int, default=300)
    parser.add_argument("--seed", type=int, default=20241122)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    path = options.article or paths.default_article()
    rates = measure(path, options.copies, options.seed)
    if options.json:
        print(json.dumps([r.as_json() for r in rates], indent=1, ensure_ascii=False))
        return 0
    for rate in rates:
        print(rate.row())
        print("".join(f"  {m}\n" for m in rate.misses), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
