"""The records that pass between the steps: frozen, plain, picklable.

What belongs here: the shapes of things and the views that need no knowledge of a format. What
does not: reading, recognising, judging. Every `Span` counts Unicode characters in `Article.text`;
for Markdown that is the file itself, for XML it is the text content that the reader laid out, and
`Article.anchors` lead from there to an element and the offset in its text content.

This module has more than 300 lines because the shapes refer to one another and are read together.

`Article.shadow` has exactly as many characters as `Article.text`: markup is blanked, typographic
variants (thin spaces, Unicode minus, en dashes, middle dots between digits) are replaced one for
one. Recognition reads the shadow, evidence quotes the text, and an offset means the same in both.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from functools import cached_property
from typing import Literal

import msgspec

Outcome = Literal["agrees", "differs", "cannot say", "failed"]
Severity = Literal["error", "warning", "note"]
Place = Literal["text", "abstract", "table", "caption", "footnote", "reference"]


class Span(msgspec.Struct, frozen=True, order=True):
    """Half-open range of characters in `Article.text`."""

    start: int
    end: int

    def __contains__(self, other: object) -> bool:
        return isinstance(other, Span) and self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


def cover(spans: Iterable[Span]) -> Span:
    """The smallest span that holds all of ``spans`` (at least one)."""
    items = list(spans)
    return Span(min(s.start for s in items), max(s.end for s in items))


class View:
    """Several pieces of an article read as one text, with the way back.

    A sentence that a table interrupts, or a table row that goes on after a page break, is one
    stretch of reading in two places of the file. ``text`` is the shadow of the pieces joined by
    one space; `spans` gives the places of a range of it.
    """

    __slots__ = ("text", "pieces", "_starts")

    def __init__(self, shadow: str, pieces: Iterable[Span]):
        self.pieces = tuple(pieces)
        parts = [shadow[p.start : p.end] for p in self.pieces]
        self.text = parts[0] if len(parts) == 1 else " ".join(parts)
        self._starts = [0] if self.pieces else []
        for p in self.pieces[:-1]:
            self._starts.append(self._starts[-1] + p.end - p.start + 1)

    def at(self, index: int) -> int:
        """The offset in the article of one character of ``text`` (a joint is its piece's end)."""
        k = max(bisect.bisect_right(self._starts, index) - 1, 0)
        piece = self.pieces[k]
        return min(piece.start + index - self._starts[k], piece.end)

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The places of ``text[start:end]``: one span per piece that it touches."""
        out = []
        for begin, piece in zip(self._starts, self.pieces, strict=True):
            low = max(start - begin, 0)
            high = min(end - begin, piece.end - piece.start)
            if low < high:
                out.append(Span(piece.start + low, piece.start + high))
        return tuple(out)

    def span(self, start: int, end: int) -> Span:
        """The place of a range inside one piece; the first part of it when it crosses a joint."""
        found = self.spans(start, end)
        return found[0] if found else Span(self.at(start), self.at(start))

    def index(self, offset: int) -> int | None:
        """The position in ``text`` of an offset of the article, None when it is outside."""
        for begin, piece in zip(self._starts, self.pieces, strict=True):
            if piece.start <= offset <= piece.end:
                return begin + offset - piece.start
        return None


# --------------------------------------------------------------------------- the article


class Anchor(msgspec.Struct, frozen=True):
    """``text[span]`` is the text content of ``xpath`` from character ``offset`` on."""

    span: Span
    xpath: str
    offset: int
    line: int = 0  # 1-based line of the element in the source, 0 when the parser does not say


class Mark(msgspec.Struct, frozen=True):
    """An inline mark: ``sup``, ``sub``, ``italic``, ``bold``, ``citation``, ``note`` (a footnote
    mark), ``tableref``, ``figref``. ``target`` is what it points to."""

    span: Span
    kind: str
    target: str = ""


class Citation(msgspec.Struct, frozen=True):
    """A citation mark in the prose or a cell, with the bibliography numbers it expands to."""

    span: Span
    refs: tuple[str, ...]


class Sentence(msgspec.Struct, frozen=True):
    """One sentence of a block; two pieces when something interrupts it."""

    pieces: tuple[Span, ...]


class Block(msgspec.Struct, frozen=True):
    """A stretch of reading: one paragraph, heading, caption, footnote ...

    ``kind`` is one of title, heading, paragraph, abstract, caption, footnote, reference,
    front (authors, affiliations, licence), back (declarations). ``section`` is the path of
    headings it stands under. ``pieces`` are two or more when a table or figure interrupts it.
    ``sentences`` partition the block in order.
    """

    kind: str
    pieces: tuple[Span, ...]
    section: tuple[str, ...] = ()
    sentences: tuple[Sentence, ...] = ()

    @property
    def place(self) -> Place:
        """Where the block's results stand, in the words of the contract."""
        known: dict[str, Place] = {
            "abstract": "abstract",
            "caption": "caption",
            "footnote": "footnote",
            "reference": "reference",
        }
        return known.get(self.kind, "text")


class Cell(msgspec.Struct, frozen=True):
    """A cell of a table, in its grid position; ``pieces`` may be empty (an empty cell).

    A cell that spans rows or columns stands once in `Table.cells`; `Table.grid` repeats it.
    """

    row: int
    column: int
    pieces: tuple[Span, ...] = ()
    header: bool = False
    rowspan: int = 1
    colspan: int = 1


class Table(msgspec.Struct, frozen=True):
    """A table as a grid, whatever it was made from.

    ``label`` is the article's own ("Table 2"); ``header_rows`` counts the rows at the top that
    are headings. ``flattened`` is True for tab-separated tables whose logical structure the
    reader had to restore; ``repairs`` says in words what it restored (a value row shifted by a
    cell, a row continued outside the table). ``image`` is True when only a picture is there.
    """

    label: str
    span: Span
    cells: tuple[Cell, ...]
    rows: int
    columns: int
    header_rows: int = 1
    caption: tuple[Span, ...] = ()
    footnotes: tuple[tuple[Span, ...], ...] = ()
    section: tuple[str, ...] = ()
    flattened: bool = False
    image: bool = False
    repairs: tuple[str, ...] = ()
    studies: tuple[StudyRow, ...] = ()
    notes: tuple[tuple[str, int], ...] = ()  # footnote letter -> index into footnotes

    def grid(self) -> list[list[Cell | None]]:
        """Rows of cells with spans expanded by repetition; None where the source has no cell."""
        out: list[list[Cell | None]] = [[None] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            for r in range(cell.row, min(cell.row + cell.rowspan, self.rows)):
                for c in range(cell.column, min(cell.column + cell.colspan, self.columns)):
                    out[r][c] = cell
        return out


class Reference(msgspec.Struct, frozen=True):
    """One entry of the bibliography; empty strings where the source does not say."""

    number: str
    pieces: tuple[Span, ...]
    authors: tuple[str, ...] = ()
    year: str = ""
    title: str = ""
    journal: str = ""
    doi: str = ""
    pmid: str = ""


class Problem(msgspec.Struct, frozen=True):
    """Something the reader could not take at face value, said in a sentence."""

    message: str
    span: Span | None = None


class Article(msgspec.Struct, frozen=True):
    """A read article. See the module's opening for what ``text`` and ``shadow`` promise."""

    path: str
    format: str  # "markdown" | "jats"
    sha256: str
    text: str
    shadow: str
    title: str = ""
    doi: str = ""
    year: str = ""
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    references: tuple[Reference, ...] = ()
    citations: tuple[Citation, ...] = ()
    marks: tuple[Mark, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    problems: tuple[Problem, ...] = ()

    def quote(self, span: Span) -> str:
        """The characters of the article at a span, exactly."""
        return self.text[span.start : span.end]

    def view(self, pieces: Iterable[Span]) -> View:
        """Pieces read as one stretch of the shadow."""
        return View(self.shadow, pieces)


# --------------------------------------------------------------------------- results


class Num(msgspec.Struct, frozen=True):
    """A printed numeral in its place. ``text`` is normalised by `printed.normalise` (decimal
    point, leading zero), all printed digits kept; ``span`` holds exactly the printed numeral."""

    text: str
    span: Span


class Arm(msgspec.Struct, frozen=True):
    """One arm (group) of a study; ``n`` is None when no size is printed."""

    name: str
    n: Num | None = None
    span: Span | None = None


class Value(msgspec.Struct, frozen=True):
    """What one arm shows: a median, a percentage, a count, a mean.

    ``nums`` holds one number, two for a range (53.0%-56.7%), none for "not reached".
    ``kind`` is median, percent, count, mean, rate, other. ``arm`` indexes `Result.arms`
    (None: not bound to an arm). ``count``/``total`` belong to a percentage ("178 of 802,
    22.2%"), ``low``/``high``/``level`` are the value's own interval, ``sd`` its spread.
    ``spread`` says when they are something else: "IQR" and "range" of ``low``/``high``, "SE" of
    ``sd``, "bracket" of an ``sd`` that only stands in brackets and is named nowhere.
    """

    nums: tuple[Num, ...]
    kind: str = "other"
    arm: int | None = None
    span: Span | None = None
    not_reached: bool = False
    count: Num | None = None
    total: Num | None = None
    low: Num | None = None
    high: Num | None = None
    level: Num | None = None
    sd: Num | None = None
    spread: str = ""


#: Kinds of effect that compare by subtraction.
_DIFFERENCES = frozenset({"RD", "MD", "SMD", "WMD", "ARR", "beta"})


class Effect(msgspec.Struct, frozen=True):
    """A comparison of two arms: HR, OR, RR, IRR, RRR, SHR (ratios), RD, MD, SMD (differences),
    beta (a regression coefficient, on the scale of a difference).

    ``kind`` is the plain kind, ``adjusted`` says aHR etc. ``low`` <= ``high`` numerically
    unless the bounds are printed in the wrong order *and* that is not a plain high-low notation;
    ``reversed_bounds`` says that the source prints the higher one first. ``level`` is the printed
    level; ``level_inherited`` when it was stated earlier for all. ``scale`` is "ratio" or
    "difference".
    """

    kind: str
    estimate: Num | None
    low: Num | None = None
    high: Num | None = None
    level: Num | None = None
    level_inherited: bool = False
    adjusted: bool = False
    reversed_bounds: bool = False
    method: str = ""  # "credible", "bootstrap", "exact", "profile" where said
    span: Span | None = None

    @property
    def scale(self) -> str:
        """``ratio`` or ``difference``."""
        return "difference" if self.kind in _DIFFERENCES else "ratio"


class PValue(msgspec.Struct, frozen=True):
    """``relation`` is = < > <= >=. ``qualifier`` keeps "interaction", "trend", "noninferiority",
    "one-sided", "log-rank" where the words say so: such a P does not speak of the effect."""

    relation: str
    value: Num
    span: Span
    qualifier: str = ""


class Context(msgspec.Struct, frozen=True):
    """What else identifies a quantity, from words, headers and row heads; "" = left open."""

    population: str = ""  # ITT, per protocol, matched (PSM), sIPTW, subgroup ...
    subgroup: str = ""
    timepoint: str = ""
    assessor: str = ""
    analysis: str = ""  # univariable, multivariable, model 1 ...
    row: str = ""  # the row head's text, for a table cell
    header: str = ""  # the column header's path
    sentence: str = ""  # the sentence's shadow text, for prose


class Result(msgspec.Struct, frozen=True):
    """One reported result, as a whole tuple with the places it was read from.

    ``endpoint`` is a standard term (OS, PFS, ORR ...) or, where the field has none, the
    article's own phrase in lower case; ``endpoint_printed`` is the article's. ``ref`` holds the
    article's own bibliography numbers. ``spans`` are the evidence, in order. ``tables`` are the
    labels that the sentence refers to. ``block``/``table`` index into the article; ``row`` and
    ``column`` are the first cell's grid position.
    """

    id: str
    place: Place
    spans: tuple[Span, ...]
    label: str = ""
    ref: tuple[str, ...] = ()
    study: str = ""
    arms: tuple[Arm, ...] = ()
    endpoint: str = ""
    endpoint_printed: str = ""
    criterion: str = ""
    values: tuple[Value, ...] = ()
    unit: str = ""
    effect: Effect | None = None
    p: tuple[PValue, ...] = ()
    context: Context = Context()
    tables: tuple[str, ...] = ()
    sentence: tuple[Span, ...] = ()
    block: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    corrected: tuple[str, ...] = ()  # corrections of the reading that a person decided


class StudyRow(msgspec.Struct, frozen=True):
    """A study as a review's table describes it. ``endpoints`` are the column headings of its row
    as (standard endpoint, criterion, span of the heading), also those with no cell under them."""

    ref: tuple[str, ...]
    span: Span
    name: str = ""  # as printed, "Li et al. 2022"
    author: str = ""
    year: str = ""
    design: str = ""
    country: str = ""
    arms: tuple[Arm, ...] = ()
    name_span: Span | None = None
    design_span: Span | None = None
    endpoints: tuple[tuple[str, str, Span], ...] = ()
    empty: tuple[int, ...] = ()  # indices into endpoints without a cell
    table: int = 0


class Claim(msgspec.Struct, frozen=True):
    """What a sentence says in words about a comparison, read from its grammar.

    ``direction``: better, worse, higher, lower, longer, shorter, none (no difference), "" .
    ``favours`` is the arm that the words name as better, ``against`` the other, "" when open.
    ``significant``: True (says significant), False (says not significant / no difference),
    None (does not say). ``results`` are ids of the results the claim speaks of in its own
    sentence or the one before.
    """

    spans: tuple[Span, ...]
    words: str
    direction: str = ""
    significant: bool | None = None
    negated: bool = False
    hedged: bool = False
    endpoints: tuple[str, ...] = ()
    favours: str = ""
    against: str = ""
    ref: tuple[str, ...] = ()
    study: str = ""
    tables: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    sentence: tuple[Span, ...] = ()
    block: int | None = None
    place: Place = "text"
    subject: str = ""  # the group the sentence speaks of ("A was longer than B": A)
    comparator: str = ""  # the group it is held against (B)
    scope: str = ""  # "clause", "sentence", "before": where the results stand, "" when nowhere
    section: tuple[str, ...] = ()


class Number(msgspec.Struct, frozen=True):
    """A printed number of the article and what it was taken for. ``role`` is p, estimate, low,
    high, level, median, percent, count, total, n, year, citation, identifier, dose, grade, date,
    duration, other; ``result`` is the id of the result it belongs to."""

    id: str
    num: Num
    role: str
    place: Place
    label: str = ""
    result: str = ""


class Shared(msgspec.Struct, frozen=True):
    """One number of the left result and the number of the right that it repeats.

    ``name`` is estimate, low, high, p, value, count, total, value low, value high or sd; ``kind``
    is the value's or the effect's kind; ``how`` says how the two stand to each other ("same",
    "rounded", "weaker"); ``relations`` are those of two P values.
    """

    name: str
    left: Num
    right: Num
    how: str
    kind: str = ""
    relations: tuple[str, str] = ("=", "=")


class Link(msgspec.Struct, frozen=True):
    """Two results that report the same quantity. ``basis`` is key, numbers, both or
    people; ``certainty`` in (0, 1]; ``open_keys`` are the keys that one side leaves open (severity
    one lower)."""

    left: str  # id of the result read first as the claim (text, abstract)
    right: str  # id of the result it is held against (table, body)
    basis: str
    certainty: float = 1.0
    open_keys: tuple[str, ...] = ()
    derived: str = ""  # "sum", "difference", "percentage" when one side is computed from the other
    shared: tuple[Shared, ...] = ()  # the only numbers that the link speaks of, if any


class PrimaryReport(msgspec.Struct, frozen=True):
    """One row of ``primary_reports.csv``: what the primary publication reports; "" = not seen."""

    ref: str
    line: int
    fields: dict[str, str]


class Dossier(msgspec.Struct, frozen=True, dict=True):
    """All that checks may look at: no file, no reader, no table of pandas."""

    article: Article
    results: tuple[Result, ...] = ()
    links: tuple[Link, ...] = ()
    claims: tuple[Claim, ...] = ()
    studies: tuple[StudyRow, ...] = ()
    numbers: tuple[Number, ...] = ()
    primaries: tuple[PrimaryReport, ...] = ()
    parameters: dict[str, float] = {}
    verdicts: tuple[Verdict, ...] | None = None  # of the other families, for the family CV only

    def result(self, name: str) -> Result:
        """The result with this id; KeyError when there is none."""
        return self._by_id[name]

    @cached_property
    def _by_id(self) -> dict[str, Result]:
        return {r.id: r for r in self.results}

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The links with their two results."""
        # Counts of people are no results of a comparison: a check of their own lays them together.
        links = (k for k in self.links if k.basis != "people")
        return tuple(Pair(k, self.result(k.left), self.result(k.right)) for k in links)

    def beside(self, right: str) -> tuple[Pair, ...]:
        """The pairs whose right result has this id."""
        return self._by_right.get(right, ())

    @cached_property
    def _by_right(self) -> dict[str, tuple[Pair, ...]]:
        out: dict[str, tuple[Pair, ...]] = {}
        for pair in self.pairs:
            out[pair.right.id] = (*out.get(pair.right.id, ()), pair)
        return out


class Pair(msgspec.Struct, frozen=True):
    """A link with the two results it joins: what checks of the TT family are called with."""

    link: Link
    left: Result
    right: Result


# --------------------------------------------------------------------------- verdicts


class Evidence(msgspec.Struct, frozen=True):
    """A place that a verdict speaks of: its role (estimate, low, high, level, p, value, count,
    total, n, sentence, header, footnote, reference ...) and where it is."""

    role: str
    span: Span
    place: Place = "text"
    label: str = ""


class Finding(msgspec.Struct, frozen=True):
    """What a check function returns; `checks.registry` makes the `Verdict` of it."""

    outcome: Outcome
    severity: Severity | None = None
    message: str = ""
    computed: dict[str, str] = {}
    alternatives: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    results: tuple[str, ...] = ()
    ref: tuple[str, ...] = ()
    study: str = ""
    endpoint: str = ""


class Verdict(msgspec.Struct, frozen=True):
    """One row of the audit: a check applied to a record."""

    id: str
    check: str
    name: str
    outcome: Outcome
    severity: Severity | None
    message: str
    ref: tuple[str, ...] = ()
    study: str = ""
    endpoint: str = ""
    computed: dict[str, str] = {}
    alternatives: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Audit(msgspec.Struct, frozen=True):
    """Everything that is known of one article after the checks ran."""

    article: Article
    dossier: Dossier
    verdicts: tuple[Verdict, ...]
