"""Tables by endpoint, characteristic or subgroup -> results: one per row and comparison.

Belongs here: which cells of a row make one result, what the row and its headings say of it. Does
not: tables with one row per study (`study_tables`), the parts it stands on: `table_layout` (heads,
columns, rows), `table_headers` (types), `table_cells` (shapes), `table_values` (records).

Typing of columns is the whole game: the words of the headings come first, then those of the row's
head and section, then the caption and the footnotes; the shape of a cell decides what is left open
and overrules where it is explicit ("p = .809" in a column of ratios).
"""

from __future__ import annotations

import msgspec

from src.utils.extraction import table_cells as shapes
from src.utils.extraction import table_headers as heads
from src.utils.extraction import table_pairs as pairs_of
from src.utils.extraction import table_parts
from src.utils.extraction.table_continued import Extra
from src.utils.extraction.table_group_values import GroupValues
from src.utils.extraction.table_headers import Heading
from src.utils.extraction.table_layout import Segment, Sheet
from src.utils.extraction.table_reader import Draft, Unit
from src.utils.extraction.table_rows import Row, is_size_row
from src.utils.identity import Namer
from src.utils.records import (
    Arm,
    Article,
    Cell,
    Num,
    Result,
    Value,
)


class Reader(GroupValues):
    """Reads one table, row by row."""

    def read(self) -> list[Result]:
        """Every result of the table, in the order of rows."""
        if not self.default.form:
            # What most heads of rows say ("n (%)") holds for those that say nothing.
            forms = [r.typed for s in self.sheet.segments for r in s.rows if r.typed.form]
            percents = [h for h in forms if h.form in ("count-percent", "percent-count")]
            if percents and all(h.form == percents[0].form for h in percents):
                self.default = Heading(role=heads.VALUE, form=percents[0].form)
        for segment in self.sheet.segments:
            self._segment(segment)
        table_parts.counted(self.drafts)
        return [r for r in (self._result(d) for d in self.drafts) if r is not None]

    def _segment(self, segment: Segment) -> None:
        rows = [
            (self._typed_by_section(r), extra) for r, extra in self._with_continuations(segment)
        ]
        shared = self._typed_by_shares(segment, [r for r, _ in rows])
        rows = [(r, extra) for r, (_, extra) in zip(shared, rows, strict=True)]
        self._default_of_pairs(segment)
        sizes: dict[int, Num] = {c.index: c.n for c in segment.columns if c.n is not None}
        at = 0
        while at < len(rows):
            row, extra = rows[at]
            arms = self._rows_of_arms(segment, rows, at)
            if arms:
                units = self._units_of_arms(segment, rows[at : at + arms])
                self._group(self._row_above(row), units, sizes, [])
                at += arms
                continue
            at += 1
            if is_size_row(row) and not extra:
                plain = {k: self.sheet.content(c) for k, c in row.cells.items() if c.colspan == 1}
                if plain and all(
                    c.shape == shapes.PLAIN and c.nums[0] is not None and "." not in c.nums[0].text
                    for c in plain.values()
                ):
                    for k, content in plain.items():
                        if content.nums[0] is not None:
                            sizes.setdefault(k, content.nums[0])
            self._row(segment, row, extra, sizes)

    def _row(self, segment: Segment, row: Row, extra: Extra, sizes: dict[int, Num]) -> None:
        across = (
            row.typed.difference
            and row.typed.role == heads.NONE
            and any(c.colspan > 1 for c in row.cells.values())
        )
        if across:
            row = msgspec.structs.replace(
                row, typed=msgspec.structs.replace(row.typed, role=heads.EFFECT, kind="MD")
            )
        if row.typed.role in (heads.P, heads.EFFECT) and self._typed_by_row(
            segment, row, extra, sizes
        ):
            return
        units = self._units(segment, row, extra)
        groups: dict[tuple[str, str], list[Unit]] = {}
        for unit in units:
            groups.setdefault((unit.column.group, unit.column.time), []).append(unit)
        loose = [k for k in groups if all(u.what in ("effect", "p") for u in groups[k])]
        valued = [k for k in groups if k not in loose]
        for key in loose:
            # An effect outside the groups of values belongs to them when there is one such group.
            if len(valued) == 1 and (not key[0] or key[0] == valued[0][0]):
                groups[valued[0]] = groups[valued[0]] + groups.pop(key)
            elif not key[0] and len(groups[key]) > 1 and all(u.what == "p" for u in groups[key]):
                # A P value after each group belongs to the group on its left.
                for unit in groups.pop(key):
                    left = [
                        k for k in groups if groups[k][0].column.index < unit.column.index
                    ] or list(groups)
                    near = max(left, key=lambda k: groups[k][0].column.index, default=key)
                    groups.setdefault(near, []).append(unit)
        for members in sorted(groups.values(), key=lambda g: g[0].column.index):
            self._group(row, members, sizes, [u for k in valued for u in groups.get(k, [])])

    def _group(
        self, row: Row, units: list[Unit], sizes: dict[int, Num], around: list[Unit]
    ) -> None:
        """The results of one group of columns in one row."""
        arms: list[Arm] = []
        values: list[Value] = []
        cells: list[Cell] = []
        names: dict[str, int] = {}
        shown = [u for u in units if u.what == "value" and not u.content.compared]
        against = [u for u in units if u.what == "value" and u.content.compared]
        for unit in shown:
            self._add_value(row, unit, sizes, arms, names, values, cells)
        values = pairs_of.with_totals(values)
        effects = [u for u in units if u.what == "effect"]
        made: list[Draft] = []
        for unit in effects:
            found = self._effect(row, unit)
            if found is None:
                continue
            first = not made
            compared = self._arms(row, unit, arms, sizes, around)
            shared = _with_others(compared, arms, values) if first else (compared, [])
            draft = Draft(
                row,
                unit.column,
                (cells if first else []) + unit.cells,
                *shared,
                found,
                [],
                unit.column.typed,
                frozenset(u.column.index for u in shown) | {unit.column.index},
            )
            if unit.content.p is not None:
                draft.p.append(self._p(unit.content.p, unit.cells[0], unit.column.typed))
            made.append(draft)
        ps = [u for u in units if u.what == "p"]
        several = len(ps) > 1 and not effects
        for unit in ps:
            stated = unit.content.shape in (shapes.PONLY, shapes.OTHER)
            found_p = unit.content.p if stated else None
            found_p = found_p or shapes.p_value(self.sheet.view(unit.cells[0]), self.sheet.comma)
            if found_p is None:
                continue
            p = self._p(found_p, unit.cells[0], unit.column.typed)
            before = [d for d in made if d.effect and d.column.index < unit.column.index]
            target = before[-1] if before else (made[0] if made and made[0].effect else None)
            if target is None and several and unit.column.typed.versus and made:
                made.append(self._p_alone(row, unit, p, arms))
                continue
            if target is None:
                if made:
                    target = made[0]
                else:
                    target = Draft(
                        row, (shown or [unit])[0].column, list(cells), list(arms), values, None, [],
                        (shown or [unit])[0].column.typed,
                        frozenset(u.column.index for u in shown) | {unit.column.index},
                    )  # fmt: skip
                    made.append(target)
                    if several and unit.column.typed.versus and shown:
                        made.append(self._p_alone(row, unit, p, arms))
                        continue
            target.p.append(p)
            target.cells = target.cells + unit.cells
        if not made and values:
            made.append(
                Draft(
                    row,
                    shown[0].column,
                    cells,
                    arms,
                    values,
                    None,
                    [],
                    shown[0].column.typed,
                    frozenset(u.column.index for u in shown),
                )
            )
        tested = [(u, own) for u in shown if (own := u.content.p) is not None]
        if len(tested) == 1 and made and not any(d.p for d in made):
            # "45 (30%) | 60 (40%), P = 0.03": the last group's cell holds the row's P value.
            unit, told = tested[0]
            made[0].p.append(self._p(told, unit.cells[0], made[0].heading))
        self._set_against(row, against, sizes, made)
        self.drafts.extend(made)


def _with_others(
    compared: list[Arm], arms: list[Arm], values: list[Value]
) -> tuple[list[Arm], list[Value]]:
    """The groups that an effect compares and the row's others, with every value at its own."""
    names = [a.name for a in compared]
    every = compared + [a for a in arms if a.name not in names]
    at = {a.name: i for i, a in enumerate(every)}
    moved = [
        v if v.arm is None else msgspec.structs.replace(v, arm=at[arms[v.arm].name]) for v in values
    ]
    return every, moved


def results(article: Article, namer: Namer | None = None) -> list[Result]:
    """Every result of the article's tables that have no rows of studies, in order."""
    namer = namer or Namer("r")
    out: list[Result] = []
    before: Sheet | None = None
    for index, table in enumerate(article.tables):
        if table.studies or table.image or table.rows < 1 or table.columns < 2:
            continue
        sheet = Sheet(article, table, before)
        out.extend(Reader(sheet, index, namer).read())
        before = sheet
    return out
