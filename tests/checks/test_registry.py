"""Registration and running of checks: what is refused, and what one crash costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from src.utils.checks import registry
from src.utils.records import Dossier, Finding, Result

DOC = "\n".join(
    ["Something differs.", "", *(f"{h}\n{'-' * len(h)}\nWords.\n" for h in registry.HEADINGS)]
)


@pytest.fixture(autouse=True)
def restored() -> Any:
    """Checks that a test registers are forgotten after it."""
    registry.registered()
    before = dict(registry._registry)
    yield
    registry._registry.clear()
    registry._registry.update(before)


def body(result: Result) -> Finding | None:
    """Replaced by `DOC` where a well-formed docstring is wanted."""
    return None


def documented(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function with a well-formed docstring."""
    function.__doc__ = DOC
    return function


def test_families_are_complete() -> None:
    """Every family of the catalogue has checks, and codes are sorted by family."""
    checks = registry.registered()
    families = list(registry.FAMILIES)
    assert {c.family for c in checks} == set(families)
    order = [(families.index(c.family), c.code) for c in checks]
    assert order == sorted(order)


@pytest.mark.parametrize("code", ["ci99", "C199", "XX01", "CI1"])
def test_malformed_code(code: str) -> None:
    """A code that is not a family and two digits fails at import."""
    with pytest.raises(ValueError, match="two letters and two digits"):
        registry.check(code, "something-differs")(documented(body))


def test_repeated_code() -> None:
    """The same code twice fails at import and names both."""
    with pytest.raises(ValueError, match="registered twice"):
        registry.check("CI03", "something-differs")(documented(body))


@pytest.mark.parametrize("name", ["fix-interval", "single", "Upper-Case", "check-the-interval"])
def test_name_states_the_finding(name: str) -> None:
    """A name that is one word or states a remedy fails at import."""
    with pytest.raises(ValueError, match="must state the finding"):
        registry.check("CI99", name)(documented(body))


def test_docstring_headings() -> None:
    """A docstring without the fixed headings fails at import, because it is the documentation."""

    def bare(result: Result) -> Finding | None:
        """One line."""

    with pytest.raises(ValueError, match="lacks the heading 'Compares'"):
        registry.check("CI99", "something-differs")(bare)


def test_signature() -> None:
    """The first parameter says what a check is called with; the second can only be a dossier."""

    def untyped(result):
        pass

    def wrong(result: Result, other: int) -> None:
        pass

    with pytest.raises(TypeError, match="first parameter"):
        registry.check("CI99", "something-differs")(documented(untyped))
    with pytest.raises(TypeError, match="second parameter"):
        registry.check("CI99", "something-differs")(documented(wrong))


def test_a_crash_is_one_failed_row(dossier_of: Callable[..., Dossier]) -> None:
    """A check that crashes on one record says so with code and record, and the rest go on."""

    def crashing(result: Result) -> Finding | None:
        if result.id == "r-1":
            raise ArithmeticError("too hot")
        return registry.agrees("fine")

    registry.check("CI98", "something-differs")(documented(crashing))
    dossier = dossier_of({"effect": "HR 0.5 0.4 0.6 95"}, {"effect": "HR 0.6 0.5 0.7 95"})
    verdicts = [v for v in registry.run(dossier, select=("CI",)) if v.check == "CI98"]
    assert [v.outcome for v in verdicts] == ["failed", "agrees"]
    assert "CI98 crashed on r-1: ArithmeticError: too hot" in verdicts[0].message
    assert [v for v in registry.run(dossier, select=("CI03",)) if v.outcome == "agrees"]


def test_select_and_ignore() -> None:
    """Codes are chosen by their beginning, and ignored ones leave."""
    assert {c.code for c in registry.chosen(select=("CI",), ignore=("CI",))} == set()
    some = registry.chosen(select=("CI", "PV02"), ignore=("CI07",))
    assert {c.family for c in some} == {"CI", "PV"}
    assert "CI07" not in {c.code for c in some}


def test_ids_are_stable(dossier_of: Callable[..., Dossier]) -> None:
    """The same input gives the same ids; another result before it does not change them."""
    one = {"effect": "HR 0.45 0.45 0.72 95", "endpoint": "PFS", "ref": ("47",)}
    other = {"effect": "HR 0.81 0.64 1.03 95", "endpoint": "OS", "ref": ("46",)}
    first = {v.id for v in registry.run(dossier_of(one), select=("CI01", "CI02"))}
    again = {v.id for v in registry.run(dossier_of(one), select=("CI01", "CI02"))}
    assert first == again
    assert len(first) == 2
    assert len({v.id for v in registry.run(dossier_of(one, other))}) == len(
        registry.run(dossier_of(one, other))
    )


def test_severity_only_where_it_differs(dossier_of: Callable[..., Dossier]) -> None:
    """Agreeing verdicts carry no severity."""
    dossier = dossier_of({"effect": "HR 0.45 0.45 0.72 95", "p": ("< 0.001",)})
    for verdict in registry.run(dossier, select=("CI", "PV")):
        assert (verdict.severity is not None) == (verdict.outcome == "differs")
