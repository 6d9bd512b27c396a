"""What reviewers decided about findings, and how a decision finds its finding again.

Belongs here: reading ``decisions/<article>.yml`` and holding it against an audit. Writing into it
is `provenance.decide`. A decision is one of confirm, dismiss (with a reason) and question (for the
authors), with who and when. It names its finding by the verdict's id, which is made of what the
verdict says and survives edits elsewhere; check, quotes, their fingerprint and the words around
the first quote stand beside it. When the id is gone the decision follows only to the single
verdict with the same fingerprint; otherwise it is listed as vanished. It never moves silently.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import yaml

from src.utils import paths
from src.utils.errors import InputError
from src.utils.identity import fingerprint
from src.utils.records import Article, Audit, Verdict

STATES = ("confirm", "dismiss", "question")
_FIELDS = ("finding", "check", "decision", "reason", "who", "when", "quotes", "context")
_KNOWN = frozenset((*_FIELDS, "fingerprint"))
_AROUND = 40


class Decision(msgspec.Struct, frozen=True):
    """One decision as it stands in the file; ``line`` is 1-based."""

    finding: str
    decision: str
    who: str
    when: str
    reason: str = ""
    check: str = ""
    quotes: tuple[str, ...] = ()
    fingerprint: str = ""
    context: str = ""
    line: int = 0


class Sheet(msgspec.Struct, frozen=True):
    """A decisions file: the article's sha256 at the time, decisions, and what is wrong with it."""

    path: str = ""
    sha256: str = ""
    decisions: tuple[Decision, ...] = ()
    problems: tuple[str, ...] = ()


class Decided(msgspec.Struct, frozen=True):
    """A sheet held against an audit.

    ``states`` maps the ids of present verdicts to their decisions; ``vanished`` are decisions
    whose finding is not there any more; ``problems`` are sentences about the file.
    """

    states: dict[str, Decision] = {}
    vanished: tuple[Decision, ...] = ()
    problems: tuple[str, ...] = ()
    path: str = ""

    @property
    def dismissed(self) -> frozenset[str]:
        """Ids of the verdicts that ``--fail-on`` leaves out."""
        return frozenset(k for k, d in self.states.items() if d.decision == "dismiss")

    @property
    def sentences(self) -> tuple[str, ...]:
        """All that a user should hear of: problems, then vanished decisions."""
        return (*self.problems, *(self.lost(d) for d in self.vanished))

    def lost(self, item: Decision) -> str:
        """The sentence about a decision whose finding vanished."""
        quoted = f" (quote “{item.quotes[0]}”)" if item.quotes else ""
        return (
            f"{self.path}, line {item.line}: the decision '{item.decision}' by {item.who} is about "
            f"{item.check or 'a finding'} {item.finding}{quoted}, which is not among the findings "
            "any more; it is kept and not applied."
        )


# --------------------------------------------------------------------------- fingerprints


def quotes(article: Article, verdict: Verdict) -> tuple[str, ...]:
    """The printed words a verdict stands on, in its order."""
    return tuple(article.quote(e.span) for e in verdict.evidence)


def mark(article: Article, verdict: Verdict) -> str:
    """A fingerprint of check, outcome and quotes: no offsets, and no ids of other records."""
    return fingerprint(verdict.check, verdict.outcome, *sorted(quotes(article, verdict)))


def context(article: Article, verdict: Verdict) -> str:
    """Forty characters on both sides of the first quote, white space folded."""
    if not verdict.evidence:
        return ""
    span = verdict.evidence[0].span
    return _fold(article.text[max(span.start - _AROUND, 0) : span.end + _AROUND])


