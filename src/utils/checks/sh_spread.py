"""SH: spreads of a row that are out of line with one another."""

from __future__ import annotations

from collections.abc import Iterator

from src.utils.checks.registry import check, differs
from src.utils.checks.sheet_cells import Entry
from src.utils.checks.sheets import sheets
from src.utils.records import Dossier, Finding


@check("SH13", "spread-out-of-line-in-row")
def spread_out_of_line(dossier: Dossier) -> Iterator[Finding]:
    """One group of a row has a standard deviation or error many times that of the others.

    Compares
    --------
    The spreads of "mean ± spread" across the groups of a row: the largest with the others, where at
    least four other rows of the table have spreads within a factor of three. Warning from ten times
    on, note from six and where SH10 has reported the numeral.

    Why it matters
    --------------
    A standard deviation in a column of standard errors, or a decimal point in the wrong place,
    distorts every comparison and every pooled estimate.

    Known limits
    ------------
    Groups may truly differ in their spread; rows of two groups do not tell which one is odd.

    Source
    ------
    Cochrane Handbook 6.5.2 (standard errors reported as standard deviations).
    """
    for sheet in sheets(dossier):
        rows = []
        for row in sheet.rows:
            entries = [
                e
                for c in (*sheet.groups, *sheet.totals)
                if (e := row.entries.get(c.index)) is not None and e.kind == "mean"
            ]
            spreads = [float(e.nums[1].text) for e in entries]
            if len(entries) >= 2 and min(spreads) > 0:
                rows.append((row, entries, spreads))
        calm = sum(max(s) <= 3 * min(s) for _, _, s in rows)
        for row, entries, spreads in rows:
            ratio = max(spreads) / min(spreads)
            if ratio < 6 or calm < 4 or calm * 5 < 4 * (len(rows) - 1) or _in_step(entries):
                continue
            listed = ", ".join(e.shown for e in entries)
            yield differs(
                "warning" if ratio >= 10 else "note",
                f"{sheet.table.label}, {row.name}: the spreads of {listed} differ {ratio:.0f} "
                f"times (in {calm} other rows at most three times)",
                computed={"largest to smallest": f"{ratio:.1f}"},
                alternatives=(
                    "a standard deviation among standard errors",
                    "a decimal point moved",
                ),
                evidence=tuple(x for e in entries for x in sheet.evidence(e)[1:2]),
            )


def _in_step(entries: list[Entry]) -> bool:
    """Whether the spreads grow with the means, as those of skewed quantities do."""
    shares = [abs(float(e.nums[1].text) / (float(e.nums[0].text) or 1e-9)) for e in entries]
    return max(shares) < 2 * min(shares)
