"""Figures of one article: they draw the saved tables and never run a check.

Each figure is a function from the saved tables to the rows it plots, and one from these rows to the
drawing; the rows are saved beside the picture.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.display import Image

#: File stems, in the order of the notebook.
NAMES = (
    "agreement",
    "hazard_ratios",
    "response_rates",
    "medians",
    "estimate_and_interval",
    "p_values",
    "families",
)


def draw(folder: Path, name: str) -> Image:
    """Draw one figure of the tables in ``folder`` and save it under ``folder/figures``.

    ``name`` is one of `NAMES`; raises KeyError otherwise. Returns the saved picture, to be shown.
    """
    from IPython.display import Image

    from src.utils.figures import agreement, arms, consistency, forest, frames, style

    saved = frames.load(folder)
    makers = {
        "agreement": (agreement.agreement_rows, agreement.draw_agreement),
        "hazard_ratios": (forest.forest_rows, forest.draw_forest),
        "response_rates": (lambda s: arms.arm_rows(s, "%"), arms.draw_responses),
        "medians": (lambda s: arms.arm_rows(s, "time"), arms.draw_medians),
        "estimate_and_interval": (consistency.centre_rows, consistency.draw_centre),
        "p_values": (consistency.p_rows, consistency.draw_p),
        "families": (agreement.family_rows, agreement.draw_families),
    }
    collect, paint = makers[name]
    rows = collect(saved)
    style.save(folder / "figures", name, rows, lambda: paint(rows))
    return Image(filename=str(folder / "figures" / f"{name}.png"), width=900)
