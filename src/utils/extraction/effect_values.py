"""Values with an interval or spread of their own: no effect, but printed like one."""

from __future__ import annotations

import re

from src.utils.extraction import grammar as g
from src.utils.extraction import values
from src.utils.extraction.effect_adjusted import ends_sentence
from src.utils.extraction.effect_labels import Labels
from src.utils.extraction.found import ValueFound
from src.utils.extraction.tokens import Token


class OwnIntervals(Labels):
    """Medians, shares and means whose interval stands in their own bracket."""

    def _spread(self, i: int) -> tuple[ValueFound, int] | None:
        """9.5 days (IQR: 7.0, 14.3); 4.76 (range, 0.15-9.84): the bracket says what it holds."""
        x = self.x
        m = g.IN_BRACKET.match(x.codes, i)
        if not m or not m["range"]:
            return None
        last = m.end() - 1
        if x.codes[last + 1 : last + 2] == ")":
            last += 1
        word = str(x.data[m.start("range")])
        unit = next(
            (
                "%" if x.codes[j] == "%" else str(x.data[j])
                for j in range(i, m.end())
                if x.codes[j] in "%u"
            ),
            "",
        )
        value = ValueFound(
            (x.token(i),),
            "mean" if self._sort(i) == "mean" else "median",
            unit,
            low=x.token(m.start("low")),
            high=x.token(m.start("high")),
            start=x.starts[i],
            end=x.ends[last],
            spread="range" if word.startswith("rang") else "IQR",
        )
        return value, last

    def open_bound(self, i: int) -> tuple[ValueFound, int] | None:
        """14.7 (3.3-not estimable [NE]) months; NR (95% CI 9.1-NR): a bound that is not reached."""
        x = self.x
        m = g.OPEN_BOUND.match(x.codes, i)
        if not m or "R" not in x.codes[m.start("low")] + x.codes[m.start("high")]:
            return None
        units = [m.start(name) for name in ("unit", "lu", "tail", "after") if m[name]]
        at = units[0] if units else -1
        unit = "" if at < 0 else "%" if x.codes[at] == "%" else str(x.data[at])
        reached = x.codes[i] == "N"
        low, high = (
            x.token(m.start(name)) if x.codes[m.start(name)] == "N" else None
            for name in ("low", "high")
        )
        head = m.start("head")
        last = m.end() - 1
        value = ValueFound(
            (x.token(i),) if reached else (),
            ("percent" if unit == "%" else self._sort(i)) if reached else "median",
            unit,
            not_reached=not reached,
            low=low,
            high=high,
            level=x.data[head][0] if head >= 0 else None,
            start=x.starts[i],
            end=x.ends[last],
            spread="CI" if head >= 0 else self._spread_before(i),
        )
        return value, last

    def _value(
        self,
        i: int,
        m: re.Match[str],
        rule: str,
        low: Token,
        high: Token,
        level: Token | None,
        unit: str,
        last: int,
    ) -> tuple[ValueFound, int] | None:
        """A median, percentage or mean with an interval of its own."""
        x = self.x
        if rule in ("bare", "fold") or values.of_change(x, i, low, high):
            return None
        # 9.2 [8.2-9.6] vs. 8.1 [7.3-9.1]: a spread only where a unit, words or the pair say so.
        if rule == "bracket" and not (
            unit
            or "u" in m.group()
            or "v" in (x.codes[i - 1 : i], x.codes[last + 1 : last + 2])
            or self._spread_before(i)
            or re.search("[MA]", x.codes[max(0, i - 14) : i])
        ):
            return None
        kind = "percent" if unit else self._sort(i)
        if not unit:
            for j in range(i, m.end()):
                if x.codes[j] == "u":
                    unit = str(x.data[j])
                    break
        spread = "CI" if rule != "bracket" else self._spread_before(i)
        if not unit and x.codes[last : last + 2] == ")u":
            # 9.1 (7.0-11.2) months
            last += 1
            unit = str(x.data[last])
        value = ValueFound(
            (x.token(i),),
            kind,
            unit,
            low=low,
            high=high,
            level=level,
            start=x.starts[i],
            end=x.ends[last],
            spread=spread,
        )
        return value, last

    def _spread_before(self, i: int) -> str:
        """What the words before a bare bracket say that it holds: median (IQR) 8.6 (7.1, 9.6)."""
        x = self.x
        for j in range(i - 1, max(-1, i - 40), -1):
            if x.codes[j] == "B":
                quartiles = x.codes[j - 1 : j] == "B" or not str(x.data[j]).startswith("rang")
                return "IQR" if quartiles else "range"
            if x.codes[j] == "I":
                return "CI"
            if x.codes[j] == "." and ends_sentence(x, j):
                break
        return ""

    def _sort(self, i: int) -> str:
        codes = self.x.codes
        for j in range(i - 1, max(-1, i - 30), -1):
            if codes[j] == "M":
                return "median"
            if codes[j] == "A":
                return "mean"
            if codes[j] == "." and ends_sentence(self.x, j):
                break
            if codes[j] == "E":
                word = self.x.text[self.x.starts[j] : self.x.ends[j]]
                if word[:1] == "m":
                    return "median"
        return "other"
