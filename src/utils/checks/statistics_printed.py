"""Test statistics by their symbols, as sentences and as tables print them.

What belongs here: which symbols are known, where they stand, and which P value stands behind each.
What does not: whether two places agree (`tt_statistic`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import msgspec

from src.utils.checks.said import sentences
from src.utils.checks.sheet_cells import Entry
from src.utils.checks.sheets import sheets
from src.utils.extraction.loose_pairs import LONE_P
from src.utils.linking.names.rows import stems_of
from src.utils.printed import normalise
from src.utils.records import Dossier, Num, Place, PValue, View

#: Symbols as printed, and what each is called; "r s" is a subscript set apart.
_SYMBOLS: tuple[tuple[str, str], ...] = (
    (r"t", "t"),
    (r"F", "F"),
    (r"[zZ]", "z"),
    (r"(?:χ|[Xx]|[Cc]hi)(?:\s?\^?\s?[2²]|[-\s]?squared?)", "chi-square"),
    (r"(?:r(?:\s?s)?|ρ|rho)", "r"),
    (r"(?:β|[Bb]eta)", "beta"),
    (r"[Bb]", "b"),
    (r"(?:BF(?:\s?10)?|Bayes\s[Ff]actors?)", "Bayes factor"),
    (r"(?:κ|[Kk]appa)", "kappa"),
)
_ANY = "|".join(f"(?P<s{i}>{pattern})" for i, (pattern, _) in enumerate(_SYMBOLS))
_NUMBER = r"-?\s?(?:\d{1,4}(?:\.\d{1,4})?|\.\d{1,4})"
#: Degrees of freedom behind a symbol, in brackets or as a subscript: "F(1, 415)", "F1,415".
_DF = r"(?:[(\[]\s?[\d.,;\sdfnN=]{1,22}[)\]]|\d{1,3}\s?,\s?\d{1,5}|\d{1,4})"
_SAID = re.compile(
    rf"(?<![\w.])(?:{_ANY})\s?(?:{_DF}\s?)?=\s?(?P<x>{_NUMBER})"
    r"(?![\d.]*\d|\s*%)"
)
_HEAD = re.compile(
    rf"(?<![^\W_])(?:{_ANY})(?![^\W_])(?:[-\s]?(?:statistics?|values?|scores?|tests?))?"
)
#: What else may stand over a column of a statistic; more words make it another quantity.
_OTHER_WORDS = re.compile(
    r"\b(?!(?:df|degrees|of|freedom|tests?|values?|statistics?|student(?:[’']s)?|pearson|spearman|"
    r"coefficients?|regression|standardi[sz]ed)\b)[^\W\d_]{2,}",
    re.I,
)
#: Between a statistic and the P value of the same test.
_ON = re.compile(r"[^()\[\];]{0,40}")
#: Stems of words.
Names = frozenset[str]


class Held(msgspec.Struct, frozen=True):
    """A statistic in a table: its row, the words of the row's own name, and the P value behind."""

    number: Num
    label: str
    row: str
    name: Names
    column: tuple[int, int]
    p: PValue | None
    in_row: tuple[PValue, ...] = ()


class Said(msgspec.Struct, frozen=True):
    """A statistic in a sentence, with the P value behind it and the words before it."""

    symbol: str
    number: Num
    p: PValue | None
    near: Names
    sentence: Names
    place: Place

    @property
    def shown(self) -> str:
        """As the messages print it."""
        return f"{self.symbol} = {self.number.text}"


def tables(dossier: Dossier) -> dict[str, list[Held]]:
    """The statistics of all tables by symbol."""
    ps: dict[tuple[int | None, int | None], list[PValue]] = defaultdict(list)
    for r in dossier.results:
        if r.place == "table" and r.p:
            ps[r.table, r.row] += r.p
    out: dict[str, list[Held]] = defaultdict(list)
    for sheet in sheets(dossier):
        symbols = {
            c.index: s for c in sheet.columns if (s := _symbol(c.path[-1] if c.path else ""))
        }
        for row in sheet.rows if symbols else ():
            found = {c: e for c, e in row.entries.items() if c in symbols and _alone(e)}
            starts = sorted(e.nums[0].span.start for e in found.values())
            for column, entry in found.items():
                number = entry.nums[0]
                ends = [s for s in starts if s > number.span.start]
                p = _behind(ps[sheet.index, row.index], number, ends[0] if ends else None)
                own = stems_of(row.label)
                if own:
                    place = (sheet.index, column)
                    every = tuple(ps[sheet.index, row.index])
                    held = Held(number, sheet.table.label, row.name, own, place, p, every)
                    out[symbols[column]].append(held)
    return out


def _alone(entry: Entry) -> bool:
    """Whether an entry prints a statistic, with nothing beside it but whole degrees of freedom."""
    return len(entry.nums) <= 3 and all("." not in n.text for n in entry.nums[1:])


def _behind(ps: list[PValue], number: Num, end: int | None) -> PValue | None:
    """The first P value of a row behind a statistic and before the next one."""
    behind = [
        p
        for p in ps
        if p.value.span.start > number.span.start and (end is None or p.value.span.start < end)
    ]
    return min(behind, key=lambda p: p.value.span.start, default=None)


def _symbol(head: str) -> str:
    """The statistic that a heading names and nothing else, or ""."""
    found = _HEAD.search(head)
    if found is None:
        return ""
    rest = head[: found.start()] + head[found.end() :]
    return "" if _OTHER_WORDS.search(rest) else _family(found)


def _family(found: re.Match[str]) -> str:
    return next(name for i, (_, name) in enumerate(_SYMBOLS) if found[f"s{i}"] is not None)


def said(dossier: Dossier) -> Iterator[Said]:
    """The statistics of the prose, each with the P value behind it."""
    for block, view in sentences(dossier):
        if "=" not in view.text:
            continue
        whole, start = stems_of(view.text), 0
        for found in _SAID.finditer(view.text):
            on = _ON.match(view.text, found.end())
            end = on.end() if on else found.end()
            following = _SAID.search(view.text, found.end(), end)
            p = LONE_P.search(view.text, found.end(), following.start() if following else end)
            number = Num(normalise(found["x"].replace(" ", "")), view.span(*found.span("x")))
            near = stems_of(view.text[start : found.start()])
            yield Said(_family(found), number, _p_value(view, p), near, whole, block.place)
            start = p.end() if p else found.end()


def _p_value(view: View, found: re.Match[str] | None) -> PValue | None:
    if found is None:
        return None
    relation = {"≤": "<=", "≥": ">="}.get(found["relation"] or "=", found["relation"] or "=")
    number = Num(normalise(found["p"]), view.span(*found.span("p")))
    return PValue(relation, number, view.span(*found.span()))
