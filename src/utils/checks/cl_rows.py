"""Checks of the family CL: words of direction and of significance against the row they name.

What belongs here: claims whose words, or whose own numbers, lead to one row of the tables. What
does not: claims against numbers that stand beside them (`cl`, `cl_arms`, `cl_direction`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from src.utils.checks.claimed import judge
from src.utils.checks.claimed.judge import Held
from src.utils.checks.claimed.rows import Context, NamedRows, row_name
from src.utils.checks.claimed.said import Claimed, claims
from src.utils.checks.registry import agrees, check, differs
from src.utils.extraction.claims_grammar import bare
from src.utils.linking.by_numbers.sections import labels, section_says
from src.utils.records import Block, Dossier, Evidence, Finding, Result, Span, View

_BENIGN = ("the words may speak of another time, group or analysis than the row",)
#: Sections whose sentences tell of plans and of other work.
_PRIOR = -0.5


class Told(msgspec.Struct, frozen=True):
    """A claim with its place, what it says besides, its own results and the rows it names.

    ``rows`` are the cells of each row; ``own`` those of the sentence's numbers in the clause;
    ``named``: whether the words name the rows, and not only the numbers.
    """

    claim: Claimed
    block: Block
    view: View
    core: str
    said: Context
    rows: list[list[Result]]
    own: list[Result]
    named: frozenset[str]


@check("CL13", "direction-said-against-the-row")
def direction_said(dossier: Dossier) -> Iterator[Finding]:
    """The words put one group higher, the row of the table that they name puts it lower.

    Compares
    --------
    "more common with A than with B", "shorter in the A group", "twice as frequent" with the values
    of the groups in the row whose name the clause says, or to which its numbers belong. All words
    of the clause must stand in the row, its headings or its caption. Warning where every row, time
    and grade that fits puts the groups in the other order. "Not more frequent" is held against a
    significant difference only.

    Why it matters
    --------------
    A wrong "more" or "less" turns a result round, and no number in the sentence gives it away.

    Known limits
    ------------
    Silent where the groups stand in the rows of a table, where values print alike, and about
    better and worse. A change counts by its size where both groups changed in the same direction.

    Source
    ------
    Catalogue of checks of this project.
    """
    for told in _told(dossier):
        if told.claim.up is None:
            continue
        valued = any(v.nums for r in told.own for v in r.values)
        for cells in told.rows:
            answers = (judge.direction(told.claim, told.core, told.said, c, dossier) for c in cells)
            held = judge.consensus([h for found in answers for h in found])
            sure = not told.own or valued or all(h.result.id in told.named for h in held)
            if held and (sure or held[0].answer == "agrees"):
                yield _finding(told, held)


@check("CL14", "significance-said-against-the-row")
def significance_said(dossier: Dossier) -> Iterator[Finding]:
    """The words say significant, or not, and the row of the table that they name says otherwise.

    Compares
    --------
    "significantly more frequent", "was an independent predictor", "lost its significance in the
    multivariable model", "did not differ" with the P value and the interval of the row, model and
    grade that the clause names, or to which its numbers belong. Warning where everything that fits
    decides the other way; note for "similar" and "associated", which are weaker words.

    Why it matters
    --------------
    The reader takes the word for the test, and does not look the number up.

    Known limits
    ------------
    Silent where the clause prints a P value or an interval itself (CL01 to CL03 ask those), about
    changes over time, exceptions ("only", "except") and rows with more than two groups.

    Source
    ------
    Wasserstein RL, Lazar NA. Am Stat 2016;70:129-33.
    """
    for told in _told(dossier):
        claim, own = told.claim, told.own
        tested = any(r.p or (r.effect is not None and r.effect.low) for r in own)
        effects = any(r.effect is not None for r in own)
        if claim.significant is None or (tested and not claim.echo):
            continue
        if effects and (claim.soft or claim.equal) and not claim.echo:
            continue  # "similar in men (OR 1.5) and women (OR 1.4)": of two effects
        for cells in told.rows:
            found = (judge.significance(claim, told.core, told.said, c, dossier) for c in cells)
            held = judge.consensus([h for h in found if h is not None])
            if held:
                yield _finding(told, held)


def _finding(told: Told, held: list[Held]) -> Finding:
    """What is said of a claim and the cells that answer it."""
    claim, first = told.claim, held[0]
    places = told.view.spans(claim.start, claim.end)
    words = " ".join(told.view.text[claim.start : claim.end].split()).rstrip(" .,;")
    row = row_name(first.result)
    evidence = [Evidence("sentence", s, told.block.place) for s in places]
    seen: set[Span] = set()
    for h in held:
        for role, n in h.nums:
            if n.span not in seen:
                seen.add(n.span)
                evidence.append(Evidence(role, n.span, "table", h.result.label))
    message = f'"{words}": {first.result.label} prints for {row}: {first.shown}'
    more = {"evidence": tuple(evidence), "results": tuple({h.result.id: 0 for h in held})}
    if first.answer == "agrees":
        return agrees(message, **more)
    return differs("note" if claim.soft else "warning", message, alternatives=_BENIGN, **more)


def _told(dossier: Dossier) -> list[Told]:
    """The claims of abstract and text with the rows they name, read once."""
    known: list[Told] | None = dossier.__dict__.get("_told_rows")
    if known is None:
        known = dossier.__dict__["_told_rows"] = list(_read(dossier))
    return known


def _read(dossier: Dossier) -> Iterator[Told]:
    article = dossier.article
    if not any(r.place == "table" for r in dossier.results):
        return
    rows = NamedRows.of(dossier)
    by_block: dict[int, list[Result]] = defaultdict(list)
    for r in dossier.results:
        if r.place != "table" and r.block is not None and r.unit != "participants":
            by_block[r.block].append(r)
    linked: dict[str, list[Result]] = defaultdict(list)
    for pair in dossier.pairs:
        if not pair.link.derived and pair.right.place == "table":
            linked[pair.left.id].append(pair.right)
    cites = sorted(c.span.start for c in article.citations)
    for number, block in enumerate(article.blocks):
        if block.kind not in ("paragraph", "abstract"):
            continue
        abstract = block.kind == "abstract"
        prior, elsewhere = section_says(block.section, abstract, False, "")
        if elsewhere or prior < _PRIOR:
            continue
        for sentence in block.sentences:
            view = article.view(sentence.pieces)
            found = list(claims(view.text))
            if not found:
                continue
            start, end = sentence.pieces[0].start, sentence.pieces[-1].end
            cited = any(start <= c < end for c in cites)
            if section_says(block.section, abstract, cited, view.text)[1]:
                continue
            tables = labels(view.text, article)
            for claim in found:
                told = _one(rows, claim, block, view, by_block[number], linked)
                if tables:
                    kept = [[c for c in cells if c.label in tables] for cells in told.rows]
                    told = msgspec.structs.replace(told, rows=kept)
                yield told


def _one(
    rows: NamedRows,
    claim: Claimed,
    block: Block,
    view: View,
    nearby: list[Result],
    linked: dict[str, list[Result]],
) -> Told:
    """A claim with its rows: those of its own numbers, else those that its words name."""
    plain = bare(view.text)
    core = plain[claim.start : claim.end]
    wide = core if claim.before is None else f"{plain[slice(*claim.before)]} {core}"
    said = rows.context(wide, f"{view.text} {' '.join(block.section)}")
    places = view.spans(claim.start, claim.end)
    own = [r for r in nearby if any(s.overlaps(p) for s in r.spans for p in places)]
    called = [] if claim.echo else rows.named(said)
    found = called
    if own:
        to = {c.id: c for r in own for c in linked.get(r.id, ())}
        found = [[c] for c in to.values() if _shows(c, own)]
    named = frozenset(c.id for cells in called for c in cells)
    return Told(claim, block, view, core, said, found, own, named)


def _shows(cell: Result, own: list[Result]) -> bool:
    """Whether a cell's row prints every value that the clause does."""
    e = cell.effect
    nums = [
        n
        for v in cell.values
        for n in (*v.nums, v.count, v.total, v.low, v.high, v.sd)
        if n is not None
    ]
    nums += [n for n in (e.estimate, e.low, e.high) if n is not None] if e is not None else []
    texts = {n.text.lstrip("-") for n in nums}
    return all(n.text.lstrip("-") in texts for r in own for v in r.values for n in v.nums)
