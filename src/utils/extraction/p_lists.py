"""P values that stand in one list behind several estimates: each belongs to one of them.

What belongs here: giving "HR 0.8 (0.6-1.0) and 0.7 (0.5-0.9), P = 0.04 and 0.005, respectively"
its two P values one by one. What does not: a P value directly behind its estimate (`grouping`).
"""

from __future__ import annotations

import re

from src.utils.extraction import grammar as g
from src.utils.extraction.found import Found, PFound

#: How far the list of P values may stand behind the last estimate, in characters.
_REACH = 60
_AND = re.compile(r"[\s,;]*+(?:and|or)?[\s,;]*+")
#: What shows that several P values are one list: said so after them, or one bracket holds them.
_RESPECTIVELY = re.compile(r"[)\]]?[^.;()\[\]]{0,60}?[(\[,;]?\s?respectively")


def distributed(text: str, found: list[Found]) -> list[Found]:
    """The same results; a list of P values behind as many estimates goes to them one by one."""
    out: list[Found] = []
    k = 0
    while k < len(found):
        run = _lone(text, found, k)
        ps = [p for f in found[k:run] for p in f.ps]
        if run == k and len(found[k].ps) > 1 and _estimate(found[k]):
            ps = found[k].ps
            before = _estimates(text, [*out, found[k]], len(ps))
            if before and _listed(text, ps, respectively=True):
                for owner, p in zip(before, ps, strict=True):
                    owner.ps = [p]
        elif ps and _first_taken(text, out, found[k]):
            ps = [*out[-1].ps, *ps]
            before = _estimates(text, out, len(ps))
            if before and _listed(text, ps):
                for owner, p in zip(before, ps, strict=True):
                    owner.ps = [p]
                k = run
                continue
        elif len(ps) > 1:
            before = _estimates(text, out, len(ps))
            gap = text[before[-1].end : ps[0][2]] if before else ""
            if before and _near(gap) and ("respectively" in gap or _listed(text, ps)):
                for owner, p in zip(before, ps, strict=True):
                    owner.ps = [p]
                k = run
                continue
        out.append(found[k])
        k += 1
    return out


def _lone(text: str, found: list[Found], k: int) -> int:
    """Where a run of results that are nothing but P values, from ``k``, ends."""
    first = k
    while k < len(found) and found[k].ps and not found[k].kind and not found[k].values:
        if k > first and not _AND.fullmatch(text, found[k - 1].end, found[k].start):
            break
        k += 1
    return k


def _first_taken(text: str, out: list[Found], lone: Found) -> bool:
    """Whether the first of the list went to the estimate before: (P = 0.04 and P = 0.005)."""
    if not out or not _estimate(out[-1]) or len(out[-1].ps) != 1:
        return False
    end = out[-1].ps[0][3]
    return end < lone.start and bool(_AND.fullmatch(text, end, lone.start))


def _estimate(f: Found) -> bool:
    return bool(f.kind and f.low is not None)


def _estimates(text: str, out: list[Found], count: int) -> list[Found]:
    """The last ``count`` results, if all are estimates of one sentence and none but the last has
    a P value; one estimate more before them makes the list uncertain."""
    rows = out[-count:]
    if len(rows) < count or not all(_estimate(f) for f in rows) or any(f.ps for f in rows[:-1]):
        return []
    if g.SENTENCE_END.search(text, rows[0].start, rows[-1].end):
        return []
    earlier = out[-count - 1] if len(out) > count else None
    if earlier is None or not _estimate(earlier) or earlier.ps:
        return rows
    return rows if g.SENTENCE_END.search(text, earlier.end, rows[0].start) else []


def _near(gap: str) -> bool:
    return len(gap) <= _REACH and not g.SENTENCE_END.search(gap) and not re.search(r"\d", gap)


def _listed(text: str, ps: list[PFound], respectively: bool = False) -> bool:
    """Whether the P values say that each is of one: "respectively", or one bracket for all."""
    if _RESPECTIVELY.match(text, ps[-1][3], ps[-1][3] + 80):
        return True
    opened = text[max(0, ps[0][2] - 2) : ps[0][2]].rstrip().endswith(("(", "["))
    return not respectively and opened and len({p[2] for p in ps}) == len(ps)
