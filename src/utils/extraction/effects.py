"""Effects: an estimate with its label, its interval and whether it is adjusted.

The interval is found first, from the numeral before it; the label is looked for to the left, and
a bare follower inherits from the estimate before. An interval under no ratio or difference is a
value's own (a median, a proportion).
"""

from __future__ import annotations

import re

from src.utils import terms
from src.utils.extraction import effect_around as around
from src.utils.extraction import grammar as g
from src.utils.extraction.effect_alone import Alone
from src.utils.extraction.effect_labels import COEFFICIENTS, Label
from src.utils.extraction.found import Found, ValueFound
from src.utils.extraction.ratio_shape import number_of
from src.utils.extraction.tokens import Token

#: No difference is said to be there; what follows is the arms'.
_DENIED = re.compile(r"(?i)\b(?:no|not|without|nor)\b[^.;]{0,40}\Z")


class Reader(Alone):
    """Reads effects of one stretch from left to right and remembers what followers inherit."""

    # ------------------------------------------------------------------ the rules

    def effect(self, i: int) -> tuple[Found | ValueFound, int] | None:
        """The effect, or the value with an interval of its own, that begins at numeral ``i``."""
        x = self.x
        if around.counts_units(x, i):
            return None
        head = self._head_before(i)
        m = None
        rule = ""
        if (
            head is not None
            and (m := g.AFTER_HEADS.match(x.codes, i))
            and self._fits(m, loose=True)
        ):
            rule = "heads"
        elif (m := g.FOLD.match(x.codes, i)) and self._fits(m):
            rule = "fold"
        elif (
            (m := g.PER_UNIT.match(x.codes, i))
            and x.data[i + 1] in ("per", "for", "with", "each", "every")
            or (m := g.WITH_HEAD.match(x.codes, i))
            and self._plausible(m)
        ):
            rule = "head"
        elif (m := g.IN_BRACKET.match(x.codes, i)) and self._fits(m):
            rule = "bracket"
        elif (m := g.BARE.match(x.codes, i)) and self._fits(m) and "." in x.data[i]:
            rule = "bare"
        elif (m := g.TRIPLE.match(x.codes, i)) and self._enclosed(m) and self._labelled(i):
            rule = "bracket"
        else:
            m = None
        if m is None:
            return self._spread(i) or self._open_effect(i) or self._without_interval(i)
        level, method, inherited = self._level(m, rule, head)
        low, high = x.token(m.start("low")), x.token(m.start("high"))
        back = number_of(high.text) < number_of(low.text)
        if back:
            low, high = high, low
        last = m.end() - 1
        if last + 1 < len(x.codes) and x.codes[last + 1] == ")" and "(" in m.group():
            last += 1
        behind = around.level_behind(x, last) if rule == "bracket" else None
        if behind is not None:
            (level, last), inherited = behind, False
        unit = "%" if "%" in m.group("unit") or m.group("tail") == "%" else ""
        timed = ("u" in m.group("unit") and x.data[i + 1] != "per") or m.group("tail") == "u"
        label = self._label(i, rule, bool(unit), timed, m)
        if label is None or self._two_values(i, label, last):
            label = self._coefficient(i, rule)
        if label is None:
            return self._value(i, m, rule, low, high, level, unit, last)
        kind, adjusted, at = label
        found = Found(
            kind=kind,
            kind_at=at,
            adjusted=adjusted,
            estimate=x.token(i),
            low=low,
            high=high,
            level=level,
            level_inherited=inherited,
            reversed=back,
            method=method,
            percent=bool(unit),
        )
        for j in range(i + 1, last + 1):
            if x.codes[j] == "P":
                found.ps.extend((r, t, x.starts[j], x.ends[j], q) for r, t, q in x.data[j])
        self._remember(found, last)
        return found, last

    def series(self, i: int) -> list[tuple[Found, int, int]]:
        """Estimates whose intervals follow in a list of their own, each with its first and last
        token: 0.61 and 0.78 (95% CIs 0.49-0.76 and 0.60-1.01); empty when none begin at ``i``."""
        x = self.x
        m = g.ESTIMATES_FIRST.match(x.codes, i)
        if m is None or m["tail"]:
            return []
        ests = [j for j in range(m.start("ests"), m.end("ests")) if x.codes[j] == "N"]
        bounds = [j for j in range(m.start("bounds"), m.end("bounds")) if x.codes[j] == "N"]
        if len(bounds) != 2 * len(ests):
            return []
        pairs = list(zip(bounds[::2], bounds[1::2], strict=True))
        texts = [
            [x.data[k] for k in (low, j, high)] for j, (low, high) in zip(ests, pairs, strict=True)
        ]
        if not all("." in t for row in texts for t in row) or not all(
            number_of(a) <= number_of(b) <= number_of(c) for a, b, c in texts
        ):
            return []
        last = g.WITH_HEAD.match(x.codes, ests[-1])
        label = self._label(i, "head", False, False, last) if last else None
        if label is None or label[0] not in terms.RATIOS or label[2] is None:
            return []
        level, method = x.data[m.start("head")]
        out = []
        for j, (low, high) in zip(ests, pairs, strict=True):
            found = Found(
                kind=label[0], kind_at=label[2] if j == i else None, adjusted=label[1],
                estimate=x.token(j), low=x.token(low), high=x.token(high),
                level=level or self.level, level_inherited=level is None and self.level is not None,
                method=method,
            )  # fmt: skip
            end = m.end() - 1 if j == ests[-1] else j
            self._remember(found, end)
            out.append((found, j, end))
        return out

    def _open_effect(self, i: int) -> tuple[Found | ValueFound, int] | None:
        """A value with an open bound, or an estimate: its interval says nothing of its spread."""
        value = self.open_bound(i)
        found = self._without_interval(i) if value is not None else None
        return (found[0], value[1]) if found is not None and value is not None else value

    def _two_values(self, i: int, label: Label, last: int) -> bool:
        """Whether the numeral is one arm's value under the word difference, with its own interval,
        and the other's follows: no difference was seen (24% [18-31] versus 26% [20-33])."""
        x = self.x
        if label[0] in terms.RATIOS or label[2] is None:
            return False
        j = i - 1
        while j > 0 and x.codes[j] in "(cqkobI":
            j -= 1
        if x.codes[j] == "L":
            return False
        between = g.VERSUS_NEXT.match(x.codes, last + 1)
        if between is None and _DENIED.search(x.text, max(0, label[2][0] - 40), label[2][0]):
            between = g.AND_NEXT.match(x.codes, last + 1)
        if between is None:
            return False
        k = between.end()
        return bool(g.WITH_HEAD.match(x.codes, k) or g.IN_BRACKET.match(x.codes, k))

    # ------------------------------------------------------------------ pieces

    def _head_before(self, i: int) -> int | None:
        """The interval's head printed before the estimate: HR (95% CI) 1.41; HR[95%CI] = 2.17."""
        codes = self.x.codes
        j = i - 1
        steps = 0
        while j >= 0 and steps < 8 and codes[j] in ")qkcbosw(P":
            j -= 1
            steps += 1
        if j < 0 or codes[j] != "I" or j <= self.taken:
            return None
        k = j - 1
        while k >= 0 and codes[k] in "(csabw" and j - k <= 6:
            k -= 1
        if k >= 0 and codes[k] == "Z":
            return j if self.x.data[k] in COEFFICIENTS else None
        if k >= 0 and codes[k] in "LME" or around.before_unit(self.x, k) >= 0:
            return j
        return None

    def _fits(self, m: re.Match[str], loose: bool = False) -> bool:
        """Whether three numerals may be an estimate and bounds: not dates, pages, counts."""
        x = self.x
        est, low, high = (x.data[m.start(n)] for n in ("est", "low", "high"))
        if m.groupdict().get("range"):
            return False
        if not loose and x.codes[m.end() : m.end() + 2] in ("dN", "tN"):
            return False  # by 20% (0.80, 0.65-0.98): the bracket holds a follower
        if x.codes[m.start() - 1 : m.start()] in ("/", "n", "h") and m.start():
            return False
        if x.codes[m.end() : m.end() + 1] == "/" and not loose:
            return "." in high
        if loose:
            return True
        a, b = number_of(low), number_of(high)
        if (
            "." not in low
            and "." not in high
            and "." not in est
            and "%" not in m.group()
            and "u" not in m.group()
            and not self._spelled_out(m.start())
        ):
            return False
        return a <= b or "." in low

    def _spelled_out(self, i: int) -> bool:
        """Whether a ratio's full name stands directly before the numeral: odds ratio 29 (17-50)."""
        x = self.x
        if not i or x.codes[i - 1] != "L":
            return False
        return x.data[i - 1][0] in terms.RATIOS and " " in x.data[i - 1][2].split("(")[0].strip()

    def _enclosed(self, m: re.Match[str]) -> bool:
        """Whether three decimals are an estimate between its bounds."""
        texts = [self.x.data[m.start(n)] for n in ("low", "est", "high")]
        low, estimate, high = (number_of(t) for t in texts)
        return all("." in t for t in texts) and low <= estimate <= high and low < high

    def _labelled(self, i: int) -> bool:
        """Whether a ratio's label stands directly before the numeral, or a follower's bracket."""
        x = self.x
        j = i - 1
        while j >= 0 and i - j <= 3 and x.codes[j] in "qkcob":
            j -= 1
        if j >= 0 and x.codes[j] == "L":
            return self._is_kind(j) and x.data[j][0] in terms.RATIOS
        return bool(self.kind) and x.codes[i - 1 : i] == "(" and self._follows(i)

    def _plausible(self, m: re.Match[str]) -> bool:
        """An estimate with the head of an interval is one, unless it is an arm's n or a year."""
        codes = self.x.codes
        i, low, high = m.start(), m.start("low"), m.start("high")
        if codes[low + 1] == "N" and not ("." in self.x.data[low] and "." in self.x.data[high]):
            return False
        if codes[low + 1 : high] in ("c", "s") and codes[high + 1 : high + 3] in ("dN", "tN"):
            # HR for a 10-mg rise, 95% CI: 1.3, 1.1-1.6: the estimate stands behind the head
            three = [number_of(self.x.data[k]) for k in (high, low, high + 2)]
            if three == sorted(three):
                return False
        if codes[max(0, i - 2) : i] in ("Sq", "Bq", "Sk", "Bk"):
            return False
        if i and codes[i - 1] in "nh/dBS":
            return codes[i - 1] == "/" and "." in self.x.data[i]
        return True

    def _level(
        self, m: re.Match[str], rule: str, head: int | None
    ) -> tuple[Token | None, str, bool]:
        """(level, method, inherited) of an interval."""
        x = self.x
        at = m.start("head") if rule == "head" else head if rule == "heads" else None
        if at is not None:
            level, method = x.data[at]
            if level is not None:
                return level, method, False
            return self.level, method, self.level is not None or self.level_elsewhere
        if rule == "fold" and "I" in m.group():
            level, method = x.data[m.start() + m.group().index("I")]
            return level, method, False
        stated = self._stated(m.start())
        if stated is not None:
            return stated, "", True
        return self.level, "", self.level is not None or self.level_elsewhere

    def _stated(self, i: int) -> Token | None:
        """A level stated earlier in the stretch by a head that no interval follows."""
        x = self.x
        for j in range(i - 1, max(self.taken, i - 200, -1), -1):
            if x.codes[j] == "I" and x.data[j][0] is not None:
                level: Token = x.data[j][0]
                return level
        return None
