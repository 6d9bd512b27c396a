"""Which label an estimate has, whether it is adjusted, and what a bare follower inherits."""

from __future__ import annotations

import re

from src.utils import terms
from src.utils.extraction import effect_adjusted, effect_kind
from src.utils.extraction.effect_adjusted import ends_sentence
from src.utils.extraction.found import Found, State
from src.utils.extraction.ratio_shape import centred, number_of, ratio_like
from src.utils.extraction.tokens import Lexed

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
#: Between two estimates of a list: the separators, a preposition and what the next one is of.
_NAMED = re.compile(r"(?:[cs]?P)?\)*+[cs]?a?(?P<of>[wo])[wbEovh]{1,8}")
#: The same without a preposition, in a list: RR 0.3 (0.2-0.4), hip 0.6 (0.4-0.8).
_NAMED_ALONE = re.compile(r"(?:[cs]?P)?\)*+[cs]a?[wEh]{1,4}")
#: Quantities whose intervals look like a ratio's.
_NO_RATIO = re.compile(
    r"(?i)\bcorrelations?\b|\bsensitivit|\bspecificit|predictive\s++value|likelihood\s++ratio|\bkappa\b|\baccuracy\b|"
    r"\bAUC\b|\bAUROC\b|area\s++under|\bc-?\s?(?:index|statistic)|\bprevalence\b|\bproportion\b|\bprobabilit|"
    r"\bcoefficients?\b|\bconcordance\b|number\s++needed|\bNNT\b"
)
#: The subject of a sentence that stands for the ratio before it.
_MEANT = re.compile(
    r"(?i)\b(?:corresponding\s(?:figures?|values?|estimates?|ratios?|numbers?)|it|they)\b"
    r"[^.;()]{0,60}?\b(?:was|were)\s\Z"
)
_DIFFERENCE = re.compile(r"(?i)\bdifferences?\b")
#: No difference is said to be there: the words name no quantity of their own.
_DENIED = re.compile(r"(?i)\b(?:no|not|without|nor|neither)\b[^.;()]{0,40}\Z")
#: "(unadjusted HR 0.91 [0.83-1.00]; covariate adjusted 0.90 [0.82-0.99])": which model it is of.
_MODEL = re.compile(r"(?i)(?:un-?)?adjusted|crude|(?:uni|multi)-?varia(?:te|ble)")
#: Odds ratios ranged from 1.2 (95% CI 1.0-1.4): no range of values.
_RANGING = frozenset({"ranged", "ranging"})
_REGRESSION = re.compile(r"(?i)regress|\blinear|\bmodel|β|\bbeta\b")

#: What is said to be so many times as high; where the clause before the numeral ends.
_FOLD_OF = re.compile(r"(?i)\b(?:hazard|odds|risk)\b")
_FOLD_KINDS = {"hazard": "HR", "odds": "OR", "risk": "RR"}
_CLAUSE_END = re.compile(r"[;()]|[.,]\s")

#: (kind, adjusted, place of the label, None when it is inherited)
Label = tuple[str, bool, tuple[int, int] | None]


