"""Standard terms: what articles print in many ways becomes one way, and nothing else changes.

What belongs here: spelling. What does not: numbers, spans, and what an article means.
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from src.utils import terms
from src.utils.records import Arm, Result, StudyRow

_SPACES = re.compile(r"\s+")
_LOOSE_HYPHEN = re.compile(r"(?<=[\w)])(?:-\s+|\s+-(?=\w))(?=[\w(])")
_EDGES = " ,;:."


@lru_cache(maxsize=8192)
def arm_name(name: str) -> str:
    """An arm's name with single spaces and closed hyphens; its words and their order stay.

    >>> arm_name("HAIC- lenvatinib -PD-1"), arm_name("  placebo   group,")
    ('HAIC-lenvatinib-PD-1', 'placebo group')
    """
    out = _SPACES.sub(" ", name).strip(_EDGES)
    return _LOOSE_HYPHEN.sub("-", out)


@lru_cache(maxsize=1024)
def unit_name(unit: str) -> str:
    """A unit's standard name; an unknown one stays as printed.

    >>> unit_name("mo"), unit_name("%"), unit_name("mg/dL")
    ('months', '%', 'mg/dL')
    """
    word = unit.strip().rstrip(".")
    return terms.UNITS.get(word, terms.UNITS.get(word.lower(), word))


@lru_cache(maxsize=8192)
def endpoint_name(endpoint: str, printed: str) -> str:
    """The standard endpoint: the one read, else the one that its printed words name."""
    return endpoint or (terms.endpoint(printed) if printed else "")


def standard_result(result: Result) -> Result:
    """One result in standard terms."""
    arms = tuple(_arm(a) for a in result.arms)
    return msgspec.structs.replace(
        result,
        arms=arms,
        endpoint=_SPACES.sub(" ", endpoint_name(result.endpoint, result.endpoint_printed)).strip(),
        endpoint_printed=_SPACES.sub(" ", result.endpoint_printed).strip(),
        criterion=terms.criterion(result.criterion) or _SPACES.sub(" ", result.criterion).strip(),
        unit=unit_name(result.unit),
        study=_SPACES.sub(" ", result.study).strip(),
    )


def standard_study(study: StudyRow) -> StudyRow:
    """One study row in standard terms."""
    return msgspec.structs.replace(
        study,
        arms=tuple(_arm(a) for a in study.arms),
        name=_SPACES.sub(" ", study.name).strip(),
        design=_SPACES.sub(" ", study.design).strip(),
        country=_SPACES.sub(" ", study.country).strip(),
    )


def _arm(arm: Arm) -> Arm:
    name = arm_name(arm.name)
    return arm if name == arm.name else msgspec.structs.replace(arm, name=name)
