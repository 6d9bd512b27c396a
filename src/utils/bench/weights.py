"""`python -m src.utils.bench.weights`: the weights of `linking.evidence`, fitted and held out.

Annotated pairs of a mention and its cell are the matches; the other cells that the mention might be
the rest. Statements of completely read articles that are in no pair belong to no cell. Of every
agreeing match two copies with one slipped number are added, because real slips are too few to learn
from. The weights are those of a conditional logistic regression with a penalty on their squares
("none of the cells" scores nothing); the rates printed are of articles left out of the fit, five
times over. ``--write`` puts the fitted weights into the code. Without AUDIT_CORPUS one sentence is
printed.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import structs

from src.utils import paths
from src.utils.bench.gold import OWN
from src.utils.bench.gold_pairs import FILES, audited, both_sides, lines
from src.utils.linking.by_numbers.units import Unit
from src.utils.linking.evidence.features import Candidate
from src.utils.linking.evidence.judging import linked
from src.utils.linking.evidence.links import BASIS, likeliest
from src.utils.linking.evidence.numbers import Features
from src.utils.linking.evidence.reading import Walk
from src.utils.linking.held import Held
from src.utils.linking.reading import Reading
from src.utils.records import Num, Span

#: The penalty on squared weights, and the parts in which articles are left out.
PENALTY, FOLDS = 1.0, 5
#: A match that another linker finds, and a slipped copy, count less than what is left over.
FOUND, SLIPPED = 0.3, 0.15
#: Slipped copies of every match.
COPIES = 2
_TABLE = paths.root() / "src" / "utils" / "linking" / "evidence" / "weights.py"
_HEAD = '''"""What a comparison of a statement with a cell weighs, as a natural logarithm of odds.

