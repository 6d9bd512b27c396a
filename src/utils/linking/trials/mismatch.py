"""Results of which some numbers are unequal and that still report the same quantity.

A mention is held against such a result only when its own numbers stand in no table as printed;
what must agree, and how well the words must fit, stands here.
"""

from __future__ import annotations

from src.utils.linking import numerals
from src.utils.linking.compare import TRIPLE
from src.utils.linking.fields import NOT_REACHED, Field
from src.utils.linking.keys import adjustment
from src.utils.linking.meaning import UNNAMED, Meaning
from src.utils.linking.trials.belonging import all_patients, meant_elsewhere, misread, near
from src.utils.linking.trials.candidates import FITTING, MANY, Candidate, candidate
from src.utils.printed import printed
from src.utils.records import Result

#: Words fit a row this well before numbers that are only near each other make a link.
NAMED = 0.55
#: Words fit a row this well before an equal estimate makes a link although both bounds differ.
MEANT = 0.45
#: A row whose words fit better by this much is the one that is meant.
AHEAD = 0.4
#: Words that fit a row less than this do not name it at all.
NAMING = 0.12
#: What two numbers of an effect say that are this study's beside a citation of another.
OWN = 2.5
_SIGNS = (numerals.SIGN, numerals.THRESHOLD)


def mismatch(mention: Result, c: Candidate) -> bool:
    """Whether a result with some numbers unequal still reports the same quantity.

    A clear majority of telling numbers must agree and the words must fit. Citations of other
    work, disagreeing keys and numbers that stand everywhere never make such a link.
    """
    if c.seen.all_agree or c.against or c.qualified:
        return False
    if mention.ref and not c.other.ref and not _own(c):
        return False
    wrong = [f for f in c.seen.fields if not f.agrees and f.name != "n"]
    if wrong and all(f.name == "p" for f in c.seen.fields):
        return _sign_only(c, wrong)
    telling = [f for f in c.seen.fields if f.weight >= 0.45 and f.agrees]
    if not wrong or not telling:
        return False
    if c.seen.crossed:
        return c.support >= 0.5
    triple = [f for f in c.seen.fields if f.name in TRIPLE]
    equal = [f for f in triple if f.agrees]
    if triple and not equal:
        return False  # another effect, whatever else agrees
    if len(triple) == 3 and len(equal) >= 2:
        return _triple_slipped(c, equal, wrong)
    if len(triple) == 3 and _bounds_moved(mention, c, equal[0], triple):
        return True
    return not all_patients(mention, c, wrong) and _values_slipped(c, telling, wrong)


def _own(c: Candidate) -> bool:
    """Whether a sentence that cites another study still reports this one's result.

    By words and numbers, or by two numbers of an effect that no other study repeats by chance,
    with the third a slip away.
    """
    wrong = [f for f in c.seen.fields if not f.agrees and f.name != "n"]
    told = sum(f.weight for f in c.seen.fields if f.name in TRIPLE and f.agrees)
    slipped = len(wrong) == 1 and _slip(wrong[0])
    return (c.strong and c.support >= NAMED) or (told >= OWN and slipped)


def _sign_only(c: Candidate, wrong: list[Field]) -> bool:
    """A P value printed as equal in one place and as a limit in the other.

    Nobody chooses 0.0022 as a limit: such digits are the same P wherever they stand.
    """
    same = [f for f in wrong if f.how == numerals.SIGN and numerals.weight(f.left.text) >= 1.0]
    return len(same) == len(wrong) == 1


def _triple_slipped(c: Candidate, equal: list[Field], wrong: list[Field]) -> bool:
    """Whether an effect of which one number, or only its P, differs is the same effect."""
    enough = sum(f.weight for f in equal)
    beside = sum(f.weight for f in c.seen.fields if f.agrees and f not in equal)
    if len(equal) == 3:
        # With the digits of P equal too, any row; a light triple may stand in two by chance.
        signs = all(f.how in _SIGNS for f in wrong)
        return enough >= 1.3 and (c.support >= FITTING or signs or enough + beside >= MANY)
    slipped = all(map(_slip, wrong))
    if slipped and c.leaf >= 0.6 and c.support >= NAMING:
        return True  # its own row by name
    if c.modelled and enough < 1.9:
        return False  # adjusted and crude estimates often share a bound
    if enough >= 0.9 and c.support >= 0.45:  # whole percentages weigh little, the words much
        return True
    if enough >= 1.0 and enough + beside >= MANY:
        return True
    if enough >= 1.3 and (c.support >= 0.15 or enough >= 2.5):
        return True
    return enough >= 1.9 and slipped


