"""Effects of a table: kind, adjustment, level, and whom they compare.

Belongs here: making an effect of a unit, the arms of a comparison. Does not: results.
"""

from __future__ import annotations

import re

import msgspec

from src.utils.extraction import study_cells, table_ratios, tuples
from src.utils.extraction import table_cells as shapes
from src.utils.extraction import table_headers as heads
from src.utils.extraction.effect_labels import ADJUSTED_RELATIVE
from src.utils.extraction.found import State
from src.utils.extraction.table_cells import Content
from src.utils.extraction.table_columns import Column
from src.utils.extraction.table_headers import Heading, heading
from src.utils.extraction.table_layout import Segment
from src.utils.extraction.table_reader import _RATIO_LABELS, Unit, _family, _is_one
from src.utils.extraction.table_rows import Row
from src.utils.extraction.table_units import Units
from src.utils.records import (
    Arm,
    Effect,
    Num,
)
from src.utils.terms import endpoints_in

_VERSUS = re.compile(
    r"(?i)\A(?P<a>.{1,60}?)\s+(?:vs?\.?|versus|compared (?:with|to)"
    r"|relative to)\s+(?P<b>.{1,60}?)(?=\s*(?:[,;(]|$))"
)


_ABSOLUTE = re.compile(r"(?i)absolute\s++risk\s++reduction")
#: What stands before or behind the names of two groups in a heading: the analysis, the measure.
_ANALYSIS = re.compile(r"(?i)\A(?:un|non-?)?adj(?:usted|\.)?\s*(?:\([^)]*\)|for\s[^,:]*[,:])?\s*")
_MEASURE = re.compile(
    r"[\s,(]+(?:[acu]?(?:HR|OR|RR|IRR|PR|RD|MD|SMD)s?|(?i:(?:hazard|odds|risk|rate|prevalence)\s+"
    r"ratios?|relative\s+risks?|(?:mean\s+)?differences?|p(?:[\s-]?values?)?|effects?))\W*\Z"
)


