"""Tables by endpoint, characteristic or subgroup -> results: one per row and comparison.

Belongs here: which cells of a row make one result, what the row and its headings say of it. Does
not: tables with one row per study (`study_tables`), the parts it stands on: `table_layout` (heads,
columns, rows), `table_headers` (types), `table_cells` (shapes), `table_values` (records).

Typing of columns is the whole game: the words of the headings come first, then those of the row's
head and section, then the caption and the footnotes; the shape of a cell decides what is left open
and overrules where it is explicit ("p = .809" in a column of ratios).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from src.utils import terms
from src.utils.extraction import study_cells, tuples
from src.utils.extraction import table_cells as shapes
from src.utils.extraction import table_headers as heads
from src.utils.extraction import table_values as make
from src.utils.extraction.found import State
from src.utils.extraction.table_cells import Content
from src.utils.extraction.table_headers import Heading, heading
from src.utils.extraction.table_layout import Column, Row, Segment, Sheet, is_size_row
from src.utils.identity import Namer
from src.utils.records import (
    Arm,
    Article,
    Cell,
    Context,
    Effect,
    Num,
    PValue,
    Result,
    Span,
    Value,
    cover,
)

_LEVEL = re.compile(
    r"(?<![\d.])(\d{2}(?:\.\d{1,2})?)\s*%[\s-]*(?:C\.?\s*[Il1]|CrI|(?i:confid|credib))"
)
_METHOD = re.compile(r"(?i)\b(credib|bootstrap|exact|profile)")
_RATIO_LABELS = ("HR", "OR", "RR", "IRR", "RRR", "SHR", "PR", "RoM", "ratio")
_ADJUSTED_FOR = re.compile(
    r"(?i)(?<!un)(?<!un-)\badjusted\s+(?:for\b(?!\s+multiple)|by\b|hazard|odds|relative|risk|OR\b|HR\b|RR\b)|\bmultivaria(?:ble|te)\b"
)
_UNADJUSTED = re.compile(r"(?i)\bun-?adjusted\b|\bunivaria(?:ble|te)\b|\bcrude\b")
_VERSUS = re.compile(
    r"(?i)\A(?P<a>.{1,60}?)\s+(?:vs?\.?|versus|compared (?:with|to)|relative to)\s+(?P<b>.{1,60}?)(?=\s*(?:[,;(]|$))"
)
_SPREAD_ROW = re.compile(
    r"(?i)\A[\s(\[]*(?:\d\d ?% ?)?(?:C\.?I\.?s?|confidence interval|IQR|interquartile range|range|SD|SE|%)[\s)\]]*\Z"
)
_POPULATION = (
    ("ITT", re.compile(r"(?i)\bintention[\s-]+to[\s-]+treat\b|\bITT\b|\bfull analysis set\b")),
    ("per protocol", re.compile(r"(?i)\bper[\s-]+protocol\b|\bPP (?:population|analysis|set)\b")),
    ("matched", re.compile(r"(?i)\bpropensity|\bPSM\b|\bmatched\b|\bIPTW\b")),
)
_TIME_UNIT = re.compile(
    r"(?i)(?<![a-z])(months?|mo|mos|years?|yrs?|weeks?|wks?|days?|hours?|hrs?|min(?:utes)?)\b"
)


def results(article: Article, namer: Namer | None = None) -> list[Result]:
    """Every result of the article's tables that have no rows of studies, in order."""
    namer = namer or Namer("r")
    out: list[Result] = []
    before: Sheet | None = None
    for index, table in enumerate(article.tables):
        if table.studies or table.image or table.rows < 1 or table.columns < 2:
            continue
        sheet = Sheet(article, table, before)
        out.extend(_Reader(sheet, index, namer).read())
        before = sheet
    return out


class _Draft(msgspec.Struct):
    """A result in the making."""

    row: Row
    column: Column
    cells: list[Cell]
    arms: list[Arm]
    values: list[Value]
    effect: Effect | None = None
    p: list[PValue] = []
    heading: Heading = Heading()
    columns: frozenset[int] = frozenset()
    context: str = ""