def _bounds_moved(mention: Result, c: Candidate, equal: Field, triple: list[Field]) -> bool:
    """Whether both bounds beside an equal estimate are a little off, in the row that is named.

    Crude and adjusted estimates often agree to two digits: both places must say alike which it is.
    An estimate outside its own bounds has those of another one: they may be far off.
    """
    if _outside(mention) and equal.name == "estimate" and c.other.table is not None:
        return c.support >= MEANT
    if equal.name != "estimate" or equal.weight < 1.0 or c.modelled or c.other.table is None:
        return False  # two sentences may speak of two models or times
    if not c.referred and adjustment(mention) != adjustment(c.other):
        return False
    if not all(near(f) for f in triple if f.name != "level"):
        return False
    return c.support >= MEANT


def _outside(mention: Result) -> bool:
    """Whether an estimate lies outside its own interval, so that one of them is misprinted."""
    e = mention.effect
    if e is None or e.estimate is None or e.low is None or e.high is None:
        return False
    low, estimate, high = (printed(n.text).value for n in (e.low, e.estimate, e.high))
    return not min(low, high) <= estimate <= max(low, high)


def _values_slipped(c: Candidate, telling: list[Field], wrong: list[Field]) -> bool:
    """Whether the values of a row are the mention's with one of them slipped.

    The more of the numbers agree, the less the words must say; whole percentages and small
    counts stand in many rows, so that three of them speak like two decimals.
    """
    equal = sum(f.weight for f in telling)
    if _whole_value_differs(wrong):
        return False
    if c.other.table is None:  # two sentences often share numbers of different outcomes
        many = len(telling) > len(wrong) and equal >= 1.4 and c.support >= 0.3
        likely = all(map(_slip, wrong)) and (many if len(telling) >= 2 else c.support >= 0.6)
        heavy = any(f.weight >= 0.9 and f.name != "total" for f in telling)
        return likely and heavy and len(wrong) == 1
    main = ("value", "count", "p", "estimate", "value low", "value high")
    if not any(f.name in main for f in telling):
        return False  # spreads and totals alone are no sign of the same quantity
    if len(telling) >= 3 and equal >= 2.5 and len(wrong) == 1 and _slip(wrong[0]):
        return True  # so many numbers stand in no other row by chance
    agreeing = [f for f in c.seen.fields if f.agrees and f.name != "level"]
    known = c.referred or c.support >= NAMING
    if known and len(agreeing) >= 3 and len(wrong) == 1 and _slip(wrong[0]):
        return sum(f.weight for f in agreeing) >= 1.1  # both arms' counts and percentages but one
    exchanged = len(wrong) == 2 and {f.left.text for f in wrong} == {f.right.text for f in wrong}
    if exchanged and len(agreeing) >= 2 and c.support >= 0.25:
        return True  # the counts of two arms beside the percentages of each other
    if len(telling) == len(wrong) == 1 and _slip(wrong[0]):
        one, other = telling[0], wrong[0]
        both = {one.name, other.name} == {"count", "value"}
        if both and one.weight >= 1.0 and c.support >= 0.3:
            return True  # a telling count with its percentage, one of them slipped
        alike = one.kind == other.kind and other.name != "sd"
        if one.weight >= 1.6 and alike and len(c.other.arms) >= 2:
            return c.support >= 0.1  # the other arm's number
    if max(f.weight for f in telling) < 0.9 and len(telling) < 3:
        # A count with its percentage, one of them slipped.
        alone = len(wrong) == 1 == len(telling) and _slip(wrong[0])
        spread = "sd" in (telling[0].name, wrong[0].name)
        return alone and not spread and (c.support >= 0.5 or (c.support >= 0.35 and c.leaf > 0.3))
    if len(telling) >= 2 and len(telling) > len(wrong):
        return equal >= 1.4 and (c.support >= 0.25 or (equal >= 2.0 and c.support >= NAMING))
    if len(telling) >= len(wrong):
        named = c.leaf > 0.5 or len(telling) > 1
        return c.support >= 0.35 and named and all(_slip(f) for f in wrong)
    return False


def repeats_but_one(c: Candidate) -> bool:
    """Whether a row agrees in a telling number and differs in one by a slip of the key.

    Enough only for a row of which the sentence repeats other numbers as well.
    """
    wrong = [f for f in c.seen.fields if not f.agrees and f.name != "n"]
    main = [f for f in c.seen.fields if f.name in ("value", "count", "total", "estimate")]
    telling = any(f.agrees and f.weight >= 1.0 for f in main)
    return telling and len(wrong) == 1 and _slip(wrong[0]) and not c.against and not c.qualified