class Effects(Units):
    """Reads effects and the arms that they compare."""

    def _effect(self, row: Row, unit: Unit) -> Effect | None:
        column = unit.column
        typed = column.typed
        content = unit.content
        if content.shape == shapes.OTHER:
            return self._spoken(unit) or self._of_part(row, unit)
        if content.shape in (shapes.REFERENCE, shapes.RANGE, shapes.REACHED):
            return None
        kind = typed.kind or self.kind
        if typed.kind == "MD" and not typed.difference and self.kind and not _negative(content):
            kind = self.kind  # "Estimate (95% CI)" under a caption that speaks of odds ratios
        if row.typed.kind and row.typed.interval:
            kind = row.typed.kind
        if typed.either:
            said = " ".join((*row.sections[-1:], row.head))
            timed = any(t.family in ("time", "death") for t, *_ in endpoints_in(said))
            kind = "HR" if timed else "OR"
        typed = msgspec.structs.replace(
            typed,
            kind=kind,
            adjusted=self._is_adjusted(typed, row),
        )
        if kind in _RATIO_LABELS and content.shape == shapes.PLAIN and _is_one(content):
            return None  # the reference category
        level = self._level(
            [
                *(
                    c.pieces
                    for c in self.sheet.grid[row.index][:2]
                    if c and c.column < column.index
                ),
                *(c.pieces for k in (column, *unit.beside) for c in reversed(k.cells)),
            ]
        )
        inherited = level is None
        level = level or self.level
        span = unit.cells[0].pieces[0] if unit.cells[0].pieces else None
        effect = table_ratios.effect(content, typed, level, inherited, span)
        if effect is None or not effect.kind:
            return None
        if effect.kind == "ARR" and effect.low is not None and self._adjusted_relative():
            effect = msgspec.structs.replace(effect, kind="RR", adjusted=True)
        if self.method and effect.low is not None:
            effect = msgspec.structs.replace(effect, method=self.method)
        return effect

    def _of_part(self, row: Row, unit: Unit) -> Effect | None:
        """The estimate among the several results of a cell: "10.7 vs 7.9, 0.69 (0.55 to 0.87)"."""
        for part in unit.content.parts:
            if part.shape == shapes.CI and not part.percent:
                return self._effect(row, msgspec.structs.replace(unit, content=part))
        return None

    def _adjusted_relative(self) -> bool:
        """Whether the article writes ARR for an adjusted relative risk."""
        shadow = self.article.shadow
        return bool(ADJUSTED_RELATIVE.search(shadow)) and not _ABSOLUTE.search(shadow)

    def _is_adjusted(self, typed: Heading, row: Row) -> bool:
        """Whether an estimate is adjusted: its column, its row or section, then the whole table."""
        for said in (row.typed, *(heading(t, True) for t in reversed(row.sections))):
            if said.analysis in ("unadjusted", "univariable"):
                return False
            if said.adjusted:
                return True
        return typed.adjusted or (self.adjusted and typed.analysis in ("", "adjusted"))

    def _spoken(self, unit: Unit) -> Effect | None:
        """The effect of a cell that holds words: "10.7 vs 7.9 months, 0.69 (0.55 to 0.87)"."""
        view = self.sheet.view(unit.cells[0])
        typed = unit.column.typed
        kind = typed.kind or self.kind
        if sum(c.isdigit() for c in view.text) < 4 or not kind:
            return None
        for found in tuples.scan(view.text, State(kind=kind, adjusted=typed.adjusted)):
            effect = study_cells.effect(view, found)
            if effect is not None and effect.low is not None:
                ps = study_cells.p_values(view, found)
                if ps and unit.content.p is None:
                    unit.content.p = (ps[0].relation, ps[0].value, ps[0].qualifier)
                if effect.level is None:
                    level = self._level([c.pieces for c in reversed(unit.column.cells)])
                    effect = msgspec.structs.replace(
                        effect, level=level or self.level, level_inherited=level is None
                    )
                return effect
        return None

    def _arms(
        self, row: Row, unit: Unit, arms: list[Arm], sizes: dict[int, Num], around: list[Unit]
    ) -> list[Arm]:
        """Whom an effect compares: its heading's "A vs B", the groups beside it, the categories."""
        # The groups may stand under headings of time or outcome beside the effect.
        beside: dict[str, Arm] = {}
        for other in around:
            name = other.column.arm
            if name and not other.column.typed.total:
                beside.setdefault(name, Arm(name, other.column.n or sizes.get(other.column.index)))
        known = [*arms, *beside.values()]
        parts = (*reversed(unit.column.parts), " ".join(unit.column.parts))
        named = next((found for p in parts if (found := self._versus(p, known))), [])
        if named:
            return named
        if arms:
            return list(arms)
        if 2 <= len(beside) <= 3:
            return list(beside.values())
        reference = self.reference.get((_family(row), unit.column.index))
        if reference and row.head:
            return [Arm(row.head), Arm(reference)]
        return []

    @staticmethod
    def _versus(text: str, arms: list[Arm]) -> list[Arm]:
        match = _VERSUS.search(_ANALYSIS.sub("", heads.group_name(text)))
        if not match:
            return []
        out = []
        # "HR vs fit" leaves nothing of its first side: the column's own group is meant.
        sides = [_MEASURE.sub("", f" {match.group(k)}").strip(" ,;:()") for k in ("a", "b")]
        numbered = re.fullmatch(r"(.*[A-Za-z] ?)\w{1,2}", sides[0])
        if numbered and re.fullmatch(r"\d{1,2}|[A-Z]", sides[1]):
            sides[1] = numbered.group(1) + sides[1]  # "arm 1 versus 2"
        for bare in sides:
            if not bare:
                return []
            low = bare.lower()
            known = next((a for a in arms if a.name.lower() == low), None) or next(
                (a for a in arms if f"({low})" in a.name.lower()), None
            )
            out.append(known or Arm(bare))
        return out

    @staticmethod
    def _row_heading(row: Row, column: Column) -> Heading:
        return msgspec.structs.replace(
            row.typed,
            analysis=row.typed.analysis or column.typed.analysis,
            adjusted=row.typed.adjusted or column.typed.adjusted,
        )

    def _arms_of_row(
        self,
        segment: Segment,
        row: Row,
        column: Column,
        covered: frozenset[int],
        sizes: dict[int, Num],
    ) -> list[Arm]:
        """The groups that an effect in a row compares: those it spans, or its own and the one
        that shows a reference or nothing."""
        names = [
            c
            for c in segment.columns
            if c.arm
            and c.typed.role in (heads.NONE, heads.VALUE)
            and not heading(c.arm).total
            or c.arm.count(" ")
            and c.typed.role in (heads.NONE, heads.VALUE)
        ]
        inside = [c for c in names if c.index in covered]
        if len({c.arm for c in inside}) < 2:
            empty = [
                c
                for c in names
                if c.index not in covered
                and (
                    (k := row.cells.get(c.index)) is None
                    or self.sheet.content(k).shape
                    in (shapes.EMPTY, shapes.MISSING, shapes.REFERENCE)
                    or re.fullmatch(r"1(?:\.0*)?", self.sheet.text(k))
                )
            ]
            empty.sort(key=lambda c: abs(c.index - min(covered)))
            inside = inside + empty[:1] if inside else names[:2]
        arms: dict[str, Arm] = {}
        for c in inside:
            arms.setdefault(c.arm, Arm(c.arm, c.n or sizes.get(c.index)))
        return list(arms.values())


def _negative(content: Content) -> bool:
    return any(n is not None and n.text.startswith("-") for n in content.nums)
