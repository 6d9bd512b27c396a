"""Which label an estimate has, whether it is adjusted, and what a bare follower inherits."""

from __future__ import annotations

import re

from src.utils import terms
from src.utils.extraction import effect_adjusted, effect_kind
from src.utils.extraction.effect_adjusted import ends_sentence
from src.utils.extraction.effect_follows import DENIED, Followers
from src.utils.extraction.ratio_shape import centred, number_of, ratio_like

#: How far a label may stand before its estimate, in tokens.
LABEL_REACH = 45
DIFFERENCE_REACH = 20

#: Words of a regression coefficient; what makes another coefficient of it; what confirms it.
COEFFICIENTS = frozenset("β beta betas b coefficient coefficients coef slope slopes".split())
_SYMBOLS = frozenset("β beta betas b".split())
_OTHER_COEFFICIENT = re.compile(
    r"(?i)\bexp\b|correlat|intra-?class|reliab|concord|kappa|alpha|pearson|spearman|gini|dice|diffusion"
    r"|attenuation|similarity|determination|variation|partition|agreement"
)
#: What ARR stands for where it is no absolute risk reduction.
ADJUSTED_RELATIVE = re.compile(r"(?i)adjusted\s++(?:relative\s++risk|(?:risk|rate)\s++ratio)")
#: What sets a median, mean, range or score apart from the ratio before it; without it the word
#: says what the ratio is of: the odds ratio per interquartile range, for a score above the median.
_APART = re.compile(r"[csa()]")
#: Odds ratios ranged from 1.2 (95% CI 1.0-1.4): no range of values.
_RANGING = frozenset({"ranged", "ranging"})
_REGRESSION = re.compile(r"(?i)regress|\blinear|\bmodel|β|\bbeta\b")

#: What is said to be so many times as high; where the clause before the numeral ends.
_FOLD_OF = re.compile(r"(?i)\b(?:hazard|odds|risk)\b")
_FOLD_KINDS = {"hazard": "HR", "odds": "OR", "risk": "RR"}
_CLAUSE_END = re.compile(r"[;()]|[.,]\s")

#: (kind, adjusted, place of the label, None when it is inherited)
Label = tuple[str, bool, tuple[int, int] | None]


