"""The catalogue of checks: one page made from the docstrings and the first worked case of each.

``python -m src.utils.maintenance.catalogue`` writes ``tests/cases/README.md``; with ``--check`` it
only says whether the page is fresh. `page` gives the text of one check, for the command line.
"""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path

from src.utils import paths, pipeline
from src.utils.checks import registry
from src.utils.maintenance.cases import Case, CaseFile, read_cases

_OPENING = """# The catalogue of checks

This page is generated from the code and from the worked cases beside it
(`python -m src.utils.maintenance.catalogue`); do not edit it. Every check is described in the same
way: what it compares, why that matters, what it cannot see, where the formula comes from, and one
short article on which it speaks. More cases, also those where a check must be silent, stand in the
file of the check. If you disagree with one, change the case: the tests will say what follows.

A check gives one of four answers. **agrees**: the printed numbers can be true together.
**differs**: no values behind the printed numbers satisfy the relation. **cannot say**: a number
that would be needed is not printed, or is printed too coarsely. **failed**: the check itself
broke; the others went on. A printed number stands for everything that may be rounded to it: 0.57
means 0.565 to 0.575. A check speaks only where nothing inside these ranges fits.

What differs is graded. **error**: contradictory as printed. **warning**: contradictory under the
usual assumptions, but a harmless cause is common. **note**: explained by a named alternative, or
unusual reporting. None of them says that the authors made an error.
"""


def folder() -> Path:
    """Where the worked cases and the catalogue stand."""
    return paths.root() / "tests" / "cases"


def sections(check: registry.Check) -> dict[str, str]:
    """The summary of a check's docstring (under "") and its text by heading."""
    doc = inspect.getdoc(check.function) or ""
    parts = re.split(r"^([A-Z][\w ]+)\n-+\n", doc, flags=re.M)
    out = {"": parts[0].strip()}
    for heading, text in zip(parts[1::2], parts[2::2], strict=True):
        out[heading] = text.strip().replace("``", "`")
    return out


def case_file(code: str) -> CaseFile | None:
    """The worked cases of a check; None where there are none yet."""
    path = folder() / f"{code}.md"
    return read_cases(path) if path.exists() else None


def _shown(text: str) -> str:
    """The article of a case as an indented quotation, headings and table rows kept."""
    fence = "````" if "```" in text else "```"
    return f"{fence}markdown\n{text.strip()}\n{fence}"


def _answer(case: Case) -> str:
    """What the pipeline says on a case."""
    if case.primaries:
        return f"The answer: **{case.expect['outcome']}**."
    wanted = case.expect["outcome"]
    for verdict in pipeline.audit_text(case.article).verdicts:
        if verdict.check == case.code and verdict.outcome == wanted:
            grade = f", {verdict.severity}" if verdict.severity else ""
            lines = [
                f"The answer: **{verdict.outcome}{grade}**. {verdict.message.rstrip(chr(46))}."
            ]
            if verdict.computed:
                lines += ["", "| step | value |", "| --- | --- |"]
                lines += [f"| {_cell(k)} | {_cell(v)} |" for k, v in verdict.computed.items()]
            if verdict.alternatives:
                lines += ["", *(f"- {a}" for a in verdict.alternatives)]
            return "\n".join(lines)
    return f"The answer: **{wanted}**."


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def _summary(check: registry.Check) -> str:
    """The docstring's opening on one line."""
    return " ".join(sections(check)[""].split())


def page(check: registry.Check, level: int = 3) -> str:
    """One check's page in Markdown, beginning with a heading of the given level."""
    told = sections(check)
    file = case_file(check.code)
    lines = [f"{'#' * level} {check.code} {check.name}", "", told.pop("").replace("\n", " "), ""]
    if file is not None:
        lines += [file.opening.replace("\n", " "), ""]
    for heading, text in told.items():
        lines += [f"**{heading}.** {' '.join(text.split())}", ""]
    if file is not None:
        first = file.cases[0]
        lines += [
            f"**Worked case: {first.heading}**", "", _shown(first.article), "", _answer(first), "",
        ]  # fmt: skip
        others = "; ".join(c.heading for c in file.cases[1:])
        lines += (
            [f"More cases in [{file.code}.md]({file.code}.md): {others}.", ""] if others else []
        )
    return "\n".join(lines)


def catalogue() -> str:
    """The whole page."""
    checks = registry.registered()
    lines = [_OPENING, "| check | what it finds |", "| --- | --- |"]
    lines += [
        f"| [{c.code} {c.name}](#{c.code.lower()}-{c.name}) | {_cell(_summary(c))} |"
        for c in checks
    ]
    for family, about in registry.FAMILIES.items():
        own = [c for c in checks if c.family == family]
        if own:
            lines += ["", f"## {family}: {about}", ""]
            lines += [page(c) for c in own]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Write the page, or say whether it is fresh; returns the exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    target = folder() / "README.md"
    made = catalogue()
    if "--check" in arguments:
        fresh = target.exists() and target.read_text(encoding="utf-8") == made
        print(f"{target.name} is {'fresh' if fresh else 'stale'}.")
        return 0 if fresh else 1
    target.write_text(made, encoding="utf-8")
    print(f"{target.relative_to(paths.root())}: {len(registry.registered())} checks")
    return 0


if __name__ == "__main__":
    sys.exit(main())
