"""Counts of people in text and tables that speak of the same people, also as sums.

Belongs here: laying a count of the text beside a set of sizes of a table (`laid`), how
well words name a group. Does not: which pairs are links (`participants_links`), reading the counts
(`extraction.participants`), judging them (`checks.participants`).

People are lost between randomisation and analysis, so two different numbers are no disagreement
until both places say that they count the same people at the same stage. Numbers that agree are
linked where the words allow it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

from src.utils.extraction.participants_words import SEX, UNIT
from src.utils.linking.words import OF_ALL
from src.utils.records import Num, Result, Value

#: How a count of the text and sizes of a table meet.
SAME, SUM = "same", "sum"
#: Smaller counts meet a size by chance, when no word says that they count the same.
TELLING, LEAST = 20, 8
#: Counts that two sets of people hardly share by chance.
_RARE = 50
#: What a link of counts of people rests on, as `Link.basis` says it.
BASIS = "people"
_WORD = re.compile(r"[A-Za-z][A-Za-z]+|(?<![A-Za-z])\d+(?:\.\d+)?")
_EVERYDAY = frozenset(
    """the a an of in to for with without and or on at by from per as was were had have has who
    that which received receive receiving assigned allocated randomised randomized randomly group
    groups arm arms cohort patients participants subjects treatment treated trial study n each
    reported said they it this those these their be been did do no not respective
    respectively data other both""".split()
)


#: What is done with whole groups; a trait or an outcome has counts of its own.
_STAGES = ("randomised", "enrolled", "treated", "completed", "analysed")


class Match(msgspec.Struct, frozen=True):
    """Numbers of the left result beside those of the right one that they repeat or sum up."""

    left: tuple[Num, ...]
    right: tuple[Num, ...]
    how: str = SAME
    named: bool = False  # the words agree too


def counts_people(result: Result) -> bool:
    """Whether a result counts people (and none of the other checks may judge it)."""
    return result.unit == UNIT


@lru_cache(maxsize=16384)
def stems(text: str) -> frozenset[str]:
    """The telling words of a group's name, cut to six letters; numbers of doses are kept."""
    out = set()
    for found in _WORD.finditer(text.lower()):
        word = found.group()
        if word not in _EVERYDAY:
            word = word[:-1] if len(word) > 3 and word.endswith("s") else word
            out.add(word[:6])
    return frozenset(out)


@lru_cache(maxsize=16384)
def alike(said: str, name: str) -> float:
    """How well the words of a mention name a group of a table, 0 to 1.

    Words count by the share of the shorter name; initials of the longer one count as its words.

    >>> alike("zinc group", "Zinc 20 mg"), alike("chronic urticaria", "CU")
    (1.0, 1.0)
    """
    a, b = stems(said), stems(name)
    if not a or not b:  # "trial group" is a name where nothing else is said
        return 1.0 if said and said.lower() == name.lower() else 0.0
    common = len(a & b)
    if common:
        return common / min(len(a), len(b))
    for short, long in ((name, said), (said, name)):
        letters = re.findall(r"[A-Za-z]+", long)
        words = [w for w in letters if w.lower() not in _EVERYDAY]
        for token in re.findall(r"\b[A-Z]{2,5}\b", short):
            initials = "".join(w[0] for w in words).upper()
            if token in initials and len(words) >= len(token):
                return 1.0
    return 0.0


def name_of(result: Result, value: Value) -> str:
    """The group that a value counts, "" when it counts all."""
    if value.arm is None or value.arm >= len(result.arms):
        return ""
    return result.arms[value.arm].name


def number_of(value: Value) -> int:
    """A count as a number."""
    return int(value.nums[0].text)


def laid(mention: Result, sizes: Result) -> list[Match]:
    """Where the counts of a mention repeat the sizes of a set, or their sums."""
    listed = _in_order(mention, sizes)
    if listed:
        return listed
    out: list[Match] = []
    for value in mention.values:
        found = _one(mention, value, sizes)
        if found is not None:
            out.append(found)
    return out


def _in_order(mention: Result, sizes: Result) -> list[Match]:
    """Two or more neighbouring counts that are the whole set, or its sums by group, in order."""
    said = [number_of(v) for v in mention.values]
    if len(said) < 2:
        return []
    for parts in _partitions(sizes):
        sums = [sum(number_of(v) for v in part) for part in parts]
        if len(sums) < 2 or (max(sums) < LEAST and len(sums) < 3):
            continue
        for start in range(len(said) - len(sums) + 1):
            chosen = mention.values[start : start + len(sums)]
            if said[start : start + len(sums)] != sums or not all(
                v.arm is not None for v in chosen
            ):
                continue
            names = [" ".join(_leaves(sizes, part)) for part in parts]
            if _exchanged([name_of(mention, v) for v in chosen], names, sums):
                continue
            return [
                Match(
                    value.nums,
                    tuple(v.nums[0] for v in part),
                    SAME if len(part) == 1 else SUM,
                    alike(name_of(mention, value), name) > 0,
                )
                for value, part, name in zip(chosen, parts, names, strict=True)
            ]
    return []


def _exchanged(said: list[str], names: list[str], sums: list[int]) -> bool:
    """Whether the words put two different numbers at each other's groups."""
    if len(sums) != 2 or sums[0] == sums[1]:
        return False
    straight = alike(said[0], names[0]) + alike(said[1], names[1])
    crossed = alike(said[0], names[1]) + alike(said[1], names[0])
    return crossed > straight


