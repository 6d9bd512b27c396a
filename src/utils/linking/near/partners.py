"""The number beside one that a link already holds: the other arm's, the count's percentage, the P.

"20 (7%) against 26 (10%)" repeats one row of a table. When 26 stands there and 20 does not, the
row's other column is what 20 is of, although nothing of it is printed there. A number that agrees
with its row leads to the place of its partner: the same cell, the other arm, the row's P value.
What stands in that place must be a slip of the key away, and the partner printed nowhere else in
the row: otherwise another quantity is meant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from msgspec import structs

from src.utils.linking.by_numbers.units import Unit, units_of
from src.utils.linking.compare import compare
from src.utils.linking.fields import as_shared, field
from src.utils.linking.held import Held
from src.utils.linking.meaning import Meaning
from src.utils.linking.near.beside import Proposal, slipped
from src.utils.linking.near.row_p import RowP, Rows, zero_lost
from src.utils.linking.near.sisters import Sisters
from src.utils.linking.reading import Reading
from src.utils.printed import printed
from src.utils.records import Link, Result, Span, Value

#: So many agreeing numbers leave no doubt of which quantity they are.
SETTLED = 3
_WORD = re.compile(r"[^\W\d_]{3,}")
_BESIDE = 25


def link_partners(reading: Reading, held: Held, meaning: Meaning) -> Iterator[Link]:
    """Links, each in place of one that is there, which speak of a partner that differs as well."""
    held = Held((*reading.cells, *reading.mentions), held.links)  # people are counted elsewhere
    rows: dict[tuple[int | None, int | None], list[Result]] = defaultdict(list)
    sentences: dict[tuple[Span, ...], list[Result]] = defaultdict(list)
    for r in (*reading.cells, *reading.mentions):
        if r.table is not None:
            rows[r.table, r.row].append(r)
        elif r.sentence and not r.ref:
            sentences[r.sentence].append(r)
    found: dict[tuple[str, str], list[Proposal]] = defaultdict(list)
    look = _Look(reading, held, meaning, rows)
    for mentions in sentences.values():
        for proposal in look.sentence(mentions):
            found[proposal[0].left, proposal[0].right].append(proposal)
    for proposals in found.values():
        link, mention, cell, _ = proposals[0]
        if compare(mention, cell).crossed:
            continue
        fields = (*held.fields((link.left, link.right)), *(f for *_, f in proposals))
        numbers = tuple(dict.fromkeys(map(as_shared, fields)))
        settled = sum(f.agrees for f in fields) >= SETTLED or any(map(zero_lost, numbers))
        if settled:
            sure = max(link.certainty, 0.85)
            link = structs.replace(link, certainty=sure, open_keys=())
        yield structs.replace(link, shared=numbers)


class _Look:
    """What is beside the numbers of a sentence, and beside those of the rows that hold them."""

    def __init__(
        self,
        reading: Reading,
        held: Held,
        meaning: Meaning,
        rows: Rows,
    ):
        self._shadow = reading.article.shadow
        self._held, self._meaning = held, meaning
        self._sisters, self._p = Sisters(held, meaning), RowP(held, meaning, rows)

    def sentence(self, mentions: list[Result]) -> Iterator[Proposal]:
        """What is said of each number that no link speaks of."""
        units = [u for m in mentions for u in units_of(m) if u.main]
        if all(self._settled(n.span) for u in units if u.p is None for n in u.nums) and not any(
            not self._held.tell(u.p.value.span) or self._p.elsewhere(u) for u in units if u.p
        ):
            return
        units.sort(key=lambda u: u.main[0].span.start)
        for i, unit in enumerate(units):
            beside = self._beside(units, i)
            if unit.p is not None:
                if not self._held.tell(unit.p.value.span) or self._p.elsewhere(unit):
                    yield from self._p.find(unit, [*beside, *(u for u in units if _one(u, unit))])
            elif unit.value is not None and self._free(unit.value):
                own = list(self._of_cell(unit, beside))
                own = own or list(self._sisters.find(unit, [u for u in units if _one(u, unit)]))
                yield from own or self._sisters.left_over(unit, units)

    def _free(self, value: Value) -> bool:
        """Whether no link speaks of a value, which is one number."""
        nums = [*value.nums, *((value.count,) if value.count else ())]
        bare = value.count is None and value.low is None and value.sd is None
        told = self._settled if bare else self._held.tell
        return bool(nums) and not any(told(n.span) for n in nums)

    def _settled(self, span: Span) -> bool:
        """Whether links say what a number is, and not only that some cell prints it as well."""
        laid = self._held.laid(span)
        doubtful = laid and all(h.link.basis == "numbers" and h.link.open_keys for h in laid)
        return self._held.tell(span) and not doubtful

    def _beside(self, units: list[Unit], i: int) -> list[Unit]:
        """The units with no word between them and this one."""
        out = []
        for step in (-1, 1):
            j = i + step
            if 0 <= j < len(units):
                a, b = (units[i], units[j]) if step == 1 else (units[j], units[i])
                end = max(n.span.end for n in a.nums)
                start = min(n.span.start for n in b.nums)
                between = self._shadow[end : max(start, end)]
                # "60% of 50" is a percentage and its total, no count beside it.
                if len(between) <= _BESIDE and not _WORD.search(between) and "of" not in between:
                    out.append(units[j])
        return out

    def _of_cell(self, unit: Unit, beside: list[Unit]) -> Iterator[Proposal]:
        """A count beside a percentage, or the reverse, which one cell prints together."""
        value = unit.value
        assert value is not None
        if len(value.nums) != 1 or value.count or value.kind not in ("count", "percent"):
            return
        for other in beside:
            if other.value is None or other.value.kind == value.kind:
                continue
            if value.kind == "percent" and _makes(other.value, value):
                return  # 12/47 and 25.5%: a share of other patients
            for hold in self._held.of_value(other.value):
                held = hold.value
                if held is None or hold.field.weight < 0.5:
                    continue
                there = held.count if value.kind == "count" else (held.nums or (None,))[0]
                if there is None or held.kind != "percent":
                    continue
                name = "count" if value.kind == "count" else "value"
                for f in field(name, value.nums[0], there, kind=value.kind):
                    if slipped(f, hold.cell, self._meaning):
                        yield hold.link, hold.mention, hold.cell, f
                        return


def _makes(count: Value, share: Value) -> bool:
    """Whether a count out of a total gives a percentage."""
    whole = count.count or (count.nums[0] if count.nums else None)
    if whole is None or count.total is None:
        return False
    k, n = printed(whole.text).value, printed(count.total.text).value
    return n > 0 and printed(share.nums[0].text).interval.holds(100 * k / n)


def _one(a: Unit, b: Unit) -> bool:
    return a.result is b.result