Fitted by `python -m src.utils.bench.weights --write`; "none" stands in every cell's score.
"""

from __future__ import annotations

WEIGHTS: dict[str, float] = {
'''

Item = tuple[dict[str, Any], list[Span], list[Span]]


class Example(msgspec.Struct, frozen=True):
    """A statement with the cells it may be: their features, and which of them it is."""

    article: str
    features: tuple[Features, ...]
    right: frozenset[int]
    sort: str  # "slipped", "found" (by another linker) or "left over"

    @property
    def weight(self) -> float:
        """How much it counts in the fit."""
        if self.sort == "slipped":
            return SLIPPED
        return FOUND if self.right and self.sort == "found" else 1.0


def examples(folder: Path, golds: Sequence[Path], complete: Path) -> list[Example]:
    """The statements of all annotated articles; ``complete`` is the gold of all their pairs."""
    items: dict[str, list[dict[str, Any]]] = defaultdict(list)
    whole: set[str] = set()
    for gold in golds:
        for item in (i for name in FILES for i in lines(gold / name)):
            items[item["pmcid"]].append(item)
            if gold == complete:
                whole.add(item["pmcid"])
    out: list[Example] = []
    for name in sorted(items):
        if (folder / f"{name}.nxml").is_file():
            out += _of_article(folder, name, items[name], name in whole)
    return out


def _of_article(
    folder: Path, name: str, items: list[dict[str, Any]], complete: bool
) -> Iterator[Example]:
    one = audited(folder / f"{name}.nxml")
    dossier = one.audit.dossier
    if dossier.studies:
        return
    reading = Reading(dossier.article, dossier.results)
    links = (k for k in dossier.links if k.basis != BASIS)
    walk = Walk(reading, Held(reading.results, links))
    gold: list[Item] = [(i, *both_sides(one.located, i)) for i in items]
    rng = random.Random(name)
    for reader, clause, unit in walk.statements(every=True):
        mine = [g for g in gold if any(unit.main[0].span.overlaps(t) for t in g[1])]
        sort = "found" if walk.held(unit) else "left over"
        if not mine and (sort == "found" or not complete):
            continue
        cells = list(reader.candidates(unit, clause))
        right = frozenset(i for i, c in enumerate(cells) if any(_is(c, g) for g in mine))
        if not cells or (not right and any(not g[0].get("derived") for g in mine)):
            continue
        yield Example(name, tuple(c.features for c in cells), right, sort)
        homes = {id(cells[i].cell) for i in right}
        for _ in range(COPIES if right and all(g[0]["agree"] for g in mine) else 0):
            copy = slipped(unit, rng)
            others = list(reader.candidates(copy, clause, unit)) if copy is not None else []
            there = frozenset(i for i, c in enumerate(others) if id(c.cell) in homes)
            if there:
                yield Example(name, tuple(c.features for c in others), there, "slipped")


def _is(c: Candidate, gold: Item) -> bool:
    """Whether a cell is the one of an annotated pair."""
    item, _, cells = gold
    if item.get("derived") or not any(n.span.overlaps(p) for n in c.cell.nums for p in cells):
        return False
    if item["agree"]:
        return c.agrees
    return len(cells) == 1 or any(f.agrees for f in c.fields) or "slip" in c.features


def slipped(unit: Unit, rng: random.Random) -> Unit | None:
    """A statement with one of its numbers changed as slips change them; None where none can be."""
    if unit.p is not None:
        num = _slip(unit.p.value, rng) if unit.p.relation == "=" else None
        if num is None:
            return None
        return structs.replace(unit, p=structs.replace(unit.p, value=num))
    whole: Any = unit.effect or unit.value
    names = ("estimate", "low", "high") if unit.effect is not None else ("count", "sd", "low")
    there = [n for n in names if getattr(whole, n) is not None]
    if unit.value is not None and unit.value.nums:
        there.append("nums")
    if not there:
        return None
    name = rng.choice(there)
    held = getattr(whole, name)
    num = _slip(held[0] if name == "nums" else held, rng)
    if num is None:
        return None
    changed = structs.replace(whole, **{name: (num, *held[1:]) if name == "nums" else num})
    return structs.replace(unit, **{"effect" if unit.effect is not None else "value": changed})


def _slip(num: Num, rng: random.Random) -> Num | None:
    """One digit changed, the last one by one, or two neighbours exchanged."""
    places = [i for i, c in enumerate(num.text) if c.isdigit()]
    for _ in range(20):
        digits = list(num.text)
        i = rng.choice(places)
        how = rng.choice(("digit", "digit", "last", "exchanged"))
        if how == "digit":
            digits[i] = rng.choice("0123456789")
        elif how == "last":
            digits[places[-1]] = str((int(digits[places[-1]]) + rng.choice((1, 9))) % 10)
        else:
            j = places[min(places.index(i) + 1, len(places) - 1)]
            digits[i], digits[j] = digits[j], digits[i]
        text = "".join(digits)
        if text != num.text and (text[0] != "0" or num.text[0] == "0"):
            return structs.replace(num, text=text)
    return None


def fit(listed: Sequence[Example]) -> dict[str, float]:
    """The weights under which the right cells, or none, are most probable."""
    import numpy as np
    from scipy.optimize import minimize

    names = sorted({n for e in listed for f in e.features for n in f})
    place = {n: i for i, n in enumerate(names)}
    rows = [(k, i, f) for k, e in enumerate(listed) for i, f in enumerate(e.features)]
    x = np.zeros((len(rows), len(names)))
    for r, (_, _, features) in enumerate(rows):
        for n, value in features.items():
            x[r, place[n]] = value
    group = np.array([k for k, _, _ in rows])
    right = np.array([i in listed[k].right for k, i, _ in rows])
    start = np.searchsorted(group, np.arange(len(listed)))
    matched = np.array([bool(e.right) for e in listed])
    weight = np.array([e.weight for e in listed])

    def loss(b: Any) -> tuple[float, Any]:
        s = x @ b
        top = np.maximum(np.maximum.reduceat(s, start), 0.0)
        odds, none = np.exp(s - top[group]), np.exp(-top)
        total = np.add.reduceat(odds, start) + none
        held = np.where(matched, np.add.reduceat(odds * right, start), none)
        held = np.maximum(held, 1e-300)
        pull = odds / total[group] - np.where(right, odds / held[group], 0.0)
        value = -(weight * (np.log(held) - np.log(total))).sum() + PENALTY / 2 * (b @ b)
        return float(value), x.T @ (weight[group] * pull) + PENALTY * b

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return dict(zip(names, map(float, found.x), strict=True))


def held_out(listed: Sequence[Example]) -> Counter[tuple[str, str, bool]]:
    """(sort, what is said, whether it is right) of every statement, weights from other articles."""
    names = sorted({e.article for e in listed})
    random.Random(0).shuffle(names)
    out: Counter[tuple[str, str, bool]] = Counter()
    for k in range(FOLDS):
        left = set(names[k::FOLDS])
        weights = fit([e for e in listed if e.article not in left])
        for e in (e for e in listed if e.article in left):
            best, posterior = likeliest(e.features, weights)
            said = linked(e.features[best], posterior)
            agrees = bool(e.features[best].get("all agree"))
            what = (
                "nothing" if said is None else "agrees" if agrees else "alarm" if said else "note"
            )
            out[e.sort, what, best in e.right] += 1
            out[e.sort, "matches", True] += bool(e.right)
    return out


def main(arguments: list[str] | None = None) -> int:
    """Fit, print the weights and the held-out rates; exit status 0 also without a corpus."""
    parser = argparse.ArgumentParser(prog="bench-weights", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the weights into the code")
    options = parser.parse_args(arguments)
    place = os.environ.get("AUDIT_CORPUS", "")
    if not place or not (Path(place) / "gold").is_dir():
        print("AUDIT_CORPUS names no folder with articles/ and gold/; nothing was fitted.")
        return 0
    own = OWN / "development"
    listed = examples(Path(place) / "articles", (Path(place) / "gold", own), own)
    weights = sorted(fit(listed).items(), key=lambda w: (-w[1], w[0]))
    for name, value in weights:
        print(f"{value:7.2f}  {name}")
    rates = held_out(listed)
    print("\nLeft out by article:")
    for sort in ("left over", "slipped", "found"):
        print(f"  {sort}: {rates[sort, 'matches', True]} statements with a cell of their own")
        for what in ("agrees", "alarm", "note"):
            right, wrong = (rates[sort, what, ok] for ok in (True, False))
            print(f"    {what}: {right} of {right + wrong} linked to the right cell")
    if options.write:
        table = "".join(f'    "{n}": {v:.2f},\n' for n, v in weights if abs(v) >= 0.005)
        _TABLE.write_text(f"{_HEAD}{table}}}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
