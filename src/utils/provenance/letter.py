"""A letter to editor or authors, in Markdown, from the findings that a reviewer confirmed.

Belongs here: words. They stay neutral: what is printed where, what does not go together, what
would reconcile it. Dismissed findings are left out; questions stand apart; what the primary
publication reports is quoted with its source. The same decisions give the same letter.
"""

from __future__ import annotations

from pathlib import Path

from src.utils.places import Places
from src.utils.provenance import quotes
from src.utils.provenance.decisions import Decided, Decision
from src.utils.records import Audit, Verdict

_MOST_QUOTES = 8


def letter(audit: Audit, decisions: Decided) -> str:
    """The letter as Markdown text; it says so when nothing was confirmed or asked yet."""
    article = audit.article
    title = article.title or Path(article.path).name
    chosen = {"confirm": [], "question": []}  # type: dict[str, list[tuple[Verdict, Decision]]]
    for verdict in audit.verdicts:
        decision = decisions.states.get(verdict.id)
        if decision and decision.decision in chosen:
            chosen[decision.decision].append((verdict, decision))
    confirmed, asked = chosen["confirm"], chosen["question"]
    out = [f"# On the numbers in “{_safe(title)}”", ""]
    if article.doi:
        out += [f"doi {_safe(article.doi)}", ""]
    if not confirmed and not asked:
        return "\n".join([*out, "No finding has been confirmed and no question noted yet.", ""])
    checked = sum(v.outcome in ("agrees", "differs") for v in audit.verdicts)
    out += [
        "Dear editor, dear authors,",
        "",
        f"{checked} comparisons between the numbers printed in this article were made. "
        f"{_count(len(confirmed), 'finding')} below "
        f"{'was' if len(confirmed) == 1 else 'were'} looked at by a reader and confirmed"
        + (
            f"; {_count(len(asked), 'question')} {'is' if len(asked) == 1 else 'are'} added."
            if asked
            else "."
        )
        + " A printed numeral is taken for every value that rounds to it. "
        "Nothing is implied about how a difference arose.",
        "",
    ]
    places = Places(article)
    number = 0
    for heading, items in (("Findings", confirmed), ("Questions", asked)):
        if items:
            out += [f"## {heading}", ""]
        for verdict, decision in items:
            number += 1
            out += [*_item(number, audit, verdict, decision, places), ""]
    out += [
        f"Line numbers refer to the file {_safe(Path(article.path).name)} "
        f"(sha256 {article.sha256[:16]}).",
        "",
        "With kind regards,",
        ", ".join(dict.fromkeys(_safe(d.who) for _, d in (*confirmed, *asked))),
        "",
    ]
    return "\n".join(out)


def _item(
    number: int, audit: Audit, verdict: Verdict, decision: Decision, places: Places
) -> list[str]:
    head = ", ".join(
        x for x in (verdict.study, *(f"reference {r}" for r in verdict.ref), verdict.endpoint) if x
    )
    out = [f"{number}. " + (f"**{_safe(head)}.** " if head else "") + _safe(verdict.message)]
    printed = quotes.evidence(audit.article, verdict, places)
    for quote in printed[:_MOST_QUOTES]:
        out.append(f"   - {_safe(quote.where)}: “{_safe(quote.text)}” ({_safe(quote.role)})")
    if len(printed) > _MOST_QUOTES:
        out.append(f"   - and {len(printed) - _MOST_QUOTES} more places")
    out += [f"   - Considered: {_safe(item)}" for item in verdict.alternatives]
    for one in quotes.witnesses(verdict, audit.dossier):
        doi = f", doi {_safe(one.doi)}" if one.doi else ""
        out.append(
            f"   - The primary publication reports {_safe(one.says)} ({_safe(one.source)}{doi})."
        )
    if decision.reason:
        out.append(f"   - Remark: {_safe(decision.reason)}")
    return out


def _count(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")


def _safe(text: str) -> str:
    """Text of the article inside Markdown: in one line, and nothing of it becomes markup."""
    line = " ".join(text.split())
    for sign in "\\`*_[]<>#|":
        line = line.replace(sign, "\\" + sign)
    return line
