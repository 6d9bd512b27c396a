"""The value of another arm: the column of a row that a sentence's other values leave over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from src.utils.linking import numerals
from src.utils.linking.alignment import arms_by_name
from src.utils.linking.by_numbers.units import Unit
from src.utils.linking.fields import comparable, value_fields
from src.utils.linking.held import Held, Hold
from src.utils.linking.meaning import Meaning
from src.utils.linking.near.beside import (
    NAMED,
    RARE,
    TELLING,
    Proposal,
    all_agree,
    named_at_all,
    of_all,
    settled,
    slip,
    slipped,
    spread,
)
from src.utils.records import Link, Result, Value

#: Numbers of which a row holds so much are its own, whatever it is called.
SEVERAL = 2.0
#: All of a row's own head is said right beside the numbers.
WHOLE = 0.99


class Sisters:
    """The values of a sentence beside those that a row of a table holds."""

    def __init__(self, links: Held, meaning: Meaning):
        """Keep where the numbers stand, and the words of the rows."""
        self._links, self._meaning = links, meaning

    def find(self, unit: Unit, group: list[Unit]) -> Iterator[Proposal]:
        """The value of another arm, where its sisters stand in the row."""
        value = unit.value
        assert value is not None
        if len(value.nums) != 1:
            return
        values = [u.value for u in group if u.value is not None and comparable(u.value, value)]
        holds: dict[str, list[tuple[int, Hold]]] = defaultdict(list)
        for i, other in enumerate(values):
            if other is not value:
                for hold in self._links.of_value(other):
                    if hold.value is not None and all_agree(other, hold.value):
                        holds[hold.cell.id].append((i, hold))
                        for n in (other.low, other.high, other.sd):
                            bounds = self._links.of(n.span) if n is not None else []
                            mine = (h for h in bounds if h.cell.id == hold.cell.id)
                            holds[hold.cell.id] += [(i, h) for h in mine]
        for p in (u.p for u in group if u.p is not None and u.p.relation == "="):
            for hold in self._links.of(p.value.span):
                if hold.field.weight >= RARE:
                    holds[hold.cell.id].append((-1, hold))
        for held in holds.values():
            cell = held[0][1].cell
            by_name = value.arm in dict(arms_by_name(unit.result, cell))
            in_full = value.count is None and self._meaning.leaf(unit.result, cell) >= WHOLE
            enough = NAMED if by_name or in_full else TELLING
            if sum(h.field.weight for _, h in held) < enough and not settled(held[0][1].link):
                continue
            if not named_at_all(unit.result, cell, self._meaning):
                continue
            slot = self._slot(unit, values, held, cell)
            if slot is None or self._otherwise(value, values, slot, cell):
                continue
            fields = value_fields(value, slot)
            wrong = [f for f in fields if not f.agrees]
            if len(wrong) == 1 and slipped(wrong[0], cell, self._meaning):
                yield from ((held[0][1].link, unit.result, cell, f) for f in fields)
                return

    def left_over(self, unit: Unit, sentence: list[Unit]) -> Iterator[Proposal]:
        """The only value of a row that no value of the sentence stands for, and the only one of
        these that stands for none: a list that is exhausted on both sides."""
        value = unit.value
        assert value is not None
        if len(value.nums) != 1 or numerals.weight(value.nums[0].text) < NAMED:
            return
        values = [u.value for u in sentence if u.value is not None and comparable(u.value, value)]
        others = [v for v in values if v is not value]
        if not others or any(len(v.nums) != 1 for v in others):
            return
        for hold in self._links.of_value(others[0]):
            cell = hold.cell
            every = [v for v in cell.values if len(v.nums) == 1 and comparable(value, v)]
            if len(every) > len(values):
                every = [v for v in every if not of_all(v, cell)]
            if len(every) != len(values):
                continue
            taken = [self._stands(v, cell) for v in others]
            weight = sum(h.field.weight for t in taken for h in t[:1])
            if not all(taken) or weight < SEVERAL:
                continue
            places = [next((i for i, v in enumerate(every) if v is t[0].value), -1) for t in taken]
            free = [v for i, v in enumerate(every) if i not in places]
            if len(free) != 1 or len(set(places)) != len(places) or -1 in places:
                continue
            (slot,) = free
            if self._claimed(slot, unit.result):
                continue
            fields = value_fields(value, slot)
            wrong = [f for f in fields if not f.agrees]
            if len(wrong) == 1 and slipped(wrong[0], cell, self._meaning):
                link = self._links.by_pair.get((unit.result.id, cell.id))
                link = link or Link(unit.result.id, cell.id, "both", 0.85)
                yield from ((link, unit.result, cell, f) for f in fields)
                return

    def _stands(self, value: Value, cell: Result) -> list[Hold]:
        """Where a value of the sentence stands in a row, if in that row at all."""
        return [
            h
            for h in self._links.of_value(value)
            if h.cell.id == cell.id and h.value is not None and all_agree(value, h.value)
        ]

    def _otherwise(self, value: Value, values: list[Value], slot: Value, cell: Result) -> bool:
        """Whether the sisters belong to other rows, or one of them to the very slot."""
        for other in values:
            if other is value:
                continue
            holds = self._links.of_value(other)
            if holds and not any(h.cell.id == cell.id for h in holds):
                return True
            for n in other.nums:
                if numerals.agreeing(numerals.state(n.text, slot.nums[0].text)):
                    return True
        held = sum(bool(self._links.of_value(v)) for v in values if v is not value)
        return len(values) > 2 and held < len(values) - 1

    def _claimed(self, value: Value, mention: Result) -> bool:
        """Whether the sentence of a mention has a number that is laid beside a cell's."""
        held = self._links.at(value.nums[0].span)
        return any(h.mention.sentence == mention.sentence for h in held)

    def _slot(
        self, unit: Unit, values: list[Value], held: list[tuple[int, Hold]], cell: Result
    ) -> Value | None:
        """The value of a row that stands where a value of the sentence belongs."""
        value = unit.value
        assert value is not None
        every = [v for v in cell.values if len(v.nums) == 1 and comparable(value, v)]
        free = [v for v in every if not self._claimed(v, unit.result)]
        named = dict(arms_by_name(unit.result, cell))
        if value.arm in named:
            mine = [v for v in free if v.arm == named[value.arm]]
            return mine[0] if len(mine) == 1 else None
        alike = [v for v in free if any(f.agrees for f in spread(value, v))]
        if len(alike) == 1:
            return alike[0]
        if len(every) > len(values):
            parts = [v for v in every if not of_all(v, cell)]
            every = parts if len(parts) == len(values) else every
            free = [v for v in free if any(v is e for e in every)]
        if len(every) == len(values) and len(free) == 1:
            return free[0]
        if len(every) == len(values):
            at = {i: h.value for i, h in held if i >= 0}
            if all(every[i] is v for i, v in at.items()):
                i = next(i for i, v in enumerate(values) if v is value)
                return every[i] if any(every[i] is v for v in free) else None
        if numerals.weight(value.nums[0].text) < RARE:
            return None
        near = [v for v in free if slip(value.nums[0], v.nums[0])]
        return near[0] if len(near) == 1 else None
