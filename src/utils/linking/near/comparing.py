"""What stands between values that are set side by side: of groups, not of two times or measures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from src.utils.linking.named.judging import Item
from src.utils.linking.named.places import GROUPS
from src.utils.linking.names.columns import Columns
from src.utils.linking.words import tokens

#: Between the values of one comparison.
_BETWEEN = re.compile(
    r"(?=.*(?:\band\b|\bvs\b|\bversus\b|\bcompared\b|\bagainst\b|\bthan\b|,))[^\d;:]{1,90}\Z"
    r"|\s?(?:,\s?(?:and\s)?|and\s|vs\.?\s|versus\s)",
    re.I | re.S,
)
#: Words of two times or two states of one group, and of what follows from another.
_OTHERWISE = re.compile(
    r"\b(?:from|(?<!compared )to|at|after|before|during|baseline|week|month|year|day|follow-?up|"
    r"later|then|but|while|whereas|of\s+whom|including|who|which)s?\b",
    re.I,
)
_UNIT = re.compile(r"^[\s)\]%]*(?:months?|weeks?|days?|years?|hours?|h)\b", re.I)
#: The dose or the length of treatment by which a group is called.
_DOSE = re.compile(
    r"\b\d+(?:\.\d+)?(?:\s?(?:mg|µg|mcg|g|IU|Gy)\b(?:/\w+)?|"
    r"-(?:day|week|month|hour)(?=\s(?:groups?|arms?|regimens?|courses?)\b))"
)
#: What is counted: "422 episodes in the ...".
_COUNTED = re.compile(r"^[\s)\]%]*[a-z]+\s+(?=(?:in|of|with|on|for|among)\b)")


def compared(shadow: str, part: Sequence[Item]) -> bool:
    """Whether values are of groups set side by side, and not of two times or parts."""
    gaps = (shadow[a.end : b.start] for a, b in pairwise(part))
    texts = [_DOSE.sub(" ", _UNIT.sub(" ", gap)) for gap in gaps]
    return all(_BETWEEN.match(t) and not _OTHERWISE.search(t) for t in texts)


def only_names(shadow: str, part: Sequence[Item], columns: Columns) -> bool:
    """Whether nothing but names of groups stands between values, and no second measure."""
    for one, two in pairwise(part):
        between = _COUNTED.sub(" ", _UNIT.sub(" ", shadow[one.end : two.start]))
        for start, end, _ in reversed(columns.events(between, 0, len(between))):
            between = between[:start] + between[end:]
        if tokens(between) - GROUPS:
            return False
    return True
