"""Whether the evidence for a cell is enough for a link, and for an alarm."""

from __future__ import annotations

from collections.abc import Mapping

#: A statement that a cell repeats is linked from this probability on.
AGREEING = 0.5
#: One that a cell contradicts, as a note and as an alarm; and where names and numbers leave more
#: open.
NOTED, ALARMED, SURE, CERTAIN, DOUBTLESS = 0.6, 0.7, 0.8, 0.9, 0.95
#: So much of the row's own head is said beside a number that differs.
NAMED, WELL_NAMED, IN_FULL = 0.4, 0.7, 0.95
#: What the numbers that agree tell where they vouch for the one beside them.
VOUCHED = 2.0
#: What the digits of a size tell that nobody reaches by losing patients on the way.
LARGE = 3.0
#: What makes two statements two quantities, whatever else speaks for one.
_OTHER = (
    "other size",
    "other stage",
    "undated",
    "claimed here",
    "many differ",
    "other time",
    "conflicts",
    "elsewhere",
    "other arm",
    "other cited",
)
#: What leaves open which column or which analysis is meant: never an alarm.
_UNSURE = ("qualified", "arm open", "printed elsewhere", "off", "other order")
#: What leaves a little open, so that much else must speak for the cell.
_OPEN = ("led", "effect and value", "side analysis")


def linked(f: Mapping[str, float], posterior: float) -> bool | None:
    """None: no link; False: a link whose difference is only noted; True: a link in full."""
    if f.get("all agree"):
        return True if posterior >= AGREEING else None
    if posterior < NOTED or not possible(f, posterior):
        return None
    return posterior >= ALARMED and alarming(f, posterior)


def possible(f: Mapping[str, float], posterior: float = 0.0) -> bool:
    """Whether two numbers that differ may be meant to be one at all."""
    if any(f.get(name) for name in _OTHER):
        return False
    if f.get("kind differs") and not vouched(f, posterior):
        return False
    if f.get("size"):  # patients are lost on the way: only a slip in a large size
        return f.get("slip digits", 0.0) >= VOUCHED and f.get("own", 0.0) >= WELL_NAMED
    # "27.0 on day 1, falling to 10.9 (0.8) on day 4": the row is that of the numbers beside.
    beside = f.get("partly") and f.get("time") and f.get("beside", 0.0) >= VOUCHED
    return f.get("own", 0.0) >= NAMED or bool(beside and posterior >= CERTAIN)


def vouched(f: Mapping[str, float], posterior: float) -> bool:
    """Whether other numbers of the sentence stand in the row, as surely as such numbers can."""
    return posterior >= DOUBTLESS and bool(f.get("row linked")) and f.get("own", 0.0) >= IN_FULL


def alarming(f: Mapping[str, float], posterior: float) -> bool:
    """Whether the names decide, or the numbers beside, so that it is a contradiction."""
    if f.get("size"):
        return f.get("slip digits", 0.0) >= LARGE and posterior >= SURE
    if any(f.get(name) for name in _UNSURE):
        return False
    if f.get("decimals differ") and not (f.get("partly") or vouched(f, posterior)):
        return False
    if f.get("p") and f.get("own", 0.0) < IN_FULL:
        return False  # one P of many: only the whole name of its row tells which
    if posterior >= (SURE if f.get("swapped") else CERTAIN):
        return True
    return f.get("own", 0.0) >= WELL_NAMED and not any(f.get(name) for name in _OPEN)
