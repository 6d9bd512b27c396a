"""Writing a decision into ``decisions/<article>.yml``, with everything else in it left alone.

Belongs here: adding or replacing one entry as text, so that comments and the order that people
gave the file stay. Reading it back and holding it against an audit is `provenance.decisions`.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from src.utils import paths
from src.utils.errors import InputError
from src.utils.provenance import decisions
from src.utils.records import Audit, Verdict

_LONGEST_QUOTE = 200
_HEAD = """\
# Decisions of reviewers about findings: confirm, dismiss (with a reason) or question (for the
# authors). Written by `article-audit decide`; the reason and the names may be edited by hand.
article: {article}
sha256: {sha256}
decisions:
"""


def decide(
    audit: Audit,
    finding: str,
    decision: str,
    who: str,
    when: str,
    reason: str = "",
    path: str | Path | None = None,
    replace: bool = False,
) -> Path:
    """Record a decision on the verdict ``finding`` and return the file it stands in.

    Raises `errors.InputError` with a sentence: an unknown finding, no reason for a dismissal, no
    name, a finding that is decided already (unless ``replace``), a file that cannot be read.
    """
    verdict = next((v for v in audit.verdicts if v.id == finding), None)
    shown = paths.shown(audit.article.path)
    if verdict is None:
        raise InputError(
            f"{finding} is not a finding of {shown}; 'article-audit check' lists their ids."
        )
    if decision not in decisions.STATES:
        raise InputError(f"A decision is one of {', '.join(decisions.STATES)}, not {decision!r}.")
    if decision == "dismiss" and not reason.strip():
        raise InputError("A finding can be dismissed only with a reason: say it with --reason.")
    if not who.strip():
        raise InputError("Say who decides, with --who or the variable AUDIT_REVIEWER.")
    target = Path(path) if path else decisions.sheet_for(audit.article)
    entry = _entry(audit, verdict, decision, who.strip(), when, reason.strip())
    if not target.is_file():
        head = _HEAD.format(article=Path(shown).name, sha256=audit.article.sha256)
        return paths.write_atomic(target, head + entry)
    sheet = decisions.load(target)
    text = target.read_text(encoding="utf-8")
    earlier = decisions.apply(audit, sheet).states.get(finding)
    if earlier is None:
        repeated = [d for d in sheet.decisions if d.finding == finding]
        if len(repeated) > 1:
            raise InputError(
                f"{sheet.path} decides {len(repeated)} times on {finding}; leave one of them first."
            )
        earlier = repeated[0] if repeated else None
    if earlier and not replace:
        raise InputError(
            f"{finding} is decided already ({earlier.decision} by {earlier.who}, {earlier.when}; "
            f"{sheet.path}, line {earlier.line}); --replace puts yours in its place."
        )
    return paths.write_atomic(target, _placed(text, entry, earlier.line if earlier else 0, sheet))


def _entry(audit: Audit, verdict: Verdict, decision: str, who: str, when: str, reason: str) -> str:
    article = audit.article
    printed = [q[:_LONGEST_QUOTE] for q in decisions.quotes(article, verdict)]
    fields = {
        "finding": verdict.id,
        "check": verdict.check,
        "decision": decision,
        **({"reason": reason} if reason else {}),
        "who": who,
        "when": when,
        "quotes": printed,
        "context": decisions.context(article, verdict),
        "fingerprint": decisions.mark(article, verdict),
    }
    text: str = yaml.safe_dump(
        [fields], sort_keys=False, allow_unicode=True, width=100, default_flow_style=False
    )
    return "".join(f"  {line}\n" for line in text.splitlines())


def _placed(text: str, entry: str, line: int, sheet: decisions.Sheet) -> str:
    """The file's text with the entry in place of the one at ``line``, or at the end."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    listed = next((v for k, v in pairs if k.value == "decisions"), None)
    items = listed.value if isinstance(listed, yaml.SequenceNode) else []
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    if items and isinstance(listed, yaml.SequenceNode) and listed.flow_style:
        raise InputError(
            f"{sheet.path}: write decisions as lines that start with '-', not as [...]."
        )
    if items:
        dash = lines[items[0].start_mark.line]
        indent = len(dash) - len(dash.lstrip())
        entry = "".join(" " * indent + row[2:] + "\n" for row in entry.splitlines())
    for item in items:
        if line == item.start_mark.line + 1:
            stop = item.end_mark.line
            while stop > line and not lines[stop - 1].strip():
                stop -= 1
            while stop > line and lines[stop - 1].lstrip().startswith("#"):
                stop -= 1  # a comment above the next entry belongs to that one
            return "".join([*lines[: line - 1], entry, *lines[stop:]])
    if not pairs:
        return text + _HEAD.format(article="", sha256="") + entry
    if items and listed is not pairs[-1][1]:
        last = items[-1].end_mark.line
        return "".join([*lines[:last], entry, *lines[last:]])
    if not items:
        at = next(k for k, row in enumerate(lines) if row.startswith("decisions:"))
        return "".join([*lines[:at], "decisions:\n", entry, *lines[at + 1 :]])
    return "".join([*lines, entry])