class Labels(Followers):
    """The labels of one stretch, read from left to right; base of `effects.Reader`."""

    def _label(
        self, i: int, rule: str, percent: bool, timed: bool, m: re.Match[str]
    ) -> tuple[str, bool, tuple[int, int] | None] | None:
        """(kind, adjusted, place of the label) of the estimate at ``i``; None when it is none."""
        x = self.x
        codes = x.codes
        value = number_of(x.data[i])
        inside = [j for j in range(i + 1, m.end()) if codes[j] == "L"]
        if inside and self._is_kind(inside[0]) and not percent and not timed:
            # "a 0.57 hazard ratio (95% CI ...": the label follows.
            kind, said, _ = x.data[inside[0]]
            return (
                kind,
                said or self._adjusted(i),
                (x.starts[inside[0]], x.ends[inside[0]]),
            )
        j = i - 1
        blocked, at = "", i
        numerals = 0
        while j > self.taken and i - j <= LABEL_REACH:
            code = codes[j]
            if code == "." and ends_sentence(x, j):
                break
            if code == "L" and i - j <= 4 and not self._is_kind(j):
                return None  # a heart rate directly before its number: nothing is inherited
            if code == "L" and self._is_kind(j) and not self._denied(j, m):
                kind, said, word = x.data[j]
                ratio = kind in terms.RATIOS
                near = i - j <= (LABEL_REACH if ratio else DIFFERENCE_REACH)
                if ratio and (percent or timed):
                    return None
                if (
                    near
                    and not (blocked and (not ratio or self._apart(j, at)))
                    and not (not ratio and numerals)
                    and (value > 0 or not ratio or i - j <= 3)
                ):
                    if word == "ARR" and not percent and self._relative(m):
                        kind, said = "RR", True
                    return kind, said or self._adjusted(i), (x.starts[j], x.ends[j])
                return None
            if code in "ZMAB" and i - j <= 12 and x.data[j] not in _RANGING:
                blocked, at = code, j
            if code == "N" or code == "P":
                numerals += 1
            j -= 1
        if (
            self.difference
            and not timed
            and rule in ("bracket", "head")
            and self.difference_percent == percent
            and codes[max(i - 2, 0) : i] != "wq"
            and self._follows(i, False)
        ):
            return self.difference, self._adjusted(i, self.adjusted), None
        if blocked and self._values_given(at, i, m):
            blocked = ""
        if percent or timed or blocked or value <= 0 or not self.kind:
            if rule == "fold" and not percent:
                return self._fold(i)
            return None
        if rule == "fold":
            return self._fold(i)
        if self.kind not in terms.RATIOS:
            return None
        if not self._follows(i, m=m) or self._of_another(i):
            return None
        bounds = number_of(x.data[m.start("low")]), number_of(x.data[m.start("high")])
        if not ratio_like(value, *bounds):
            return None
        if (
            codes[i - 1 : i] in ("w", "E")
            and not self._announced(i)
            and not centred(value, *bounds)
        ):
            return None
        if not ("." in x.data[i] and "." in x.data[m.start("low")] + x.data[m.start("high")]):
            return None
        carried = self.adjusted and effect_adjusted.carried(x, i, self.taken)
        return self.kind, self._adjusted(i, carried), None

    def _denied(self, label: int, m: re.Match[str]) -> bool:
        """Whether "no difference" stands before a follower of a ratio, as no label of its own."""
        x = self.x
        kind, _, word = x.data[label]
        if kind in terms.RATIOS or not word.lower().startswith("differen") or not self.kind:
            return False
        bounds = [number_of(x.data[m.start(name)]) for name in ("est", "low", "high")]
        text = x.text[max(0, x.starts[label] - 50) : x.starts[label]]
        return bool(DENIED.search(text)) and ratio_like(*bounds)

    def _apart(self, label: int, word: int) -> bool:
        """Whether a median, mean or score after a ratio's label speaks of another number."""
        codes = self.x.codes
        return codes[word + 1] == "o" or bool(_APART.search(codes, label + 1, word))

    def _relative(self, m: re.Match[str]) -> bool:
        """Whether ARR is an adjusted relative risk: a bound above 1 is no absolute risk."""
        bounds = (number_of(self.x.data[m.start(name)]) for name in ("est", "high"))
        return max(bounds) > 1 or bool(ADJUSTED_RELATIVE.search(self.x.text))

    def _coefficient(self, i: int, rule: str) -> Label | None:
        """A regression coefficient directly before its estimate: β = 0.02, 95% CI -0.08 to 0.12."""
        x = self.x
        j = i - 1
        while j > 0 and i - j <= 5 and x.codes[j] in "qkob(cI)":
            j -= 1
        if rule not in ("head", "heads", "bracket") or j <= self.taken or x.codes[j] != "Z":
            return None
        if x.data[j] not in COEFFICIENTS:
            return None
        if x.data[j] in _SYMBOLS:
            between = set(x.codes[j + 1 : i])
            if x.data[j] == "b" and ("q" not in between or x.codes[i + 1 : i + 2] == "%"):
                return None  # "group A and B: 91.6%"
            if rule == "bracket" and not between & set("qkI"):
                return None
            if x.codes[max(j - 4, 0) : j] == "ZqNc":
                return None  # B = .38, β = .03, 95% CI: the interval is that of B
        elif not _REGRESSION.search(x.text):
            return None
        if _OTHER_COEFFICIENT.search(x.text, x.starts[max(j - 4, 0)], x.ends[j]):
            return None
        return "beta", self._adjusted(i), (x.starts[j], x.ends[j])

    def _fold(self, i: int) -> tuple[str, bool, tuple[int, int] | None]:
        """2.2 times more likely, 1.5-fold higher risk: the noun says the kind, if anything does."""
        start = self.x.starts[i]
        after = _FOLD_OF.search(self.x.text, start, start + 90)
        before = _FOLD_OF.findall(_CLAUSE_END.split(self.x.text[max(0, start - 70) : start])[-1])
        named = after.group() if after else before[-1] if before else ""
        kind = _FOLD_KINDS.get(named.lower()) or self.kind or "ratio"
        return kind, self._adjusted(i, self.adjusted and kind == self.kind), None

    def _is_kind(self, j: int) -> bool:
        """Whether the label at token ``j`` means an effect here (HR may be a heart rate)."""
        return effect_kind.means_effect(self.x, j, self._others)
