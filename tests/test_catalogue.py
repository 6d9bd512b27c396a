"""The catalogue page: fresh, complete, readable."""

from __future__ import annotations

from src.utils.checks import registry
from src.utils.maintenance import catalogue


def test_catalogue_is_fresh() -> None:
    """The committed page is what the code and the worked cases give now."""
    page = (catalogue.folder() / "README.md").read_text(encoding="utf-8")
    assert page == catalogue.catalogue(), "run python -m src.utils.maintenance.catalogue"


def test_every_check_has_its_page() -> None:
    """Each check is described under its code with all fixed headings."""
    made = catalogue.catalogue()
    for check in registry.registered():
        assert f"### {check.code} {check.name}\n" in made
        told = catalogue.sections(check)
        assert all(told[h] for h in registry.HEADINGS), check.code
        assert told[""].endswith("."), f"{check.code}: the first sentence must end"
