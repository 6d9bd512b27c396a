"""What the checks of an interval share: the triple of numbers and the relation it must satisfy."""

from __future__ import annotations

from src.utils import statistics
from src.utils.checks import wording
from src.utils.printed import Interval, Printed, printed
from src.utils.records import Effect, Result


def triple(result: Result) -> tuple[Effect, Printed, Printed, Printed] | None:
    """The effect with estimate, lower and upper bound where all three are printed."""
    e = result.effect
    if e is None or e.estimate is None or e.low is None or e.high is None:
        return None
    return e, printed(e.estimate.text), printed(e.low.text), printed(e.high.text)


def contradictory(effect: Effect) -> bool:
    """Whether CI01, CI02 or CI05 speaks already, so that finer checks would only repeat it."""
    if effect.estimate is None or effect.low is None or effect.high is None:
        return False
    e, low, high = (printed(n.text) for n in (effect.estimate, effect.low, effect.high))
    if low.value > high.value or not inside(e.interval, low.interval, high.interval):
        return True
    return effect.kind in wording.RATIOS and min(e.value, low.value) < 0


def inside(e: Interval, low: Interval, high: Interval) -> bool:
    """Whether the estimate may lie between the bounds for some values behind the numerals."""
    return e.high >= low.low and e.low <= high.high


def fits(numbers: dict[str, str], scale: str) -> bool:
    """Whether estimate and bounds satisfy the relation of their scale."""
    e, low, high = (printed(numbers[k]) for k in ("estimate", "lower bound", "upper bound"))
    if not low.value <= e.value <= high.value or low.value == high.value:
        return False
    if scale == "ratio":
        positive = low.value > 0
        return positive and statistics.log_symmetric(e.interval, low.interval, high.interval)
    return statistics.difference_centred(e.interval, low.interval, high.interval)
