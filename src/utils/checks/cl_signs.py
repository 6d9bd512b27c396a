"""Checks of the family CL: the direction of the sign between P and its threshold.

What belongs here: sentences in which "P > 0.05" stands where "P < 0.05" must be meant. What does
not: P values against thresholds in general (`cl`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from src.utils.checks.cl_decide import decide, thresholds
from src.utils.checks.registry import agrees, check, differs
from src.utils.checks.said import sentences
from src.utils.records import Block, Dossier, Evidence, Finding, View

_P = r"\b[Pp](?:[\s-]*values?)?"
_SIGN = (
    r"(?P<sign>[<>≤≥]\s*=?|(?:less|lower|smaller|greater|larger|higher|more)\s+than|below|above)"
)
_X = r"(?P<x>0?\.\d{1,4})(?!\d|\s*%)"
_NEGATIVE = re.compile(
    r"\bnot\b|\bno\b|\bnon-?|\binsignifican|\bwithout\b|\bnor\b|\bneither\b|\bnone\b|\bfail|\black|"
    r"\babsence\b|n't\b|\bcannot\b|\bunless\b|\bbarely\b|\bloss\b|\blost\b|\bdisappear",
    re.I,
)
#: "P > 0.05 was considered significant", and "significance was set at P > 0.05".
_DEFINED = (
    re.compile(
        rf"{_P}\s*(?:(?:of|was|were|is|being|at|level\s+of)\s+)?{_SIGN}\s*{_X}"
        r"(?P<verb>\s*(?:\([^()]*\)\s*)?,?\s*(?:\b(?:was|were|is|are|being|has\s+been)\b\s*)?"
        r"(?:\w+ly\s+)?(?:considered|regarded|deemed|defined|taken|accepted|judged|used|set|chosen|"
        r"assumed|interpreted|indicated|denoted|indicates?|denotes?)\b[^.;()]{0,45}?)"
        r"(?P<word>\bsignifican(?:t|ce)\b)"
    ),
    re.compile(
        r"(?P<word>\bsignifican(?:t|ce)\b)(?P<verb>\s+(?:level\s+)?(?:was|were|is)\s+(?:\w+ly\s+)?"
        r"(?:set|defined|considered|accepted|assumed|determined|established|taken)\s+"
        rf"(?:at|as|by|when|if|for|to\s+be)\s+(?:an?\s+|the\s+)?){_P}\s*"
        rf"(?:(?:of|was|were|is|being)\s+)?{_SIGN}\s*{_X}"
    ),
)
_CLAIMED = re.compile(r"\bsignificant(?:ly)?\b", re.I)
_BRACKET = re.compile(rf"[(\[]\s*{_P}\s*(?P<sign>>|≥|>\s*=)\s*{_X}\s*[)\]]")
_ANY_P = re.compile(rf"{_P}\s*(?P<sign>[<>=≤≥])")
_TURN = re.compile(
    r"\b(?:but|whereas|while|although|though|however|except|similar|compar(?:able|ison\s+of\s+base)|"
    r"equal|alike|unchanged|trend|tend|if|whether|threshold|cut-?off|unadjusted|correction|borderline|"
    r"normality|normally|homogene|goodness|fit|only\s+if|defined|considered|level)\b",
    re.I,
)


@check("CL07", "significance-defined-above-its-threshold")
def significance_defined_above(dossier: Dossier) -> Iterator[Finding]:
    """The methods call a P above the threshold significant.

    Compares
    --------
    The sign in sentences such as "P < 0.05 was considered significant" with the word. Error when
    P is said to be above the threshold and no word negates.

    Why it matters
    --------------
    As printed, the article calls the opposite of its findings significant.

    Known limits
    ------------
    Only sentences that name P, a sign, a number and the word significant are read.

    Source
    ------
    Wasserstein RL, Lazar NA. Am Stat 2016;70:129-33.
    """
    for block, view in sentences(dossier):
        if "ignifican" not in view.text or "." not in view.text:
            continue
        for pattern in _DEFINED:
            for match in pattern.finditer(view.text):
                start = max(0, match.start() - 25)
                if _NEGATIVE.search(view.text[start : match.end()]):
                    continue
                evidence = _evidence(view, match, block)
                words = " ".join(match.group().split())
                if _above(match["sign"]):
                    yield differs(
                        "error",
                        f'"{words}": P above a threshold is not significant',
                        alternatives=(f"likely slip: P < {match['x']} is meant",),
                        computed={"threshold of P": match["x"]},
                        evidence=evidence,
                    )
                else:
                    yield agrees(f'"{words}"', evidence=evidence)


@check("CL08", "significance-claimed-with-p-above-threshold")
def significance_claimed_above(dossier: Dossier) -> Iterator[Finding]:
    """A sentence says significant, and the P in its brackets stands above a threshold.

    Compares
    --------
    The word significant, without any negation or turn ("but", "whereas") in its sentence, with
    bracketed P values "P > x" where x is at most 0.05 or a threshold that the article states, and
    every P of the sentence has this sign. Error.

    Why it matters
    --------------
    Either the sign or the claim is wrong, and the claim is what readers remember.

    Known limits
    ------------
    Silent where CL01 has decided the same sentence, and in long sentences with other P values.

    Source
    ------
    Wasserstein RL, Lazar NA. Am Stat 2016;70:129-33.
    """
    low, high = thresholds(dossier)
    known = {low, high, Fraction(5, 100), Fraction(1, 100), Fraction(1, 1000)}
    decided = _decided(dossier)
    for block, view in sentences(dossier):
        found = list(_BRACKET.finditer(view.text))
        if not found or not _CLAIMED.search(view.text):
            continue
        signs = {m["sign"][0] for m in _ANY_P.finditer(view.text)}
        if signs - {">", "≥"} or _NEGATIVE.search(view.text) or _TURN.search(view.text):
            continue
        for match in found:
            claim = next(
                (
                    c
                    for c in reversed(list(_CLAIMED.finditer(view.text, 0, match.start())))
                    if match.start() - c.end() < 300
                ),
                None,
            )
            span = view.span(*match.span("x"))
            value = Fraction(_number(match["x"]))
            above = value in known or value >= Fraction(5, 100)
            if claim is None or not above or span in decided:
                continue
            yield differs(
                "error",
                f'"{" ".join(view.text[claim.start() : match.end()].split())}": the words say '
                f"significant, P stands above {match['x']}",
                alternatives=(f"likely slip: P < {match['x']} is meant",),
                computed={"threshold of P": match["x"]},
                evidence=(
                    Evidence("p", span, block.place),
                    Evidence("sentence", view.span(*claim.span()), block.place),
                ),
            )


def _decided(dossier: Dossier) -> set[object]:
    """The P values that CL01 holds against a claim of their own sentence."""
    return {
        p.value.span
        for c in dossier.claims
        if c.significant is True and not c.negated
        for r in (dossier.result(name) for name in c.results)
        if decide(r, dossier) == "not significant"
        for p in r.p
    }


def _number(text: str) -> str:
    return text if text[0] == "0" else f"0{text}"


def _above(sign: str) -> bool:
    return sign[0] in ">≥" or sign.split()[0] in ("greater", "larger", "higher", "more", "above")


def _evidence(view: View, match: re.Match[str], block: Block) -> tuple[Evidence, ...]:
    return (
        Evidence("p", view.span(*match.span("x")), block.place),
        Evidence("sentence", view.span(*match.span("word")), block.place),
    )