class _Reader:
    """Reads one table."""

    def __init__(self, sheet: Sheet, index: int, namer: Namer):
        self.sheet, self.index, self.namer = sheet, index, namer
        self.article, self.table = sheet.article, sheet.table
        self.drafts: list[_Draft] = []
        self.default = self._default()
        self.kind = self._kind_of_caption()
        self.level = self._level([self.table.caption, *self.table.footnotes])
        text = f"{sheet.caption} {sheet.notes}"
        self.adjusted = bool(_ADJUSTED_FOR.search(text)) and not _UNADJUSTED.search(text)
        found = _METHOD.search(text)
        self.method = found.group(1).lower().replace("credib", "credible") if found else ""
        self.reference: dict[tuple[tuple[str, ...], int], str] = {}
        self._find_references()

    # ------------------------------------------------------------------ what holds for the table

    def _default(self) -> Heading:
        """How numbers are to be read where no heading says it: "values are n (%)"."""
        for text in (self.sheet.caption, self.sheet.notes):
            for pattern, value, form in _DEFAULTS:
                if pattern.search(text):
                    return Heading(role=heads.VALUE, value=value, form=form)
        return Heading()

    def _kind_of_caption(self) -> str:
        for text in (self.sheet.caption, self.sheet.notes):
            found = {
                h.kind
                for h in (heading(t) for t in re.split(r"[;,.:=]|\band\b", text)[:60])
                if h.kind in _RATIO_LABELS
            }
            if len(found) == 1:
                return found.pop()
        return ""

    def _level(self, places: Iterable[tuple[Span, ...]]) -> Num | None:
        for pieces in places:
            view = self.article.view(pieces)
            match = _LEVEL.search(view.text)
            if match:
                return Num(match.group(1), view.span(match.start(1), match.end(1)))
        return None

    def read(self) -> list[Result]:
        if not self.default.form:
            # What most heads of rows say ("n (%)") holds for those that say nothing.
            forms = [r.typed for s in self.sheet.segments for r in s.rows if r.typed.form]
            percents = [h for h in forms if h.form in ("count-percent", "percent-count")]
            if percents and all(h.form == percents[0].form for h in percents):
                self.default = Heading(role=heads.VALUE, form=percents[0].form)
        for segment in self.sheet.segments:
            self._segment(segment)
        return [r for r in (self._result(d) for d in self.drafts) if r is not None]

    def _find_references(self) -> None:
        """The category that each effect of a section is relative to, wherever its row stands."""
        for segment in self.sheet.segments:
            for column in segment.columns:
                if column.typed.role != heads.EFFECT:
                    continue
                for row in segment.rows:
                    cell = row.cells.get(column.index)
                    if cell is None or cell.colspan > 2:
                        continue
                    content = self.sheet.content(cell)
                    family = _family(row)
                    beside = row.cells.get(column.index + 1)
                    bounded = (
                        beside is not None and self.sheet.content(beside).shape == shapes.RANGE
                    )
                    if content.shape == shapes.REFERENCE or (
                        content.shape == shapes.PLAIN
                        and _is_one(content)
                        and family
                        and not bounded
                    ):
                        self.reference.setdefault((_family(row), column.index), row.head)

    # ------------------------------------------------------------------ rows

    def _segment(self, segment: Segment) -> None:
        rows = [
            (self._typed_by_section(r), extra) for r, extra in self._with_continuations(segment)
        ]
        self._default_of_pairs(segment)
        sizes: dict[int, Num] = {c.index: c.n for c in segment.columns if c.n is not None}
        for row, extra in rows:
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

    def _typed_by_section(self, row: Row) -> Row:
        """A row that says nothing of its statistic takes it from its section: "Response, n (%)"."""
        if row.typed.role != heads.NONE:
            return row
        found = {self.sheet.content(c).shape for c in row.cells.values()}
        for section in reversed(row.sections):
            typed = heading(section, True)
            if (typed.role == heads.EFFECT and typed.interval and shapes.CI in found) or (
                typed.role == heads.VALUE and typed.form and shapes.PAIR in found
            ):
                return msgspec.structs.replace(row, typed=typed)
        return row

    def _default_of_pairs(self, segment: Segment) -> None:
        """Pairs that mostly are count and percentage of the group's size are so in every row."""
        if self.default.form:
            return
        tally: dict[str, int] = {}
        for column in segment.columns:
            if column.n is None or column.typed.role not in (heads.NONE, heads.VALUE):
                continue
            for row in segment.rows:
                cell = row.cells.get(column.index)
                if cell is not None and not row.typed.form:
                    content = self.sheet.content(cell)
                    if content.shape == shapes.PAIR and content.nums[0] and content.nums[1]:
                        guess = make.guess(content.nums[0], content.nums[1], column.n)
                        tally[guess] = tally.get(guess, 0) + 1
        best = max(tally, key=lambda k: tally[k], default="")
        if best and tally[best] >= 3 and tally[best] * 10 > 6 * sum(tally.values()):
            self.default = Heading(role=heads.VALUE, form=best)

    def _with_continuations(self, segment: Segment) -> list[tuple[Row, dict[int, Cell]]]:
        """Rows with the cells of the row below that only complete theirs: an interval, an SD."""
        out: list[tuple[Row, dict[int, Cell]]] = []
        for row in segment.rows:
            if out and self._continues(out[-1][0], row) and not out[-1][1]:
                out[-1] = (out[-1][0], dict(row.cells))
            else:
                out.append((row, {}))
        return out

    def _continues(self, above: Row, row: Row) -> bool:
        if row.index != above.index + 1 or not row.cells or is_size_row(above):
            return False
        if row.head and row.head != above.head and not _SPREAD_ROW.match(row.head):
            return False
        for k, cell in row.cells.items():
            content = self.sheet.content(cell)
            if content.shape not in (shapes.RANGE, shapes.BRACKETED):
                return False
            own = above.cells.get(k)
            if own is None or self.sheet.content(own).shape not in (
                shapes.PLAIN, shapes.PERCENT, shapes.COUNT_PERCENT, shapes.PAIR, shapes.FRACTION,
            ):  # fmt: skip
                return False
        return True

    def _row(
        self, segment: Segment, row: Row, extra: dict[int, Cell], sizes: dict[int, Num]
    ) -> None:
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
        groups: dict[tuple[str, str], list[_Unit]] = {}
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
        for key, members in sorted(groups.items(), key=lambda g: g[1][0].column.index):
            self._group(row, members, sizes, [u for k in valued for u in groups.get(k, [])])

    def _units(self, segment: Segment, row: Row, extra: dict[int, Cell]) -> list[_Unit]:
        """The cells of a row as units: an estimate with the interval beside or below it is one."""
        out: list[_Unit] = []
        done: set[int] = set()
        columns = segment.columns
        for position, column in enumerate(columns):
            cell = row.cells.get(column.index)
            if cell is None or id(cell) in done:
                continue
            done.add(id(cell))
            cells = [cell]
            content = self.sheet.content(cell)
            if column.index in extra:
                cells.append(extra[column.index])
                content = self._completed_below(content, self.sheet.content(extra[column.index]))
            what = self._what(column, row, content)
            if what == "":
                continue
            following = columns[position + 1 : position + 3]
            joined = self._joined(column, what, content, row, following, done)
            if joined is not None:
                cells += joined[0]
                content = joined[1]
                done.update(id(c) for c in joined[0])
            if content.shape in (shapes.EMPTY, shapes.MISSING):
                continue
            beside = [k for k in following if any(k.index == c.column for c in cells[1:])]
            out.append(_Unit(column, cells, content, what, beside))
        return out

    @staticmethod
    def _completed_below(content: Content, below: Content) -> Content:
        """A value with the interval or bracket that stands in the row below it."""
        if below.shape == shapes.RANGE:
            if content.shape in (shapes.PLAIN, shapes.PERCENT):
                nums = [content.nums[0], *below.nums]
                return msgspec.structs.replace(
                    content, shape=shapes.CI, nums=nums, level=below.level
                )
            return msgspec.structs.replace(
                content, bounds=(below.nums[0], below.nums[1]), level=below.level
            )
        if content.shape in (shapes.PLAIN, shapes.PERCENT) and len(below.nums) == 1:
            shape = shapes.COUNT_PERCENT if below.percent else shapes.PAIR
            return Content(shape, [content.nums[0], below.nums[0]], percent=below.percent)
        return content

    def _what(self, column: Column, row: Row, content: Content) -> str:
        """Whether a cell holds an effect, a P value or a value; "" for none of them."""
        role = column.typed.role
        if content.shape == shapes.PONLY and content.explicit and role != heads.STATISTIC:
            return "p"
        if role == heads.P:
            return "p"
        if role == heads.EFFECT:
            return "effect"
        if role == heads.STATISTIC:
            return ""
        if role in (heads.INTERVAL, heads.SPREAD_COLUMN):
            if column.typed.kind and content.shape == shapes.CI:
                return "effect"
            return "value" if content.shape in (shapes.CI, shapes.PAIR) else ""
        if content.label and content.shape == shapes.CI:
            return "effect"
        if (
            role == heads.NONE
            and content.shape == shapes.CI
            and self.kind
            and not row.typed.value
            and not column.typed.n
            and not self.default.value
            and all(n is not None and not n.text.startswith("-") for n in content.nums)
        ):
            return "effect"
        return "value"

    def _joined(
        self,
        column: Column,
        what: str,
        content: Content,
        row: Row,
        following: list[Column],
        done: set[int],
    ) -> tuple[list[Cell], Content] | None:
        """The cells to the right that complete this one, with what they say together."""
        if what == "p" or content.shape not in (
            shapes.PLAIN, shapes.PERCENT, shapes.COUNT_PERCENT, shapes.PAIR, shapes.FRACTION,
            shapes.REACHED,
        ):  # fmt: skip
            return None
        taken: list[Cell] = []
        bounds: list[Num | None] = []
        level = None
        explicit = False
        for other in following:
            cell = row.cells.get(other.index)
            if cell is None or id(cell) in done:
                if what == "effect" and other.typed.role in (heads.SPREAD_COLUMN, heads.STATISTIC):
                    continue
                break
            inner = self.sheet.content(cell)
            role = other.typed.role
            same = bool(column.cells and other.cells and column.cells[-1] is other.cells[-1])
            if role == heads.INTERVAL or (same and inner.shape == shapes.RANGE):
                if inner.shape == shapes.RANGE:
                    bounds, level, explicit = list(inner.nums), inner.level, inner.explicit
                    taken.append(cell)
                    break
                if inner.shape == shapes.PLAIN and role == heads.INTERVAL:
                    bounds.append(inner.nums[0])
                    taken.append(cell)
                    if len(bounds) == 2:
                        break
                    continue
                break
            if what == "value" and (same or role == heads.SPREAD_COLUMN) and not bounds:
                merged = self._merged(content, inner, same, other)
                if merged is not None:
                    return [cell], merged
            if what == "effect" and role in (heads.SPREAD_COLUMN, heads.STATISTIC):
                continue
            break
        if len(bounds) != 2:
            return None
        joined = msgspec.structs.replace(content, level=level, explicit=explicit)
        if content.shape in (shapes.PLAIN, shapes.PERCENT, shapes.REACHED):
            estimate = content.nums[0] if content.nums else None
            joined.shape = shapes.CI
            joined.nums = [estimate, bounds[0], bounds[1]]
        else:
            joined.bounds = (bounds[0], bounds[1])
        return taken, joined

    @staticmethod
    def _merged(content: Content, inner: Content, same: bool, other: Column) -> Content | None:
        """A number and the bracket or spread in the next column as one pair."""
        if content.shape not in (shapes.PLAIN, shapes.PERCENT) or len(inner.nums) != 1:
            return None
        if inner.shape == shapes.BRACKETED or (
            other.typed.role == heads.SPREAD_COLUMN and inner.shape == shapes.PLAIN
        ):
            nums = [content.nums[0], inner.nums[0]]
            shape = shapes.SPREAD if other.typed.form == "mean-sd" else shapes.PAIR
            if inner.percent:
                shape = shapes.COUNT_PERCENT
            return Content(shape, nums, percent=content.percent or inner.percent)
        if same and inner.shape == shapes.PERCENT and content.shape == shapes.PLAIN:
            return Content(shapes.COUNT_PERCENT, [content.nums[0], inner.nums[0]], percent=True)
        return None

    # ------------------------------------------------------------------ one comparison

    def _group(
        self, row: Row, units: list[_Unit], sizes: dict[int, Num], around: list[_Unit]
    ) -> None:
        """The results of one group of columns in one row."""
        arms: list[Arm] = []
        values: list[Value] = []
        cells: list[Cell] = []
        names: dict[str, int] = {}
        shown = [u for u in units if u.what == "value"]
        for unit in shown:
            self._add_value(row, unit, sizes, arms, names, values, cells)
        effects = [u for u in units if u.what == "effect"]
        made: list[_Draft] = []
        for unit in effects:
            found = self._effect(row, unit)
            if found is None:
                continue
            first = not made
            draft = _Draft(
                row,
                unit.column,
                (cells if first else []) + unit.cells,
                self._arms(row, unit, arms, sizes, around),
                values if first else [],
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
            found_p = unit.content.p if unit.content.shape == shapes.PONLY else None
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
                    target = _Draft(
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
                _Draft(
                    row,
                    shown[0].column,
                    cells,
                    arms,
                    values,
                    None,
                    [],
                    shown[0].column.typed,
                    frozenset(u.column.index for u in shown),
                )  # fmt: skip
            )
        self.drafts.extend(made)

    def _p_alone(self, row: Row, unit: _Unit, p: PValue, arms: list[Arm]) -> _Draft:
        """A P value of its own comparison ("A vs B") among several."""
        draft = _Draft(
            row, unit.column, list(unit.cells), [], [], None, [p], unit.column.typed,
            frozenset({unit.column.index}),
        )  # fmt: skip
        draft.arms = self._versus(" ".join(unit.column.parts), arms)
        return draft

    def _add_value(
        self,
        row: Row,
        unit: _Unit,
        sizes: dict[int, Num],
        arms: list[Arm],
        names: dict[str, int],
        values: list[Value],
        cells: list[Cell],
    ) -> None:
        column = unit.column
        name = column.arm
        arm: int | None = None
        if name:
            if name not in names:
                names[name] = len(arms)
                size = column.n or sizes.get(column.index)
                span = (
                    cover(column.sizes[-1].pieces)
                    if column.sizes and column.sizes[-1].pieces
                    else None
                )
                arms.append(Arm(name, size, span))
            arm = names[name]
        span = unit.cells[0].pieces[0] if unit.cells[0].pieces else None
        size = column.n or sizes.get(column.index)
        found = make.value(
            unit.content, span, column.typed, row.typed, self.default, arm, size,
            slashed="/" in row.head or ":" in row.head,
        )  # fmt: skip
        if found is None:
            return
        if values and values[-1].arm == arm and self._completes(values[-1], found, column):
            values[-1] = _completed(values[-1], found)
        else:
            values.append(found)
        cells.extend(unit.cells)

    @staticmethod
    def _completes(first: Value, second: Value, column: Column) -> bool:
        """A percentage after its count, in the next column of the same group."""
        return (
            first.kind == "count"
            and second.kind == "percent"
            and second.count is None
            and not first.total
            and first.low is None
        )

    # ------------------------------------------------------------------ effects

    def _effect(self, row: Row, unit: _Unit) -> Effect | None:
        column = unit.column
        typed = column.typed
        content = unit.content
        if content.shape == shapes.OTHER:
            return self._spoken(unit)
        if content.shape in (shapes.REFERENCE, shapes.RANGE, shapes.REACHED):
            return None
        kind = typed.kind or (self.kind if typed.role != heads.VALUE else self.kind)
        if typed.kind == "MD" and not typed.difference and self.kind and not _negative(content):
            kind = self.kind  # "Estimate (95% CI)" under a caption that speaks of odds ratios
        if row.typed.kind and row.typed.interval:
            kind = row.typed.kind
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
        effect = make.effect(content, typed, level, inherited, span)
        if effect is None or not effect.kind:
            return None
        if self.method and effect.low is not None:
            effect = msgspec.structs.replace(effect, method=self.method)
        return effect

    def _is_adjusted(self, typed: Heading, row: Row) -> bool:
        """Whether an estimate is adjusted: its column, its row or section, then the whole table."""
        for said in (row.typed, *(heading(t, True) for t in reversed(row.sections))):
            if said.analysis in ("unadjusted", "univariable"):
                return False
            if said.adjusted:
                return True
        return typed.adjusted or (self.adjusted and typed.analysis in ("", "adjusted"))

    def _spoken(self, unit: _Unit) -> Effect | None:
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
        self, row: Row, unit: _Unit, arms: list[Arm], sizes: dict[int, Num], around: list[_Unit]
    ) -> list[Arm]:
        """Whom an effect compares: its heading's "A vs B", the groups beside it, the categories."""
        named = self._versus(" ".join(unit.column.parts), arms)
        if named:
            return named
        if arms:
            return list(arms)
        if around:
            # The groups stand under headings of time or outcome beside the effect.
            beside: dict[str, Arm] = {}
            for other in around:
                name = other.column.arm
                if name and not other.column.typed.total:
                    beside.setdefault(
                        name, Arm(name, other.column.n or sizes.get(other.column.index))
                    )
            if 2 <= len(beside) <= 3:
                return list(beside.values())
        reference = self.reference.get((_family(row), unit.column.index))
        if reference and row.head:
            return [Arm(row.head), Arm(reference)]
        return []

    @staticmethod
    def _versus(text: str, arms: list[Arm]) -> list[Arm]:
        match = _VERSUS.search(heads.group_name(text))
        if not match:
            return []
        out = []
        for side in (match.group("a"), match.group("b")):
            bare = side.strip(" ,;:()")
            known = next((a for a in arms if a.name.lower() == bare.lower()), None)
            out.append(known or Arm(bare))
        return out

    def _typed_by_row(
        self, segment: Segment, row: Row, extra: dict[int, Cell], sizes: dict[int, Num]
    ) -> bool:
        """A row that is headed by the statistic ("HR (95% CI)", "P value") over columns of arms."""
        if any(c.typed.role in (heads.EFFECT, heads.INTERVAL) for c in segment.columns):
            return False
        seen: set[int] = set()
        done = False
        for column in segment.columns:
            cell = row.cells.get(column.index)
            if cell is None or id(cell) in seen or column.typed.role == heads.STATISTIC:
                continue
            seen.add(id(cell))
            covered = frozenset(range(cell.column, cell.column + cell.colspan))
            if column.typed.role == heads.P and done and row.typed.role != heads.P:
                found = shapes.p_value(self.sheet.view(cell), self.sheet.comma)
                if found is not None:
                    last = self.drafts[-1]
                    last.p.append(self._p(found, cell, column.typed))
                    last.cells = [*last.cells, cell]
                continue
            if row.typed.role == heads.P or column.typed.role == heads.P:
                done = self._p_below(row, cell, covered, column) or done
                continue
            content = self.sheet.content(cell)
            cells = [cell]
            if column.index in extra:
                cells.append(extra[column.index])
                content = self._completed_below(content, self.sheet.content(cells[1]))
            typed = self._row_heading(row, column)
            unit = _Unit(msgspec.structs.replace(column, typed=typed), cells, content, "effect")
            if content.shape == shapes.PONLY and content.p is not None:
                continue
            effect = self._effect(row, unit)
            if effect is None:
                continue
            arms = self._arms_of_row(segment, row, column, covered, sizes)
            draft = _Draft(row, column, cells, arms, [], effect, [], unit.column.typed, covered)
            if content.p is not None:
                draft.p.append(self._p(content.p, cell, row.typed))
            self.drafts.append(draft)
            done = True
        return done

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

    def _p_below(self, row: Row, cell: Cell, covered: frozenset[int], column: Column) -> bool:
        """Attach the P value of a P row to the result above it in the same section."""
        found = shapes.p_value(self.sheet.view(cell), self.sheet.comma)
        if found is None:
            return False
        p = self._p(found, cell, row.typed if row.typed.role == heads.P else column.typed)
        for draft in reversed(self.drafts[-12:]):
            if draft.row.sections[-1:] != row.sections[-1:] and row.head != draft.row.head:
                if not (row.sections and draft.row.head == row.sections[-1]):
                    break
            if (draft.columns & covered or cell.colspan > 1) and not draft.p:
                draft.p.append(p)
                draft.cells = [*draft.cells, cell]
                return True
        return False

    def _p(self, found: tuple[str, Num, str], cell: Cell, typed: Heading) -> PValue:
        start, end = found[1].span.start, found[1].span.end
        return make.p_value(found, Span(start, end), typed.qualifier)

    # ------------------------------------------------------------------ results

    def _result(self, draft: _Draft) -> Result | None:
        if not draft.values and draft.effect is None and not draft.p:
            return None
        row, column = draft.row, draft.column
        spans = tuple(dict.fromkeys(s for c in draft.cells for s in c.pieces))
        if not spans:
            return None
        endpoint, phrase = self._endpoint(draft)
        path = " > ".join([*row.sections, *row.heads])
        words = " ".join([*row.sections, *row.heads, *column.parts])
        time = column.time or next(
            (t for t in map(_row_time, (*reversed(row.heads), *reversed(row.sections))) if t), ""
        )
        analysis = column.typed.analysis
        if not analysis:
            analysis = next(
                (
                    h.analysis
                    for h in (row.typed, *(heading(s) for s in reversed(row.sections)))
                    if h.analysis
                ),
                "",
            )
        if not analysis and draft.effect and draft.effect.adjusted:
            analysis = "adjusted"
        group = column.group
        unit = ""
        if any(v.kind in ("median", "mean") for v in draft.values):
            found = _TIME_UNIT.search(" ".join(row.heads[-1:])) or _TIME_UNIT.search(
                " ".join(row.sections[-1:])
            )
            unit = terms.UNITS.get(found.group(1).lower(), "") if found else ""
        elif draft.values and all(v.kind == "percent" for v in draft.values):
            unit = "%"
        population = next(
            (n for n, pattern in _POPULATION if pattern.search(words)),
            next((n for n, pattern in _POPULATION if pattern.search(self.sheet.caption)), ""),
        )
        quote = " ".join(self.article.quote(s) for s in spans)
        first = draft.cells[0]
        return Result(
            id=self.namer.name("table", self.table.label, path, column.path, endpoint, quote),
            place="table",
            spans=spans,
            label=self.table.label,
            arms=tuple(draft.arms),
            endpoint=endpoint,
            endpoint_printed=phrase,
            criterion=_criterion(path) or _criterion(group) or _criterion(self.sheet.caption),
            values=tuple(draft.values),
            unit=unit,
            effect=draft.effect,
            p=tuple(draft.p),
            context=Context(
                population=population,
                subgroup=self._subgroup(draft),
                timepoint=time,
                analysis=analysis,
                row=path,
                header=column.path,
            ),
            table=self.index,
            row=first.row,
            column=first.column,
        )

    def _endpoint(self, draft: _Draft) -> tuple[str, str]:
        """The standard endpoint nearest to the numbers, else the row's own words in lower case."""
        row = draft.row
        near = [*reversed(row.heads), *reversed(row.sections)]
        own = heads.group_name(row.head).strip(" :,")
        category = bool(own) and not _STATISTIC_HEAD.match(own)
        for text in near:
            if text == row.head and own in ("CR", "PR", "SD", "PD") and draft.effect is None:
                return own, text
            found = terms.endpoints_in(text)
            if not found:
                continue
            term = found[0][0]
            if text in row.heads or term.family == "time" or not category:
                return term.name, text
            break  # "Adverse events" over "Nausea": the row's own words say more
        for text in (draft.column.group, *reversed(draft.column.parts)):
            if text and (found := terms.endpoint(heads.group_name(text) or text)):
                return found, text
        if draft.effect is not None:
            named = terms.endpoints_in(self.sheet.caption)
            if named and _one_endpoint(self.sheet.caption):
                term, start, end = named[0]
                return term.name, self.sheet.caption[start:end]
        for position, text in enumerate(near):
            name = heads.group_name(text).strip(" :,")
            if name and not _STATISTIC_HEAD.match(name):
                opened = _OPENS_WITH_STATISTIC.match(text)
                above = (
                    heads.group_name(near[position + 1]).strip(" :,")
                    if near[position + 1 :]
                    else ""
                )
                if opened and above:
                    # "mean (SD), g/L" or "n (%) < 105 g/L" under what was measured.
                    name = above if _UNIT_ONLY.match(name) else f"{above} {name}"
                return name.lower(), text
        group = draft.column.group
        return (group or " ".join(near)).lower(), group or " ".join(near)

    def _subgroup(self, draft: _Draft) -> str:
        """For an effect: the category or section that it holds for, when that is no endpoint."""
        if draft.effect is None:
            return ""
        words = [t for t in (*draft.row.sections, *draft.row.heads) if not terms.endpoint(t)]
        words = [t for t in words if heading(t, True).role not in (heads.EFFECT, heads.VALUE)]
        return " > ".join(words)


