"""Whether an abbreviation means an effect here: HR may be a heart rate, OR an operating room."""

from __future__ import annotations

import re

from src.utils import terms
from src.utils.extraction.tokens import Lexed

#: After an abbreviation with other meanings: a decimal below ten with its named interval, no "%".
_RATIO_AFTER = re.compile(
    r"\s*(?:of|was|is|=|:|,)?\s*\d?\.\d+\s*[(\[,;]\s*(?:\d\d(?:\.\d+)?\s*%\s*)?"
    r"(?:C\.?\s?I\b|confidence)(?!\D{0,12}[\d.]+\s*%)",
    re.I,
)


#: A decimal below ten with its bounds is no heart rate; a bound above 1 is no share of responders.
_BOUNDS_AFTER = re.compile(
    r"\s*(?:of|was|is|=|:|,)?\s*\d\.\d+\s*[(\[,;]\s*\d?\.\d+\s*(?:-|to|,|;)\s*"
    r"(?P<high>\d+\.\d+)(?!\s*%)"
)


def means_effect(x: Lexed, j: int, others: dict[str, bool]) -> bool:
    """Whether the label at token ``j`` means an effect.

    ``others`` remembers, by abbreviation, whether the stretch speaks of its other meaning.
    """
    kind, _, word = x.data[j]
    key = word.rstrip("s")
    other = terms.OTHER_MEANINGS.get(key)
    if other is None:
        return True
    if key not in others:
        others[key] = bool(other.search(x.text))
    if not others[key]:
        return True
    before = x.text[max(0, x.starts[j] - 30) : x.starts[j]]
    if other.search(before) and before.rstrip().endswith(("(", "[")):
        return False  # heart rate (HR): defined so here, whatever it means elsewhere
    # "(OR 2.38, 95% CI 1.09-5.22)": a small decimal with its interval is no rate.
    if key in ("HR", "OR", "RR") and _RATIO_AFTER.match(x.text, x.ends[j]):
        return True
    bounds = _BOUNDS_AFTER.match(x.text, x.ends[j])
    if bounds and (key == "HR" or key in ("OR", "RR") and float(bounds["high"]) > 1):
        return True
    # The other meaning stands in the text: the words of the effect must stand there too.
    term = next((t for t in terms.KINDS if t.name == kind), None)
    return bool(term and re.search(rf"(?i){term.pattern}", x.text))
