"""Figures plot what the saved tables say, say so when there is nothing, and come out the same."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from src.utils import figures
from src.utils.checks.registry import FAMILIES
from src.utils.figures import agreement, arms, consistency, forest, frames
from src.utils.notebook_tables import LINK_COLUMNS, RESULT_COLUMNS, VERDICT_COLUMNS


def _result(**fields: str) -> dict[str, str]:
    """A row of results.csv: a hazard ratio of one study in Table 1, unless said otherwise."""
    base = dict.fromkeys(RESULT_COLUMNS, "")
    base |= {
        "place": "table",
        "label": "Table 1",
        "caption": "Table 1. Something",
        "study": "Berg et al. 2020",
        "ref": "7",
        "arms": "A | B",
        "arm_n": "100 | 90",
        "endpoint": "OS",
        "values": "20.0 | 15.0",
        "unit": "months",
        "effect_kind": "HR",
        "effect_adjusted": "false",
        "effect_estimate": "0.60",
        "effect_level": "95",
        "effect_low": "0.45",
        "effect_high": "0.80",
        "p": "=0.001",
    }
    return base | fields


def _saved(
    results: list[dict[str, str]],
    links: list[tuple[str, str]],
    said: dict[str, str] | None = None,
) -> frames.Saved:
    """Saved tables; ``said`` are the outcomes of checks on the first link."""
    verdicts = [
        dict.fromkeys(VERDICT_COLUMNS, "")
        | {"check": c, "outcome": o, "results": " ".join(links[0])}
        for c, o in (said or {}).items()
    ]
    rows = [dict.fromkeys(LINK_COLUMNS, "") | {"left": a, "right": b} for a, b in links]
    return frames.Saved(
        pd.DataFrame(results, columns=list(RESULT_COLUMNS), dtype=str),
        pd.DataFrame(rows, columns=list(LINK_COLUMNS), dtype=str),
        pd.DataFrame(verdicts, columns=list(VERDICT_COLUMNS), dtype=str),
    )


def test_flagged_ratio_is_named_as_printed() -> None:
    """The digits beside the plot are the printed ones: 0.60 keeps its zero."""
    rows = consistency.centre_rows(_saved([_result(id="r-1")], [("r-1", "r-1")]))
    assert list(rows["printed"]) == ["0.60 (0.45–0.80)"]


@pytest.fixture
def pair() -> frames.Saved:
    """A table's result and the text's, which prints another estimate."""
    table = _result(id="r-table")
    text = _result(id="r-text", place="text", label="", caption="", effect_estimate="0.66")
    said = {"TT01": "differs", "TT02": "agrees", "TT03": "agrees", "TT04": "agrees"}
    return _saved([table, text], [("r-text", "r-table")], said)


def test_forest_overlays_only_what_differs(pair: frames.Saved) -> None:
    """A text ratio that agrees with the table is not drawn twice; one judged to differ is."""
    rows = forest.forest_rows(pair)
    assert list(rows["series"]) == ["table", "text"]
    assert list(rows["differs"]) == [False, True]
    same = pair.verdicts.assign(outcome="agrees")
    assert list(forest.forest_rows(pair._replace(verdicts=same))["series"]) == ["table"]


def test_figures_draw_what_the_checks_said(pair: frames.Saved) -> None:
    """One statistic with two checks differs when one of them does; undecided is not drawn."""
    said = {"TT01": "agrees", "TT02": "differs", "TT07": "agrees", "TT04": "cannot say"}
    saved = pair._replace(verdicts=_saved([], [("r-text", "r-table")], said).verdicts)
    assert frames.states(saved) == {frozenset(("r-text", "r-table")): {"ratio": "differs"}}


def test_agreement_states(pair: frames.Saved) -> None:
    """Values and P agree, the ratio differs; a result without a partner stands in one place."""
    lone = _result(id="r-lone", endpoint="PFS")
    saved = pair._replace(results=pd.concat([pair.results, pd.DataFrame([lone])]))
    rows = agreement.agreement_rows(saved).set_index(["endpoint", "statistic"])["state"]
    assert rows["OS", "ratio"] == "differs"
    assert rows["OS", "values"] == "agrees"
    assert rows["OS", "P"] == "agrees"
    assert rows["PFS", "ratio"] == "only in table"


def test_every_family_with_a_verdict_has_its_column(pair: frames.Saved) -> None:
    """No family of checks is left out of the figure, whatever it is called."""
    codes = [f"{family}01" for family in (*FAMILIES, "ZZ")]
    rows = [dict.fromkeys(VERDICT_COLUMNS, "") | {"check": c, "outcome": "agrees"} for c in codes]
    saved = pair._replace(verdicts=pd.DataFrame(rows, columns=list(VERDICT_COLUMNS), dtype=str))
    figure = agreement.draw_families(agreement.family_rows(saved))
    shown = [label.get_text() for label in figure.axes[0].get_xticklabels()]
    assert shown == [*FAMILIES, "ZZ"]


def test_arms_keep_ranges_and_not_reached() -> None:
    """A range is drawn at its middle with its ends; an arm not reached has no value."""
    rates = _result(id="r-1", endpoint="ORR", unit="%", values="53.0-56.7 | 12.3-15.0")
    rows = arms.arm_rows(_saved([rates], []), "%")
    assert list(rows["low"]) == [53.0, 12.3]
    assert list(rows["value"]) == pytest.approx([54.85, 13.65])
    open_end = arms.arm_rows(_saved([_result(id="r-2", values="NR | 10.4")], []), "time")
    assert pd.isna(open_end["value"].iloc[0])
    assert open_end["n"].tolist() == ["100", "90"]


def test_a_wrong_count_is_no_wrong_percentage() -> None:
    """A percentage that the table prints too is not drawn as one that stands in the text alone."""
    table = _result(id="r-table", endpoint="hip fracture", unit="%", values="6.0 | 12.0")
    text = table | {"id": "r-text", "place": "text", "label": "", "caption": ""}
    said = {"TT05": "agrees", "TT06": "differs"}
    rows = arms.arm_rows(_saved([table, text], [("r-text", "r-table")], said), "%")
    assert list(rows["series"]) == ["table", "table"]
    drawn = arms.draw_responses(rows)
    assert drawn.texts[0].get_text() == "Percentages by arm and criterion"


def test_centre_and_p_by_hand() -> None:
    """0.45 x 0.80 = 0.36, so the centre is 0.60; P follows from z = ln 0.6 / 0.1468 = 3.48."""
    saved = _saved([_result(id="r-1")], [])
    assert consistency.centre_rows(saved)["centre"].iloc[0] == pytest.approx(0.6)
    assert consistency.centre_rows(saved)["offset"].iloc[0] == pytest.approx(0, abs=1e-9)
    assert consistency.p_rows(saved)["p_implied"].iloc[0] == pytest.approx(0.0005, abs=0.00005)


def _write(saved: frames.Saved, folder: Path) -> None:
    for name, frame in zip(("results", "links", "verdicts"), saved, strict=True):
        frame.to_csv(folder / f"{name}.csv", index=False)


@pytest.mark.parametrize("name", figures.NAMES)
def test_figure_of_nothing_says_so(name: str, tmp_path: Path) -> None:
    """Without any result each figure is still written, with its (empty) rows."""
    _write(_saved([], []), tmp_path)
    figures.draw(tmp_path, name)
    assert {p.suffix for p in (tmp_path / "figures").glob(f"{name}.*")} == {".svg", ".png", ".csv"}


def test_same_tables_same_bytes(pair: frames.Saved, tmp_path: Path) -> None:
    """Drawing twice gives the same svg and png to the byte."""
    _write(pair, tmp_path)
    figures.draw(tmp_path, "hazard_ratios")
    files = sorted((tmp_path / "figures").glob("*"))
    before = [p.read_bytes() for p in files]
    figures.draw(tmp_path, "hazard_ratios")
    assert [p.read_bytes() for p in files] == before
