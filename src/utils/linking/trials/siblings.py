"""Mentions of one sentence that stand side by side in a table as well.

"In A (35.4%), B (29.3%) and both (31.2%)" repeats one row of a table. When two of the three are
found in it and the third is a slip of the key away from the one number of the row that nothing in
the sentence claims, then that number is meant, although nothing of the third is printed there.
"""

from __future__ import annotations

from collections import defaultdict

from src.utils.linking.alignment import arms_by_name
from src.utils.linking.fields import comparable
from src.utils.linking.keys import conflicts
from src.utils.linking.meaning import Meaning
from src.utils.linking.slips import apart, slipped
from src.utils.linking.trials.candidates import Candidate
from src.utils.records import Result, Span

#: So much must one number of the sentence say for its row to be the sentence's.
TELLING = 1.0
#: So many numbers of the row the sentence's other mentions claim.
SHARED = 2


class Rows:
    """The rows that the mentions of each sentence were found in, and the numbers they claim."""

    def __init__(self) -> None:
        """No sentence yet."""
        self._rows: dict[tuple[Span, ...], dict[str, Result]] = defaultdict(dict)
        self._claimed: dict[tuple[Span, ...], set[Span]] = defaultdict(set)

    def add(self, mention: Result, c: Candidate) -> None:
        """Remember the row of a mention whose numbers agree with it."""
        key = mention.sentence
        self._claimed[key] |= {f.right.span for f in c.seen.fields if f.agrees}
        if any(f.agrees and f.weight >= TELLING for f in c.seen.fields):
            self._rows[key][c.other.id] = c.other

    def of(self, mention: Result) -> list[Result]:
        """The rows that the other mentions of a mention's sentence were found in."""
        return list(self._rows[mention.sentence].values()) if mention.sentence else []

    def beside(self, mention: Result, meaning: Meaning) -> Result | None:
        """The row of the sentence's other mentions that an unlinked mention belongs to."""
        values = [v for v in mention.values if len(v.nums) == 1 and v.kind != "count"]
        if not mention.sentence or mention.ref or len(values) != 1:
            return None
        value = values[0]
        claimed = self._claimed[mention.sentence]
        fits = []
        for row in self._rows[mention.sentence].values():
            if "study" in conflicts(mention, row):
                continue
            held = sum(n.span in claimed for v in row.values for n in v.nums)
            if held < SHARED or value.nums[0].text in meaning.numerals_of_row(row):
                continue
            named = dict(arms_by_name(mention, row))
            for other in row.values:
                if len(other.nums) != 1 or other.nums[0].span in claimed:
                    continue
                arm = named.get(value.arm) if value.arm is not None else None
                if arm is not None and other.arm is not None and arm != other.arm:
                    continue
                near = slipped(value.nums[0].text, other.nums[0].text)
                if comparable(value, other) and near and not apart(value, other):
                    fits.append(row)
        return fits[0] if len(fits) == 1 else None
