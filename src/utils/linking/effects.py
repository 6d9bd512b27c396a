"""Effects of a sentence that its other effects lead to: sisters by endpoint, exchanged rows.

"The hazard ratio was 1.84 for PFS and 1.95 for OS": when the first stands in the row of a factor
under PFS, the second is that factor's under OS, also if no digit of it is printed there. And when
two effects of a sentence stand each in the row that the words of the other name, they were
exchanged. What belongs here: effects. P values, counts and means have passes of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from src.utils import terms
from src.utils.linking import numerals
from src.utils.linking.alignment import whole_name
from src.utils.linking.compare import TRIPLE, compare
from src.utils.linking.fields import Field, comparable, value_fields
from src.utils.linking.held import Held
from src.utils.linking.keys import adjustment, conflicts, standard
from src.utils.linking.meaning import Meaning
from src.utils.linking.reading import Reading
from src.utils.linking.words import tokens
from src.utils.records import Effect, Link, Num, Result, Shared, Span

#: A row's own head is said for the greater part beside the numbers, or hardly at all.
SAID, UNSAID = 0.5, 0.2
#: Three equal numbers weigh so much before they stand in no other row by chance.
HEAVY = 2.5
#: A row's own head is said nearly in full.
NAMED = 0.75
_SAME = (numerals.SAME, numerals.ROUNDED)

Sentence = tuple[Span, ...]
Laid = tuple[Result, Result]


def link_effects(reading: Reading, held: Held, meaning: Meaning) -> Iterator[Link]:
    """Links of effects by the other effects of their sentence."""
    cells = [c for c in reading.cells if c.effect]
    mentions = [m for m in reading.mentions if m.effect is not None and m.sentence]
    laid: dict[Sentence, list[Laid]] = defaultdict(list)
    for mention in mentions:
        assert mention.effect is not None
        estimate = mention.effect.estimate
        for h in held.of(estimate.span) if estimate is not None else ():
            if h.cell.effect and h.field.name == "estimate":
                laid[mention.sentence].append((mention, h.cell))
    open_ = [m for m in mentions if _unspoken(m, held)]
    for mention in open_:
        row = _sister(mention, laid.get(mention.sentence, ()), cells)
        if row is not None:
            yield Link(mention.id, row.id, "both", 0.9, (), "", _shared(mention, row))
    told = [m for m in open_ if len(m.values) == 2 and m.effect and m.effect.low is not None]
    for mention, row in _beside_values(told, reading.cells, meaning) if told else ():
        yield Link(mention.id, row.id, "both", 0.9, (), "", _shared(mention, row))
    for pairs in laid.values():
        for mention, row in _exchanged(pairs, meaning):
            yield Link(mention.id, row.id, "both", 0.9, (), "", _shared(mention, row))


def _unspoken(mention: Result, held: Held) -> bool:
    e = mention.effect
    if e is None or e.estimate is None or mention.ref:
        return False
    return not held.speak_of(e.estimate.span)


def _beside_values(mentions: list[Result], cells: list[Result], meaning: Meaning) -> Iterator[Laid]:
    """Effects of rows whose name and whose numbers of both arms a sentence repeats.

    "Obstruction (25 vs. 9, OR 3.4)" beside the row "Obstruction | 25 | 9 | 4.3".
    """
    rows: dict[tuple[int | None, int | None], list[Result]] = defaultdict(list)
    for c in cells:
        rows[c.table, c.row].append(c)
    for mention in mentions:
        found = []
        for held in rows.values():
            if meaning.leaf(mention, held[0]) < NAMED:
                continue
            names = _names_of_columns(mention, held)
            effects = [c for c in held if c.effect is not None and c.effect.low is not None]
            if names is None or any(_repeats(mention, c) for c in effects):
                continue
            if len(effects) > 1:
                effects = [c for c in effects if names <= tokens(c.context.header)]
            found += effects
        if len(found) == 1 and _one_question(mention, found[0]):
            yield mention, found[0]


def _names_of_columns(mention: Result, row: list[Result]) -> frozenset[str] | None:
    """The words of the two columns in which a row prints both values of a mention, if it does."""
    for cell in row:
        at = []
        for v in mention.values:
            same = [
                w for w in cell.values if comparable(v, w) and any(map(_tells, value_fields(v, w)))
            ]
            at.append(same[0].arm if len(same) == 1 else None)
        if None not in at and at[0] != at[1]:
            return frozenset[str]().union(*(whole_name(cell.arms[i]) for i in at if i is not None))
    return None


def _tells(f: Field) -> bool:
    return f.name in ("value", "count") and f.how in _SAME


def _repeats(mention: Result, cell: Result) -> bool:
    """Whether two of the three numbers agree: the other passes speak of such a row."""
    return sum(f.agrees for f in compare(mention, cell).fields if f.name in TRIPLE) >= 2


def _one_question(mention: Result, cell: Result) -> bool:
    a, b = mention.effect, cell.effect
    assert a is not None and b is not None
    alike = a.kind == b.kind and adjustment(mention) == adjustment(cell)
    return alike and not conflicts(mention, cell)


def _sister(mention: Result, pairs: Sequence[Laid], cells: list[Result]) -> Result | None:
    """The only row that is to a mention what the row of its sister is to the sister."""
    found: dict[str, Result] = {}
    for sister, row in pairs:
        if not _apart_by_endpoint(mention, sister) or row.endpoint != sister.endpoint:
            continue
        own = _signature(row)
        for cell in cells:
            if cell.endpoint != mention.endpoint:
                continue
            if _signature(cell) == own and not conflicts(mention, cell):
                found[cell.id] = cell
    if len(found) != 1:
        return None
    cell = next(iter(found.values()))
    return cell if _differs_by_slip(mention, cell, cells) else None


def _apart_by_endpoint(a: Result, b: Result) -> bool:
    """Whether two effects of a sentence are of one sort and of two standard endpoints."""
    assert a.effect is not None and b.effect is not None
    if a.id == b.id or not (standard(a.endpoint) and standard(b.endpoint)):
        return False
    same = a.effect.kind == b.effect.kind and adjustment(a) == adjustment(b)
    return same and a.endpoint != b.endpoint and a.context.subgroup == b.context.subgroup


def _signature(cell: Result) -> tuple[frozenset[str], frozenset[str], str]:
    """What a row and its column say besides the endpoint."""
    own = tokens(f"{cell.endpoint_printed} {cell.endpoint} {terms.ENDPOINT_TEXT[cell.endpoint]}")
    return tokens(cell.context.row) - own, tokens(cell.context.header) - own, cell.context.analysis


def _differs_by_slip(mention: Result, cell: Result, cells: list[Result]) -> bool:
    """Whether one slip sets an effect apart from a row, and no other row prints it."""
    fields = [f for f in compare(mention, cell).fields if f.name in TRIPLE]
    wrong = [f for f in fields if not f.agrees]
    if not wrong or len(wrong) == len(fields) > 1:
        return False
    if not all(numerals.slip_rounded(f.left.text, f.right.text) for f in wrong):
        return False
    said = mention.effect
    assert said is not None and said.estimate is not None
    return not any(
        c.effect is not None
        and c.effect.estimate is not None
        and c.endpoint in ("", mention.endpoint)
        and numerals.state(said.estimate.text, c.effect.estimate.text) in _SAME
        for c in cells
        if c is not cell
    )


def _exchanged(pairs: Sequence[Laid], meaning: Meaning) -> Iterator[Laid]:
    """Mentions with the row that their words name, whose numbers the other one prints."""
    for i, (one, row) in enumerate(pairs):
        for other, there in pairs[i + 1 :]:
            if one.id == other.id or row.id == there.id or row.table != there.table:
                continue
            if not (_whole(one, row) and _whole(other, there)):
                continue
            if _names(one, there, row, meaning) and _names(other, row, there, meaning):
                yield one, there
                yield other, row


def _names(mention: Result, row: Result, not_row: Result, meaning: Meaning) -> bool:
    """Whether the words beside a mention name one row (or its endpoint) and not the other."""
    ends = (mention.endpoint, row.endpoint, not_row.endpoint)
    if row.row == not_row.row or row.column != not_row.column:
        return False
    if all(map(standard, ends)) and ends[1] != ends[2]:
        return ends[0] == ends[1]
    said, unsaid = meaning.leaf(mention, row), meaning.leaf(mention, not_row)
    return said >= SAID and unsaid <= UNSAID


def _whole(mention: Result, row: Result) -> bool:
    triple = [f for f in compare(mention, row).fields if f.name in TRIPLE]
    heavy = sum(f.weight for f in triple if f.agrees)
    return len(triple) == 3 and all(f.agrees for f in triple) and heavy >= HEAVY


def _shared(mention: Result, row: Result) -> tuple[Shared, ...]:
    """The numbers of two effects, each with its counterpart."""
    a, b = mention.effect, row.effect
    assert a is not None and b is not None
    return tuple(
        Shared(f.name, f.left, f.right, f.how, a.kind or b.kind)
        for name, x, y in zip(TRIPLE, _numbers(a), _numbers(b), strict=True)
        if x is not None and y is not None
        for f in (Field(name, x, y, numerals.state(x.text, y.text)),)
    )


def _numbers(e: Effect) -> tuple[Num | None, Num | None, Num | None]:
    return e.estimate, e.low, e.high