def _fold(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


# --------------------------------------------------------------------------- reading the file


def folder() -> Path:
    """``decisions/``: one file per article, ``<stem of the article's file>.yml``."""
    return paths.root() / "decisions"


def sheet_for(article: Article) -> Path:
    """Where the decisions about an article stand."""
    return folder() / f"{Path(article.path).stem}.yml"


def load(path: str | Path) -> Sheet:
    """Read a decisions file. Raises `errors.InputError` when it is not one at all; what is wrong
    with single entries is said in `Sheet.problems`, and nothing is dropped without a sentence."""
    path = Path(path)
    shown = paths.shown(path)
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except FileNotFoundError as error:
        raise InputError(f"{shown}: there is no such file of decisions.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{shown} cannot be read as UTF-8 text: {error}.") from error
    except yaml.YAMLError as error:
        at = getattr(error, "problem_mark", None)
        where = f", line {at.line + 1}, column {at.column + 1}" if at else ""
        problem = getattr(error, "problem", None) or "not YAML"
        raise InputError(f"{shown}{where}: this is not YAML ({problem}); correct it.") from error
    if node is None:
        return Sheet(shown)
    if not isinstance(node, yaml.MappingNode):
        raise InputError(f"{shown}: expected the keys article, sha256 and decisions.")
    top = {str(k.value): v for k, v in node.value}
    unknown = sorted(set(top) - {"article", "sha256", "decisions"})
    if unknown or "decisions" not in top:
        what = f"the key {unknown[0]!r} is not known" if unknown else "the key decisions is missing"
        raise InputError(f"{shown}: {what}; the keys are article, sha256 and decisions.")
    listed = top["decisions"]
    if isinstance(listed, yaml.ScalarNode) and not listed.value:
        listed = yaml.SequenceNode("", [])
    if not isinstance(listed, yaml.SequenceNode):
        raise InputError(f"{shown}: decisions must be a list of entries that start with '-'.")
    problems: list[str] = []
    found = [_entry(item, shown, problems) for item in listed.value]
    digest = top["sha256"].value if "sha256" in top else ""
    return Sheet(shown, str(digest), tuple(d for d in found if d), tuple(problems))


def _entry(node: yaml.Node, shown: str, problems: list[str]) -> Decision | None:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        problems.append(f"{shown}, line {line}: an entry must have keys; this one is not applied.")
        return None
    raw: dict[str, Any] = {}
    for key, value in node.value:
        many = isinstance(value, yaml.SequenceNode)
        raw[str(key.value)] = [str(v.value) for v in value.value] if many else str(value.value)
    wrong = sorted(set(raw) - _KNOWN)
    if wrong:
        what = f"the key {wrong[0]!r} is not known (known: {', '.join(_FIELDS)})"
    elif missing := [k for k in ("finding", "decision", "who", "when") if not raw.get(k)]:
        what = f"{missing[0]} is missing"
    elif raw["decision"] not in STATES:
        what = f"decision {raw['decision']!r} is none of {', '.join(STATES)}"
    elif raw["decision"] == "dismiss" and not raw.get("reason", "").strip():
        what = "a finding can be dismissed only with a reason"
    else:
        raw["quotes"] = tuple(raw.get("quotes", ()))
        return Decision(**raw, line=line)
    problems.append(f"{shown}, line {line}: {what}; this decision is not applied.")
    return None


# --------------------------------------------------------------------------- holding it against


def apply(audit: Audit, sheet: Sheet) -> Decided:
    """Find the verdict of every decision, say what vanished and what is contradictory."""
    article = audit.article
    problems = list(sheet.problems)
    by_id = {v.id: v for v in audit.verdicts}
    marks: dict[str, list[Verdict]] = {}
    for verdict in audit.verdicts:
        marks.setdefault(mark(article, verdict), []).append(verdict)
    hits: list[tuple[Decision, Verdict | None]] = []
    for item in sheet.decisions:
        hits.append((item, _find(article, item, by_id, marks)))
    often = Counter(v.id for _, v in hits if v)
    states: dict[str, Decision] = {}
    vanished = []
    told: set[str] = set()
    for item, hit in hits:
        if hit is None:
            vanished.append(item)
        elif often[hit.id] == 1:
            states[hit.id] = item
        elif hit.id not in told:
            told.add(hit.id)
            lines = [str(d.line) for d, v in hits if v and v.id == hit.id]
            problems.append(
                f"{sheet.path}: lines {' and '.join(lines)} decide on the same finding "
                f"{hit.id}; none of them is applied until one is left."
            )
    if sheet.sha256 and sheet.sha256 != article.sha256:
        problems.insert(
            0,
            f"{sheet.path} was written for another version of {paths.shown(article.path)} "
            f"(sha256 {sheet.sha256[:12]}..., now {article.sha256[:12]}...): "
            f"{len(hits) - len(vanished)} of {len(hits)} decisions found their finding again.",
        )
    return Decided(states, tuple(vanished), tuple(problems), sheet.path)


def _find(
    article: Article, item: Decision, by_id: dict[str, Verdict], marks: dict[str, list[Verdict]]
) -> Verdict | None:
    """The verdict a decision is about; None rather than a guess."""
    named = by_id.get(item.finding)
    alike = marks.get(item.fingerprint, []) if item.fingerprint else []
    if not item.fingerprint:
        # Written by hand without a fingerprint: the id alone must do, and the check must be right.
        return named if named and item.check in ("", named.check) else None
    if len(alike) == 1:
        # Same check, same outcome, same quotes, once in the article: it can be no other.
        return alike[0]
    # The same words are found several times over (an id then ends in -2, -3 ... by order of
    # appearance, which an insertion shifts): only the words around can tell which one was meant.
    around = [v for v in alike if context(article, v) == item.context]
    if len(around) == 1:
        return around[0]
    return named if named in around else None


def for_article(audit: Audit, sheet: str | Path | None = None) -> Decided:
    """The decisions on an audit's findings, from ``sheet`` or else from ``decisions/``.

    An article that stands in ``data/raw`` takes the file of its name. One from elsewhere takes it
    only with the same bytes, because two articles may have one name; otherwise a sentence says
    that the file is there. Without any file nothing is decided. Raises `errors.InputError` for a
    file that is not one.
    """
    if sheet is not None:
        return apply(audit, load(sheet))
    default = sheet_for(audit.article)
    if not default.is_file():
        return Decided()
    found = load(default)
    source = paths.resolve(audit.article.path)
    ours = source.is_file() and source.resolve().is_relative_to(paths.raw().resolve())
    if ours or found.sha256 == audit.article.sha256:
        return apply(audit, found)
    return Decided(
        problems=(
            f"{found.path} was written for another article or version of this name and is not "
            f"applied to {audit.article.path}; --decisions {found.path} applies it.",
        )
    )
