"""What one estimate hands on to those after it, and which of them may take it.

A label, a level and "adjusted" are printed once for a list, a sentence or all the results.
"""

from __future__ import annotations

import re

from src.utils import terms
from src.utils.extraction import effect_adjusted
from src.utils.extraction import grammar as g
from src.utils.extraction.effect_adjusted import ends_sentence
from src.utils.extraction.found import Found, State
from src.utils.extraction.ratio_shape import centred, number_of
from src.utils.extraction.tokens import Lexed, Token

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
#: The same where only the shape of the numbers tells that a ratio is meant.
_MAY_BE_MEANT = re.compile(
    r"(?i)\b(?:estimates?|associations?|ratios?|(?P<wider>effects?|risks?))\b"
    r"(?:[^.;:()]{0,60}?\b(?:was|were)\s|[^.;:()]{0,90}[:,]\s)\Z"
)
#: Measured quantities: estimates under these words are theirs.
_MEASURED = re.compile(r"(?i)\b(?:means?|medians?|averages?|scores?|rates?|percent\w*)\b|%")
#: The last value with its unit and whose it is, up to the bracket behind it.
_TOLD = re.compile(r"N[u%][wboEh]{0,6}\(\Z")
_DIFFERENCE = re.compile(r"(?i)\bdifferences?\b")
#: No difference is said to be there: the words name no quantity of their own.
DENIED = re.compile(r"(?i)\b(?:no|not|without|nor|neither)\b[^.;()]{0,40}\Z")
#: "(unadjusted HR 0.91 [0.83-1.00]; covariate adjusted 0.90 [0.82-0.99])": which model it is of.
_MODEL = re.compile(r"(?i)(?:un-?)?adjusted|crude|(?:uni|multi)-?varia(?:te|ble)")
#: A sentence, or what stands between two full stops of it.
_SENTENCE = re.compile(r"[^.]++")
_NUMBERS = re.compile(r"[NPR%]")


class Followers:
    """What the estimates of one stretch hand on; base of `effect_labels.Labels`."""

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
        return State(self.kind, self.adjusted, self.level or self._stated_for_all())

    def _stated_for_all(self) -> Token | None:
        """The level that Methods state for ratios: "Odds ratios are given with 95% CIs"."""
        x = self.x
        levels = [
            x.data[i][0]
            for m in _SENTENCE.finditer(x.codes)
            if "I" in m.group() and "L" in m.group() and not _NUMBERS.search(m.group())
            for i in range(m.start(), m.end())
            if x.codes[i] == "I"
        ]
        told = {level.text: level for level in levels if level is not None}
        return next(iter(told.values())) if len(told) == 1 else None

    def _remember(self, found: Found, last: int) -> None:
        self.difference_percent = found.percent
        self.difference = "" if found.kind in terms.RATIOS else found.kind
        if found.kind in terms.RATIOS:
            self.kind, self.adjusted = found.kind, found.adjusted
        if found.level is not None:
            self.level, self.own_level = found.level, True
        self.taken = last
        self.last_kind_at = found.kind_at or self.last_kind_at

    def _follows(self, i: int, later: bool = True, m: re.Match[str] | None = None) -> bool:
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
            before = max(0, self.x.starts[i] - 110), self.x.starts[i]
            return bool(_MEANT.search(self.x.text, *before)) or self._may_be_meant(i, m)
        if codes[i - 1 : i] in ("w", "E"):
            return same and (
                self._announced(i) or bool(_NAMED_ALONE.fullmatch(codes, self.taken + 1, i))
            )
        return same and codes[i - 1 : i] not in ("u", "%")

    def _may_be_meant(self, i: int, m: re.Match[str] | None) -> bool:
        """Whether "the estimates were" speaks of ratios: the bounds lie about it as a ratio's."""
        x = self.x
        start = max(0, x.starts[i] - 150)
        said = _MAY_BE_MEANT.search(x.text, start, x.starts[i])
        if m is None or said is None or self.difference or m["unit"]:
            return False
        ends = [e.end() for e in g.SENTENCE_END.finditer(x.text, start, x.starts[i])]
        if _MEASURED.search(x.text, ends[-1] if ends else start, x.starts[i]):
            return False
        ratio = [number_of(x.data[m.start(name)]) for name in ("est", "low", "high")]
        if said["wider"] and abs(ratio[0] - (ratio[1] + ratio[2]) / 2) < 0.02 * ratio[0]:
            return False  # an effect whose bounds lie about it as a difference's do
        return centred(*ratio)

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
        return any(not DENIED.search(x.text, max(0, d.start() - 50), d.start()) for d in said)

    def _values_given(self, word: int, i: int, m: re.Match[str]) -> bool:
        """Whether a median's two values stand before the bracket that opens with the estimate at
        ``i``: median delay 7.4 and 3.7 months (0.66, 0.57-0.77)."""
        x = self.x
        if x.codes.count("N", word, i) != 2 or not _TOLD.search(x.codes, word, i):
            return False
        return centred(*(number_of(x.data[m.start(name)]) for name in ("est", "low", "high")))

    def _adjusted(self, i: int, default: bool = False) -> bool:
        """Whether the words of the sentence before the estimate, or just after it, say adjusted."""
        return effect_adjusted.said(self.x, i, self.taken, default)
