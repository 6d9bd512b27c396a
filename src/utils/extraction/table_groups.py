"""Names of groups of patients told from labels of comparisons, outcomes and times.

Belongs here: what the headings above a column name. Does not: types of columns
(`table_columns`).
"""

from __future__ import annotations

import re

import msgspec

from src.utils.extraction import table_headers as heads
from src.utils.extraction.table_grid import Cells
from src.utils.extraction.table_headers import Heading, group_name, heading
from src.utils.records import Cell, Num

_N = re.compile(
    r"(?:(?<![A-Za-z])[nN]\s*[=:]\s*|(?<=\()(?:[nN]|of)\s+)(\d{1,3}(?:[,\s]\d{3})+|\d+)(?!\d|,\s\d{3}\b)"
)
_BRACKET_N = re.compile(
    r"\(\s*(?:total\s*)?(?!(?:19|20)\d\d\s*\))(\d{1,3}(?:,\d{3})+|\d{2,6})\s*\)\s*\Z"
)
_STATISTIC_ONLY = re.compile(
    r"(?i)\A[\s(\[]*(?:n|no\.?|%|number|means?|medians?|sd|se|sem|iqr|range|m|value|score"
    r"|count|events?|min(?:imum)?(?:\W{1,3}max(?:imum)?)?|max(?:imum)?|(?:iq|inter-?quartile|total)"
    r"\s*range|n/n|std\.?\s*(?:err\w*|dev\w*)|standard\s+(?:error|deviation)|s\.\s?[de]\.?"
    r"|frequency|percent(?:age)?|proportion|(?:no\.?\s+)?at\s+risk|patients(?:\s+at\s+risk)?"
    r"|subjects|participants|"
    r"(?:(?:event|incidence)\s+)?rates?(?:\s*(?:per|/)\s*[\d,\s]*(?:person|patient)[\s-]*"
    r"(?:years?|yrs?|months?|days?))?|(?:person|patient)[\s-]*(?:years?|yrs?)|estimates?|"
    r"cases?|(?:no\.?|number)\s+of\s+(?:patients|subjects|participants|events)|95% ci"
    r"|ci)(?:,?\s*\(?(?:no\.?|n|number|%)\)?)?[\s)\],.%(±/]*\Z"
)


#: A length of treatment that names a group: "48-week group", "6-month regimen"; an age is no time.
_TIMED_GROUP = re.compile(
    r"(?i)\b\d+(?:\.\d+)?[\s-]*(?:days?|weeks?|wks?|months?|mo|years?|yrs?|hours?|h|min(?:utes)?)\b"
    r"[\s-]+(?:groups?\b|arms?\b|regimens?\b|schedules?\b|courses?\b|olds?\b|of\s+age\b)"
    r"|\bscreening\s+(?:groups?|arms?)\b"
)
#: Whom a study compares with those who have the disease; "cases" beside them are a group.
_CONTROLS = re.compile(r"(?i)\A(?:(?:healthy|normal|matched|population)\s+)?controls?\b")
_CASES = re.compile(r"(?i)\A(?:cases?|patients?)\Z")
#: Names that only one of two arms has.
_OPPONENT = re.compile(
    r"(?i)\b(?:controls?|placebo|interventions?|experimental|usual\s+care|standard\s+care|sham)\b"
)
#: What a general name of a group may be, where the group beside it has a name of its own.
_HALF_NAMED = re.compile(r"(?i)\b(?:intervention|experimental|treatment|study|therapy)\b")


#: Lowest headings that say what is counted, not who.
_MEASURED = re.compile(
    r"(?i)\bgrades?\b|\bany\b|\bsevere\b|\bserious\b|\btotal\b|\bpatients\b|\bevents?\b|\bnumber\b"
)


class Column(msgspec.Struct):
    """A column below one head: its path of headings, its type, and where it belongs.

    ``arm`` is the name of the group of patients ("" when the column is no group's), ``group`` the
    comparison, analysis or outcome that several columns share.
    """

    index: int
    parts: tuple[str, ...]
    cells: tuple[Cell, ...]
    typed: Heading
    arm: str = ""
    group: str = ""
    time: str = ""
    n: Num | None = None
    covers: frozenset[int] = frozenset()
    sizes: tuple[Cell, ...] = ()  # headings that may state the size of the group
    named: str = ""  # a heading that is a name though it looks like a statistic
    side: bool = False  # heads of the rows of a table printed beside the first

    @property
    def path(self) -> str:
        """The headings over the column, from the top."""
        return " > ".join(self.parts)


