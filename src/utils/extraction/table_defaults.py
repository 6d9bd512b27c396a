"""How numbers are to be read where no heading says it: captions, footnotes, marks, arithmetic.

Belongs here: "values are n (%)", "* mean (SD)", pairs that fit one total. Does not: headings
(`table_headers`).
"""

from __future__ import annotations

import re

import msgspec

from src.utils.extraction import table_cells as shapes
from src.utils.extraction import table_headers as heads
from src.utils.extraction import table_pairs as pairs_of
from src.utils.extraction.table_headers import Heading, heading
from src.utils.extraction.table_layout import Segment, Sheet
from src.utils.extraction.table_rows import Row
from src.utils.records import Article, Table

#: How numbers are to be read where a caption or footnote says it, with value and form.
_N_OF = r"\b(?:n|no\.?|numbers?|counts?|frequenc\w+)\s*"
_MEANS = r"\bmeans?\s*(?:values?\s*)?"
_MEDIANS = r"\bmedians?\s*(?:values?\s*)?"
_DEFAULTS: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile("(?i)" + pattern), value, form)
    for pattern, value, form in (
        (
            _N_OF + r"(?:of\s+(?:patients|participants|subjects|women|cases))?\s*[(,]\s*"
            r"(?:%|per\s?cent\w*|proportions?)\s*\)?",
            "percent",
            "count-percent",
        ),
        (r"(?:%|per\s?cent\w*)\s*\(\s*(?:n|no\.?|numbers?)\s*\)", "percent", "percent-count"),
        (
            _MEANS + r"(?:±|\+/-|\(|and|,)\s*\(?±?\s*(?:S\.?E\.?M?\b|standard\s+error)",
            "mean",
            "mean-se",
        ),
        (
            _MEANS + r"(?:±|\+/-|\(|and|,|with)\s*\(?±?\s*(?:1\s*)?"
            r"(?:S\.?D\b|standard\s+deviation)",
            "mean",
            "mean-sd",
        ),
        (
            _MEDIANS + r"[(,\[]?\s*(?:and\s+|with\s+)?(?:IQR|inter-?quartile|quartiles|25th)",
            "median",
            "median-iqr",
        ),
        (_MEDIANS + r"[(,\[]\s*(?:min|range)", "median", "median-range"),
        (r"\b(?:ls)?means?\s*[(,\[]\s*(?:95\s*%\s*)?C\.?I", "mean", "value-ci"),
    )
)  # fmt: skip


_EXCEPT = re.compile(
    r"(?i)\bexcept\s+(?:for\s+|where\s+)?(?:(?:those|rows?|items?|values?)\s+(?:with|marked)\s+(?:an?\s+)?)?"
    r"(?P<mark>[*†‡§¶#]{1,3}),?\s*(?:(?:which|that|where)\s+(?:are|is)\s+|=\s*|:\s*)?(?P<rest>[^.;]{3,60})"
)


#: So many rows headed by "%" must be shares of one number.
_ROWS_OF_SHARES = 3
#: And so many of all of them: other rows under "%" print means.
_MOST = 0.6