def _whole_value_differs(wrong: list[Field]) -> bool:
    """Whether a value differs together with its own spread or interval: another value."""
    main = {f.arm for f in wrong if f.name == "value"}
    return any(f.arm in main for f in wrong if f.name in ("sd", "value low", "value high"))


def words_agree(mention: Result, c: Candidate, cells: list[Result], meaning: Meaning) -> bool:
    """Whether no other row of the table is meant clearly better by the mention's words."""
    if c.whole_triple:
        return True
    if meant_elsewhere(mention, c, cells, meaning):
        return False
    values_only = not any(f.name in TRIPLE for f in c.seen.fields)
    if (values_only or not c.strong) and misread(mention, c, cells, meaning):
        return False
    if c.strong:
        return True
    # Rows of which no word is said cannot be ahead.
    worded = meaning.sharing(mention, cells) if c.support + AHEAD >= UNNAMED else cells
    rows = [r for r in worded if r.table == c.other.table and _alike(r, c.other)]
    beside = meaning.named(mention, c.other)
    return all(
        meaning.support(mention, r) <= c.support + AHEAD
        and meaning.named(mention, r) <= beside + AHEAD
        for r in rows
    )


def _alike(a: Result, b: Result) -> bool:
    """Whether two rows report the same sort of number."""
    return (a.effect is None) == (b.effect is None)


def _slip(f: Field) -> bool:
    """Whether one slip of a key leads from one numeral to the other."""
    if f.how != numerals.DIFFERENT:
        return True
    if NOT_REACHED in (f.left.text, f.right.text):
        return False
    return bool(numerals.slip_rounded(f.left.text, f.right.text))


def best_of(wrong: list[Candidate]) -> Candidate | None:
    """The best of the candidates for a difference, if it is clearly the best.

    Where the whole triple agrees any of several rows would do; otherwise a second row that fits
    about as well leaves open which of them is meant, and nothing is said.
    """
    if not wrong:
        return None
    pick = max(wrong, key=lambda c: c.score)
    fewer = [c for c in wrong if _hard(c) < _hard(pick) and _held(c) >= _held(pick)]
    if fewer:  # more of the mention's numbers stand there
        pick = max(fewer, key=lambda c: c.score)
    said = _said(pick)
    rivals = [c for c in wrong if c.score > pick.score - 0.15 and _said(c) != said]
    return pick if pick.whole_triple or not rivals else None


def _hard(c: Candidate) -> int:
    """How many numbers differ by more than the sign of a P."""
    return sum(not f.agrees and f.how not in _SIGNS for f in c.seen.fields)


def _held(c: Candidate) -> int:
    return sum(f.agrees for f in c.seen.fields)


def _said(c: Candidate) -> set[str]:
    """The numbers that a candidate prints where the mention differs; alike in a repeated row.

    Rounded as the mention rounds: 1.38 and 1.41 are the same 1.4 to a sentence with one decimal.
    """
    return {_as_told(f) for f in c.seen.fields if not f.agrees}


def _as_told(f: Field) -> str:
    decimals = len(f.left.text.partition(".")[2])
    if decimals >= len(f.right.text.partition(".")[2]):
        return f.right.text
    return numerals.rounded_to(f.right.text, decimals)[0]


def near_by_name(mention: Result, cells: list[Result], meaning: Meaning) -> Candidate | None:
    """The row that the words name in the table referred to, with all three numbers near.

    For an estimate whose bounds were recomputed together: none of the numbers is equal, and all
    are close. Only where the sentence refers to the table.
    """
    if mention.effect is None or mention.effect.low is None or not mention.tables:
        return None
    found = []
    for cell in meaning.sharing(mention, cells):  # NAMED is more than UNNAMED
        if cell.label not in mention.tables or cell.effect is None or cell.effect.low is None:
            continue
        if meaning.support(mention, cell) < NAMED:
            continue
        c = candidate(mention, cell, meaning)
        triple = [f for f in c.seen.fields if f.name in TRIPLE]
        if any(f.agrees and f.name == "estimate" for f in triple):
            return None  # a row that the words name prints the estimate itself
        if c.support >= NAMED and not c.against and len(triple) == 3 and all(map(near, triple)):
            found.append(c)
    return best_of(found)