class Groups(Cells):
    """Reads what the headings over columns name."""

    def _group(self, columns: list[Column]) -> None:
        """Tell names of groups of patients from labels of comparisons, outcomes and times."""
        spans: dict[int, list[Column]] = {}
        for column in columns:
            for cell in column.cells:
                spans.setdefault(id(cell), []).append(column)
        result_roles = (heads.EFFECT, heads.P, heads.INTERVAL)
        labels: dict[int, str] = {}
        for key, inside in spans.items():
            cell = next(c for c in inside[0].cells if id(c) == key)
            text = self.text(cell)
            name = group_name(text)
            leaf = all(k.cells[-1] is cell for k in inside)
            if len(inside) == 1:
                labels[key] = "own"
            elif len(inside) == len(columns) and len(columns) > 1:
                labels[key] = "all"
            elif any(k.typed.role in result_roles for k in inside):
                values = [k for k in inside if k.typed.role not in (*result_roles, heads.STATISTIC)]
                own_n = bool(_N.search(text))
                named = [k for k in values if not _STATISTIC_ONLY.match(group_name(k.parts[-1]))]
                labels[key] = "arm" if own_n and not named else "group"
            elif leaf:
                labels[key] = "arm"
            else:
                labels[key] = self._arm_or_group(cell, inside, name)
        # One heading over some columns, without a sibling, names them all: "Treatment group".
        spanning = [
            next(c for c in spans[k][0].cells if id(c) == k)
            for k, what in labels.items() if what == "arm" and len(spans[k]) > 1
        ]  # fmt: skip
        for cell in spanning:
            inside = spans[id(cell)]
            alone = sum(1 for c in spanning if c.row == cell.row) == 1
            if (
                alone
                and not heading(self.text(cell)).n
                and all(
                    k.cells[-1] is not cell and group_name(self.text(k.cells[-1])) for k in inside
                )
            ):
                labels[id(cell)] = "all"
        controls = any(_CONTROLS.match(part) for column in columns for part in column.parts)
        unnamed: list[tuple[Column, Cell]] = []
        leaves: dict[str, list[tuple[Column, str]]] = {}
        for column in columns:
            arm, group, time = [], [], ""
            for cell in column.cells:
                text = self.text(cell)
                what = labels[id(cell)]
                typed = heading(text)
                name = group_name(text)
                if what == "all" or not name:
                    continue
                if what == "group":
                    group.append(name)
                    time = time or typed.time
                elif what == "own" and column.typed.role in (*result_roles, heads.STATISTIC):
                    continue
                elif typed.time and not _TIMED_GROUP.search(text):
                    time = typed.time
                    rest = re.sub(re.escape(typed.time), " ", name, flags=re.I).strip(" ,;:()-")
                    if len(re.sub(r"(?i)\b(?:at|the|of|in|values?|scores?|n)\b|\W", "", rest)) > 1:
                        arm.append(" ".join(rest.split()))
                elif (controls and _CASES.match(name)) or (
                    not _STATISTIC_ONLY.match(name) and re.search(r"\w", name)
                ):
                    arm.append(name)
            lowest = column.cells[-1] if len(column.cells) > 1 else None
            if lowest is not None and len(arm) > 1 and labels[id(lowest)] == "own":
                leaves.setdefault(arm[-1], []).append((column, " ".join(arm[:-1])))
            column.sizes = tuple(c for c in column.cells if labels[id(c)] in ("own", "arm"))
            if column.named and not arm:
                arm = [_N.sub("", column.named).strip(" ()") or column.named]
            column.arm = " ".join(dict.fromkeys(arm))
            column.group = " > ".join(group)
            column.time = time
            if not arm and column.typed.role in (heads.NONE, heads.VALUE):
                half = [c for c in column.cells if _HALF_NAMED.search(self.text(c))]
                unnamed += [(column, half[0])] if half else []
            column.covers = frozenset(
                k.index for cell in column.cells if labels[id(cell)] in ("group", "arm")
                for k in spans[id(cell)]
            )  # fmt: skip

        if not any(c.typed.role in result_roles for c in columns):
            self._measures(leaves)
        for column, cell in unnamed:
            # "Intervention group" says something when "Control group" stands beside it.
            beside = (k for k in columns if k.arm and k.typed.role in (heads.NONE, heads.VALUE))
            if labels[id(cell)] != "all" and any(
                other.row == cell.row and other is not cell
                for k in beside
                for other in k.cells
                if _OPPONENT.search(self.text(other))
            ):
                column.arm = _N.sub("", self.text(cell)).strip(" ,;:()*†‡")
                column.sizes = tuple(dict.fromkeys((*column.sizes, cell)))

    @staticmethod
    def _measures(leaves: dict[str, list[tuple[Column, str]]]) -> None:
        """What is repeated below every group is what was measured: "Grade 3" of A and of B."""
        whole = {name for members in leaves.values() for _, name in members}
        for leaf, members in leaves.items():
            names = {name for _, name in members}
            sized = all(column.typed.n for column, _ in members)
            if len(members) > 1 and names == whole and (sized or _MEASURED.search(leaf)):
                for column, name in members:
                    column.arm = name
                    column.group = " > ".join([column.group, leaf] if column.group else [leaf])

    def _arm_or_group(self, cell: Cell, inside: list[Column], name: str) -> str:
        """A heading over columns of values: a group of patients, or what the columns share?"""
        text = self.text(cell)
        below = []
        sized = False
        for k in inside:
            at = next(i for i, c in enumerate(k.cells) if c is cell)
            rest = [
                c
                for c in k.cells[at + 1 :]
                # The size of the group in a row of its own belongs to the heading above it.
                if (c.column, c.colspan) != (cell.column, cell.colspan)
                or not heading(self.text(c)).n
                or group_name(self.text(c))
            ]
            sized = sized or len(rest) < len(k.cells[at + 1 :])
            below.append(" ".join(self.text(c) for c in rest))
        names = [group_name(t) for t in below]
        if not name:
            return "group"
        if any(_OPPONENT.search(t) for t in below) and not _OPPONENT.search(name):
            return "group"
        if heading(text).n or sized:
            return "arm"
        if all(not n or _STATISTIC_ONLY.match(n) for n in names):
            return "arm"
        if all(heading(t).time for t in below):
            return "arm"
        if heading(text).time or any(heading(t).n for t in below):
            return "group"
        return "arm"