class Defaults:
    """What holds for cells whose headings leave their form open."""

    sheet: Sheet
    article: Article
    table: Table
    default: Heading
    marked: dict[int, Heading]
    exceptions: dict[str, Heading]

    def _default(self) -> Heading:
        """How numbers are to be read where no heading says it: "values are n (%)"."""
        for text in (self.sheet.caption, self._general_notes()):
            found = _said(_EXCEPT.sub(" ", text))
            if found is not None:
                return found
        return Heading()

    def _general_notes(self) -> str:
        """The footnotes that hold for the whole table, not for rows with their mark."""
        if not self.marked:
            return self.sheet.notes
        used: set[int] = set()
        for line in self.sheet.grid:
            used |= self.sheet.notes_of(line[0])
        return " ".join(
            " ".join(self.article.view(n).text.split())
            for k, n in enumerate(self.table.footnotes)
            if not (k in self.marked and k in used)
        )

    def _marked(self) -> dict[int, Heading]:
        """How the numbers of rows with a footnote's mark are to be read, by footnote."""
        out: dict[int, Heading] = {}
        for k in {index for _, index in self.table.notes if index < len(self.table.footnotes)}:
            found = _said(" ".join(self.article.view(self.table.footnotes[k]).text.split()))
            if found is not None:
                out[k] = found
        return out

    def _exceptions(self) -> dict[str, Heading]:
        """Rows that a footnote takes out: "n (%) except * which are mean (SD)"."""
        out: dict[str, Heading] = {}
        for match in _EXCEPT.finditer(f"{self.sheet.caption} {self.sheet.notes}"):
            found = _said(match.group("rest"))
            if found is not None:
                out[match.group("mark")] = found
        return out

    def _typed_by_mark(self, row: Row) -> Row:
        """A row that a footnote's mark types, where its own words do not."""
        if row.typed.role != heads.NONE or not (self.marked or self.exceptions):
            return row
        own = self.sheet.grid[row.index][0]
        typed = next((self.marked[k] for k in self.sheet.notes_of(own) if k in self.marked), None)
        if typed is None:
            marked = " ".join((row.head, *row.sections[-1:]))
            typed = next((h for m, h in self.exceptions.items() if m in marked), None)
        return row if typed is None else msgspec.structs.replace(row, typed=typed)

    def _typed_by_section(self, row: Row) -> Row:
        """A row that says nothing of its statistic takes it from its section: "Response, n (%)"."""
        row = self._typed_by_mark(row)
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

    def _typed_by_shares(self, segment: Segment, rows: list[Row]) -> list[Row]:
        """Rows headed by "%" whose pairs are counts with percentages of one number per column.

        "Cancelled cycles (%)" with 27 (20.8) in a table of means with deviations.
        """
        bare = [r for r in rows if r.typed.value == "percent" and not r.typed.form]
        found: dict[int, str] = {}
        for column in segment.columns if len(bare) >= _ROWS_OF_SHARES else ():
            if column.typed.role not in (heads.NONE, heads.VALUE) or column.typed.form:
                continue
            pairs = {r.index: p for r in bare if (p := self._pair_in(r, column.index)) is not None}
            for form in ("count-percent", "percent-count"):
                laid = {k: p if form == "count-percent" else p[::-1] for k, p in pairs.items()}
                total = pairs_of.one_total(laid.values(), _ROWS_OF_SHARES, _MOST)
                if total is not None:
                    fitting = (k for k, p in laid.items() if pairs_of.fits(p, total))
                    found |= dict.fromkeys(fitting, form)
        return [
            msgspec.structs.replace(r, typed=msgspec.structs.replace(r.typed, form=found[r.index]))
            if r in bare and r.index in found
            else r
            for r in rows
        ]

    def _pair_in(self, row: Row, column: int) -> pairs_of.Pair | None:
        """Two numbers of which one stands in brackets, None for any other cell."""
        content = self.sheet.content(row.cells[column]) if column in row.cells else None
        if content is None or content.shape != shapes.PAIR:
            return None
        return content.nums[0], content.nums[1]

    def _default_of_pairs(self, segment: Segment) -> None:
        """Pairs that mostly are count and percentage of the group's size are so in every row."""
        if self.default.form:
            return
        if self._shares(segment):
            self.default = Heading(role=heads.VALUE, form="count-percent")
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
                        guess = pairs_of.guess(content.nums[0], content.nums[1], column.n)
                        tally[guess] = tally.get(guess, 0) + 1
        best = max(tally, key=lambda k: tally[k], default="")
        if best and tally[best] >= 3 and tally[best] * 10 > 6 * sum(tally.values()):
            self.default = Heading(role=heads.VALUE, form=best)

    def _shares(self, segment: Segment) -> bool:
        """Whether pairs of a column are counts with percentages of one total, printed or not."""
        for column in segment.columns:
            if column.typed.role not in (heads.NONE, heads.VALUE) or column.typed.form:
                continue
            found: dict[tuple[tuple[str, ...], ...], list[pairs_of.Pair]] = {}
            for row in segment.rows:
                cell = row.cells.get(column.index)
                if cell is not None and not row.typed.form:
                    content = self.sheet.content(cell)
                    if content.shape == shapes.PAIR:
                        family = (row.sections, row.heads[:-1])
                        found.setdefault(family, []).append((content.nums[0], content.nums[1]))
            every = [pair for pairs in found.values() for pair in pairs]
            if pairs_of.one_total(every) is not None or pairs_of.partitions(found.values()):
                return True
        return False


def _said(text: str) -> Heading | None:
    """How a caption or footnote says that numbers are to be read, None when it does not."""
    forms = [(value, form) for pattern, value, form in _DEFAULTS if pattern.search(text)]
    if not forms:
        return None
    value, form = forms[0]
    shares = form in ("count-percent", "percent-count")
    other = next((f for v, f in forms if v in ("mean", "median")), "") if shares else ""
    return Heading(role=heads.VALUE, value=value, form=form, decimal=other)