class _Unit(msgspec.Struct):
    column: Column
    cells: list[Cell]
    content: Content
    what: str
    beside: list[Column] = []  # columns whose cells complete this one


_OPENS_WITH_STATISTIC = re.compile(
    r"(?i)\s*(?:n|no\.?|%|mean|median|number|sd|iqr|range)\b\s*[(,±%]"
)
_UNIT_ONLY = re.compile(
    r"(?i)[\s,(]*(?:[a-zµμ%°]{1,6}(?:\s?/\s?[a-z0-9]{1,6})*\d?|score|points|units)[\s)]*\Z"
)


def _family(row: Row) -> tuple[str, ...]:
    """What the categories of one characteristic have in common."""
    return (*row.sections, *row.heads[:-1])


def _is_one(content: Content) -> bool:
    num = content.nums[0]
    return num is not None and re.fullmatch(r"1(?:\.0*)?", num.text) is not None


def _completed(count: Value, percent: Value) -> Value:
    return Value(
        percent.nums, "percent", percent.arm, percent.span or count.span, False, count.nums[0],
        percent.total, percent.low, percent.high, percent.level,
    )  # fmt: skip


_ROW_TIME = re.compile(
    r"(?i)\b(?:at|after|by|until|through|within)\s+(?P<a>(?:day|week|month|year|hour)s?\s*-?\s*\d+|\d+(?:\.\d+)?\s*-?\s*(?:days?|weeks?|wks?|months?|mo|years?|yrs?|hours?|h)\b|baseline|follow-?\s?up)"
    r"|\b(?P<b>\d+(?:\.\d+)?\s?-\s?(?:day|week|month|year|hour|yr|mo)s?)\b|(?P<c>(?:day|week|month|year|hour)s?\s*\d+(?!\d))"
)


