"""Estimates without an interval: HR 0.43, P < 0.001; hazard ratios of 15.6 and 9.8."""

from __future__ import annotations

import re

from src.utils import terms
from src.utils.extraction import effect_around as around
from src.utils.extraction.effect_values import OwnIntervals
from src.utils.extraction.found import Found, ValueFound
from src.utils.extraction.ratio_shape import number_of

#: From a label to its estimate, over what it is of: "HR for death from any cause was 0.57".
_OF_WHAT = re.compile(r"L(?P<of>[wo])[wEoha]{1,7}[bq]\Z")
#: From one estimate to the next, where each says what it is of: "0.57 for falls and of 0.67 for".
_EACH_NAMED = re.compile(r"[wo][wEh]{1,4}c?ao?")
#: The same with the name before the second one: "0.57 (P = 0.01), and for pain 0.67".
_NAMED_AFTER = re.compile(r"\)?(?:[c(]{1,2}P\)?)?[cs]?a(?P<of>[wo])[wEh]{1,4}b?")
_OF = frozenset("for of in among".split())
_VERBS = frozenset({"was", "were", "is", "are", None})


class Alone(OwnIntervals):
    """Reads estimates that stand without their interval."""

    def _without_interval(self, i: int) -> tuple[Found | ValueFound, int] | None:
        """HR 0.43, P < 0.001: the label stands directly before the numeral."""
        x = self.x
        j = i - 1
        while j >= 0 and i - j <= 4 and x.codes[j] in "qkob(":
            j -= 1
        if x.codes[max(j - 2, 0) : i] == "(Lc":
            j -= 1  # (HR, 0.68; P = 0.1)
        if j < 0 or x.codes[j] != "L":
            j = self._label_of(i)
        if j < 0 or not self._is_kind(j):
            return self._listed(i)
        if x.codes[i + 1 : i + 3] == "tN":
            return None  # standardised differences of -0.191 to 0.38: a range of several
        following = x.codes[i + 1 : i + 2]
        between = x.text[x.ends[j] : x.starts[i]]
        if any(c in between for c in "<>≤≥") or (between.split()[-1:] == ["at"]):
            return None  # "HR < 1 favours"; "the difference at 6 months"
        kind, said, word = x.data[j]
        ratio = kind in terms.RATIOS
        if ratio and (
            following in ("%", "u", "/", "h", "n", "d")
            or ("." not in x.data[i] and x.codes[j + 1 : i] not in ("q", "ob", "b", "o", "k", ""))
        ):
            return None
        if not ratio:
            if word.lower().startswith("differen") and x.codes[j + 1 : i] == "":
                return None
            if following not in ("%", "u") and "." not in x.data[i]:
                return None
        if ratio and number_of(x.data[i]) > 200:
            return None
        adjusted = said or self._adjusted(i)
        own = around.interval_before(x, j, self.taken) if ratio else None
        found = Found(
            kind=kind,
            kind_at=(x.starts[j], x.ends[j]),
            adjusted=adjusted,
            estimate=x.token(i),
            percent=following == "%",
        )
        last = i + (1 if following in ("%", "u") and following else 0)
        if own is not None:
            found.low, found.high, found.level, found.method = own[:4]
            self._remember(found, last)
            return found, last
        return self._bare_estimate(found, last)

    def _bare_estimate(self, found: Found, last: int) -> tuple[Found, int]:
        """Remember an estimate without interval: the level stays, a list may go on after it."""
        kept = self.level
        self._remember(found, last)
        self.level, self.list_end = kept, last
        return found, last

    def _label_of(self, i: int) -> int:
        """The label before what its estimate is of, "the HR for relapse was 0.57"; -1: none."""
        x = self.x
        m = _OF_WHAT.search(x.codes, max(self.taken + 1, i - 12, 0), i)
        if m is None or "." not in x.data[i] or number_of(x.data[i]) > 20:
            return -1
        if x.data[m.start("of")] not in _OF or x.data[i - 1] not in _VERBS:
            return -1
        return m.start() if x.data[m.start()][0] in terms.RATIOS else -1

    def _next_named(self, i: int, between: str) -> bool:
        """Whether two estimates each say what they are of: 0.57 for falls and of 0.67 for pain."""
        x = self.x
        if m := _NAMED_AFTER.fullmatch(between):
            return x.data[self.list_end + 1 + m.start("of")] in _OF
        if not _EACH_NAMED.fullmatch(between) or x.codes[i + 1 : i + 2] not in ("w", "o"):
            return False
        return x.data[self.list_end + 1] in _OF and x.data[i + 1] in _OF

    def _listed(self, i: int) -> tuple[Found, int] | None:
        """The next of a list without intervals: hazard ratios of 15.6 and 9.8."""
        x = self.x
        if self.list_end < 0 or self.list_end != self.taken or "." not in x.data[i]:
            return None
        between = x.codes[self.list_end + 1 : i]
        if x.codes[i + 1 : i + 2] in tuple("%u/hd(") and x.codes[i + 1 : i + 3] != "(P":
            return None
        named = self._next_named(i, between)
        if between not in ("a", "c", "ca") and not named:
            return None
        if not self.kind or self.difference or self.last_kind_at is None:
            return None
        label = x.text[slice(*self.last_kind_at)]
        if not named and not label.rstrip(")] ").endswith("s"):
            return None  # only a plural label opens a list
        found = Found(kind=self.kind, adjusted=self.adjusted, estimate=x.token(i))
        return self._bare_estimate(found, i)