def _leaves(sizes: Result, part: Iterable[Value]) -> list[str]:
    """What the names of a part of a set have in common, else all of them."""
    names = [name_of(sizes, v).split(" > ") for v in part]
    if len(names) == 1:
        return names[0]
    common = [p for p in names[0] if all(p in other for other in names)]
    return common or [" ".join(n) for n in names]


def _partitions(sizes: Result) -> Iterator[list[list[Value]]]:
    """The set value by value, then summed by its parent headings, then by its own."""
    groups = [v for v in sizes.values if not OF_ALL.match(name_of(sizes, v).rpartition(" > ")[2])]
    yield [[v] for v in groups]
    paths = [tuple(name_of(sizes, v).split(" > ")) for v in groups]
    for level in (0, -1):
        held: dict[str, list[Value]] = defaultdict(list)
        for value, path in zip(groups, paths, strict=True):
            held[path[level]].append(value)
        if all(len(p) > 1 for p in paths) and 1 < len(held) < len(groups):
            yield list(held.values())


def _one(mention: Result, value: Value, sizes: Result) -> Match | None:
    """One count against a set: the group its words name, or the sum of all."""
    wanted, label = number_of(value), name_of(mention, value)
    trait = label.startswith("with ")
    groups = [v for v in sizes.values if not OF_ALL.match(name_of(sizes, v).rpartition(" > ")[2])]
    total = next((v for v in sizes.values if v not in groups), None)
    if label.startswith("each"):
        same = [v for v in groups if number_of(v) == wanted]
        if len(same) > 1 and wanted >= 3:
            return Match(value.nums, tuple(v.nums[0] for v in same))
        return None
    if not stems(label):
        label = ""
    if label:
        named = _by_name(label, wanted, sizes, groups)
        if named is not None:
            return Match(value.nums, tuple(v.nums[0] for v in named), _how(named), True)
        if mention.context.population in _STAGES and wanted >= TELLING and len(groups) > 1:
            alone = _alone(label, wanted, sizes, groups)
            if alone is not None:
                return Match(value.nums, alone.nums)
    sex = sizes.context.header == "sex"
    if label and SEX.search(label) and not (sex or wanted >= TELLING):
        return None
    if mention.context.population in ("excluded",) and len(mention.values) == 1:
        return None
    if label and not trait and wanted < TELLING:
        return None
    if sex and not _pairs(groups, sizes):
        return None
    if total is not None and number_of(total) == wanted and wanted >= LEAST:
        return Match(value.nums, (total.nums[0],))
    if len(groups) == 1 and not groups[0].arm and total is None:
        only = groups[0]
        if number_of(only) == wanted and wanted >= LEAST and not name_of(sizes, only):
            return Match(value.nums, (only.nums[0],))
    if len(groups) > 1 and wanted >= LEAST and all(number_of(v) == wanted for v in groups):
        # every condition of a crossover has all participants
        return Match(value.nums, tuple(v.nums[0] for v in groups))
    everyone = sum(number_of(v) for v in groups)
    if len(groups) > 1 and everyone == wanted and wanted >= LEAST:
        return Match(value.nums, tuple(v.nums[0] for v in groups), SUM)
    if label or wanted < TELLING:
        return None
    # "56 zinc treated children": the words between number and noun may name the group
    named = _by_name(mention.context.subgroup, wanted, sizes, groups)
    if named is not None and len(named) == 1 and len(mention.values) == 1:
        return Match(value.nums, named[0].nums, named=True)
    alone = _alone(label, wanted, sizes, groups) if wanted >= _RARE else None
    return Match(value.nums, alone.nums) if alone is not None else None


def _alone(label: str, wanted: int, sizes: Result, groups: list[Value]) -> Value | None:
    """The only group of that size, unless the words name another one."""
    same = [v for v in groups if number_of(v) == wanted]
    others = [v for v in groups if v not in same]
    if len(same) != 1 or sizes.context.header == "sex":
        return None
    return None if any(alike(label, name_of(sizes, v)) for v in others) else same[0]


def _how(part: list[Value]) -> str:
    return SAME if len(part) == 1 else SUM


def _pairs(groups: list[Value], sizes: Result) -> bool:
    """Whether a set by sex holds both sexes."""
    names = " ".join(name_of(sizes, v) for v in groups)
    return "women" in names.split() and "men" in names.split()


def _by_name(label: str, wanted: int, sizes: Result, groups: list[Value]) -> list[Value] | None:
    """The group, or the groups under a common heading, that a label names and whose size fits."""
    sexes = SEX.findall(label)
    if sizes.context.header == "sex" and sexes:
        sex = "women" if sexes[0].lower()[0] in "fwg" else "men"
        part = [v for v in groups if name_of(sizes, v).rpartition(" > ")[2] == sex]
        if part and sum(number_of(v) for v in part) == wanted:
            return part
        return None
    fitting = [v for v in groups if number_of(v) == wanted]
    scores = [(alike(label, name_of(sizes, v)), v) for v in fitting]
    best = max(scores, key=lambda s: s[0], default=(0.0, None))
    if best[1] is not None and best[0] >= 0.5:
        rivals = [alike(label, name_of(sizes, v)) for v in groups if v not in fitting]
        if best[0] >= max(rivals, default=0.0) or wanted >= TELLING:
            return [best[1]]
    for parts in list(_partitions(sizes))[1:]:
        for part in parts:
            name = " ".join(_leaves(sizes, part))
            if sum(number_of(v) for v in part) == wanted and alike(label, name) >= 0.5:
                return part
    return None