class Labels:
    """The labels of one stretch, read from left to right; base of `effects.Reader`."""

    def __init__(self, lexed: Lexed, state: State):
        self.x = lexed
        self.kind = state.kind
        self.adjusted = state.adjusted
        self.difference_percent = False
        self.difference = ""  # the kind of the last effect, where it is a difference
        self.level = state.level
        self.level_elsewhere = bool(state.level_text)  # stated for all, in another stretch
        self.own_level = False  # whether self.level stands in this stretch
        self.taken = -1  # last token of the last effect
        self.list_end = -1  # last token of the last estimate without interval
        self.last_kind_at: tuple[int, int] | None = None
        self._others: dict[str, bool] = {}

    def state(self) -> State:
        """What a following stretch of the same paragraph inherits."""
        return State(self.kind, self.adjusted, self.level)

    def _remember(self, found: Found, last: int) -> None:
        self.difference_percent = found.percent
        self.difference = "" if found.kind in terms.RATIOS else found.kind
        if found.kind in terms.RATIOS:
            self.kind, self.adjusted = found.kind, found.adjusted
        if found.level is not None:
            self.level, self.own_level = found.level, True
        self.taken = last
        self.last_kind_at = found.kind_at or self.last_kind_at

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
        if percent or timed or blocked or value <= 0 or not self.kind:
            if rule == "fold" and not percent:
                return self._fold(i)
            return None
        if rule == "fold":
            return self._fold(i)
        if self.kind not in terms.RATIOS:
            return None
        if not self._follows(i) or self._of_another(i):
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
        adjusted = self._adjusted(i, self.adjusted)
        return self.kind, adjusted, None

    def _denied(self, label: int, m: re.Match[str]) -> bool:
        """Whether "no difference" stands before a follower of a ratio, as no label of its own."""
        x = self.x
        kind, _, word = x.data[label]
        if kind in terms.RATIOS or not word.lower().startswith("differen") or not self.kind:
            return False
        bounds = [number_of(x.data[m.start(name)]) for name in ("est", "low", "high")]
        text = x.text[max(0, x.starts[label] - 50) : x.starts[label]]
        return bool(_DENIED.search(text)) and ratio_like(*bounds)

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

    def _follows(self, i: int, later: bool = True) -> bool:
        """Whether a bare follower may inherit: in the sentence of an estimate, in a list or a
        bracket; in a later sentence only inside a bracket (a rate may be printed alike)."""
        codes = self.x.codes
        depth = 0
        enclosed = False
        same = False
        for j in range(i - 1, max(-1, i - 60), -1):
            code = codes[j]
            if j <= self.taken:
                same = True
                break
            if code == ")":
                depth += 1
            elif code == "(":
                depth -= 1
                reach = 30 if codes[i - 1 : i] in ("c", "s") else 8
                enclosed = enclosed or (depth < 0 and i - j <= reach)
            elif code == "." and ends_sentence(self.x, j):
                break
        if enclosed and (later or same):
            return True
        if not same and later and self.taken >= 0:
            return bool(
                _MEANT.search(self.x.text, max(0, self.x.starts[i] - 110), self.x.starts[i])
            )
        if codes[i - 1 : i] in ("w", "E"):
            return same and (
                self._announced(i) or bool(_NAMED_ALONE.fullmatch(codes, self.taken + 1, i))
            )
        return same and codes[i - 1 : i] not in ("u", "%")

    def _announced(self, i: int) -> bool:
        """Whether the word before a follower is part of what announces it."""
        codes = self.x.codes
        opened = codes.rfind("(", self.taken + 1, i) > codes.rfind(")", self.taken + 1, i)
        return opened or self._named_follower(i) or self._of_model(i)

    def _of_model(self, i: int) -> bool:
        """Whether the word before a follower only says which model it is of."""
        x = self.x
        return bool(_MODEL.fullmatch(x.text[x.starts[i - 1] : x.ends[i - 1]]))

    def _named_follower(self, i: int) -> bool:
        """HR 0.7 (0.5-0.9), and for stroke 0.8 (0.6-1.1): the next of a list says what it is of."""
        x = self.x
        m = _NAMED.fullmatch(x.codes, self.taken + 1, i)
        return m is not None and x.data[m.start("of")] in ("for", "in", "among", "of")

    def _of_another(self, i: int) -> bool:
        """Whether the words since the last estimate or bracket name a quantity that is no ratio."""
        x = self.x
        start = x.ends[self.taken] if self.taken >= 0 else max(0, x.starts[i] - 120)
        start = max(start, x.text.rfind(")", start, x.starts[i]))
        if _NO_RATIO.search(x.text, start, x.starts[i]):
            return True
        said = _DIFFERENCE.finditer(x.text, start, x.starts[i])
        return any(not _DENIED.search(x.text, max(0, d.start() - 50), d.start()) for d in said)

    def _fold(self, i: int) -> tuple[str, bool, tuple[int, int] | None]:
        """2.2 times more likely, 1.5-fold higher risk: the noun says the kind, if anything does."""
        start = self.x.starts[i]
        after = _FOLD_OF.search(self.x.text, start, start + 90)
        before = _FOLD_OF.findall(_CLAUSE_END.split(self.x.text[max(0, start - 70) : start])[-1])
        named = after.group() if after else before[-1] if before else ""
        kind = _FOLD_KINDS.get(named.lower()) or self.kind or "ratio"
        return kind, self._adjusted(i, self.adjusted and kind == self.kind), None

    def _adjusted(self, i: int, default: bool = False) -> bool:
        """Whether the words of the sentence before the estimate, or just after it, say adjusted."""
        return effect_adjusted.said(self.x, i, self.taken, default)

    def _is_kind(self, j: int) -> bool:
        """Whether the label at token ``j`` means an effect here (HR may be a heart rate)."""
        return effect_kind.means_effect(self.x, j, self._others)