def _row_time(text: str) -> str:
    """The time that the head of a row or a section speaks of, "" when none."""
    typed = heading(text)
    if typed.time and len(typed.time) >= 0.6 * len(text.strip(" :()")):
        return typed.time
    match = _ROW_TIME.search(text)
    return next((g.lower() for g in match.groups() if g), "") if match else ""


_CRITERION = re.compile(r"(?i)recist|recicl|criteri|choi\b|lugano|\brano\b|imwg|pcwg|working group")


def _criterion(text: str) -> str:
    return terms.criterion(text) if _CRITERION.search(text) else ""


def _negative(content: Content) -> bool:
    return any(n is not None and n.text.startswith("-") for n in content.nums)


def _one_endpoint(caption: str) -> bool:
    return len({t.name for t, _, _ in terms.endpoints_in(caption)}) == 1


_STATISTIC_HEAD = re.compile(
    r"(?i)\A[\s(]*(?:(?:overall\s+|adjusted\s+|geometric\s+|least[\s-]squares\s+)?(?:mean|ls|lsm|median|n|no\.?|%|number|total|sd|se|iqr|range|min|max|"
    r"minimum|maximum|p|hr|or|rr|95% ci|ci|yes|no|all|value|hazard ratio|odds ratio|p[\s-]?value)\b[\s,.()±/%-]*)+\Z"
)
_DEFAULTS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"(?i)\b(?:n|no\.?|numbers?|counts?|frequenc\w+)\s*(?:of\s+(?:patients|participants|subjects|women|cases))?\s*[(,]\s*(?:%|per\s?cent\w*|proportions?)\s*\)?"), "percent", "count-percent"),
    (re.compile(r"(?i)(?:%|per\s?cent\w*)\s*\(\s*(?:n|no\.?|numbers?)\s*\)"), "percent", "percent-count"),
    (re.compile(r"(?i)\bmeans?\s*(?:values?\s*)?(?:±|\+/-|\(|and|,)\s*\(?±?\s*(?:S\.?E\.?M?\b|standard\s+error)"), "mean", "mean-se"),
    (re.compile(r"(?i)\bmeans?\s*(?:values?\s*)?(?:±|\+/-|\(|and|,|with)\s*\(?±?\s*(?:1\s*)?(?:S\.?D\b|standard\s+deviation)"), "mean", "mean-sd"),
    (re.compile(r"(?i)\bmedians?\s*(?:values?\s*)?[(,\[]?\s*(?:and\s+|with\s+)?(?:IQR|inter-?quartile|quartiles|25th)"), "median", "median-iqr"),
    (re.compile(r"(?i)\bmedians?\s*(?:values?\s*)?[(,\[]\s*(?:min|range)"), "median", "median-range"),
    (re.compile(r"(?i)\b(?:ls)?means?\s*[(,\[]\s*(?:95\s*%\s*)?C\.?I"), "mean", "value-ci"),
)  # fmt: skip
