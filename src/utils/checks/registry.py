"""Registration and running of checks: one decorated function is the whole act of adding one.

``@check("CI03", "interval-not-symmetric")`` registers a function. The annotation of its first
parameter says what it is called with (`SUBJECTS`), a second parameter annotated `Dossier` gets
everything else. It returns a `Finding`, several, or None when the check does not apply. A wrong
signature, a repeated code, a missing heading in the docstring or a name that states a remedy
fails at import. A check that crashes yields a ``failed`` verdict and the run goes on.
"""

from __future__ import annotations

import importlib
import inspect
import re
import typing
from collections.abc import Callable, Collection, Iterable, Iterator

import msgspec

from src.utils.checks import names, restated
from src.utils.identity import Namer
from src.utils.records import (
    Claim,
    Dossier,
    Evidence,
    Finding,
    Pair,
    PrimaryReport,
    Reference,
    Result,
    Span,
    StudyRow,
    Table,
    Verdict,
)

#: Families in the order of the catalogue; one module each.
FAMILIES = {
    "TT": "text against table",
    "TB": "totals, parts and tables against tables",
    "CI": "an estimate and its interval",
    "PV": "P values",
    "PR": "proportions and counts",
    "ST": "logic inside one study",
    "CL": "what the words claim",
    "RF": "references and study descriptors",
    "AB": "abbreviations",
    "SH": "shape and completeness",
    "CV": "coverage",
}
#: Headings that every check's docstring must have, in this order.
HEADINGS = ("Compares", "Why it matters", "Known limits", "Source")
_FIRST_WORD = re.compile(r"[\s:,]")
_REMEDIES = {"use", "fix", "add", "remove", "replace", "check", "correct", "should", "must"}

Body = Callable[..., Finding | Iterable[Finding] | None]


class Check(msgspec.Struct, frozen=True):
    """A registered check: its code, name, function and the record it is called with."""

    code: str
    name: str
    function: Body
    subject: type
    wants_dossier: bool

    @property
    def family(self) -> str:
        """The first two letters of the code."""
        return self.code[:2]

    @property
    def summary(self) -> str:
        """The first line of the docstring."""
        return (inspect.getdoc(self.function) or "").partition("\n")[0]


#: How the records of each subject are found in a dossier.
SUBJECTS: dict[type, Callable[[Dossier], Iterable[object]]] = {
    Result: lambda d: (r for r in d.results if r.unit != "participants"),
    Pair: lambda d: d.pairs,
    Claim: lambda d: d.claims,
    Table: lambda d: d.article.tables,
    StudyRow: lambda d: d.studies,
    Reference: lambda d: d.article.references,
    PrimaryReport: lambda d: d.primaries,
    Dossier: lambda d: (d,),
}
_registry: dict[str, Check] = {}


def check(code: str, name: str) -> Callable[[Body], Body]:
    """Register a check. Raises TypeError or ValueError at import when it is not well-formed."""

    def register(function: Body) -> Body:
        if not re.fullmatch(r"[A-Z]{2}\d{2}", code) or code[:2] not in FAMILIES:
            raise ValueError(f"{code}: a code is a family's two letters and two digits")
        if code in _registry:
            raise ValueError(f"{code} is registered twice ({_registry[code].name} and {name})")
        words = name.split("-")
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", name) or words[0] in _REMEDIES:
            raise ValueError(f"{code}: {name!r} must state the finding in lower-case words")
        hints = typing.get_type_hints(function)
        parameters = list(inspect.signature(function).parameters)
        if not parameters or hints.get(parameters[0]) not in SUBJECTS:
            allowed = ", ".join(t.__name__ for t in SUBJECTS)
            raise TypeError(f"{code}: the first parameter must be annotated with one of {allowed}")
        if len(parameters) > 2 or (len(parameters) == 2 and hints[parameters[1]] is not Dossier):
            raise TypeError(f"{code}: a second parameter can only be a Dossier")
        doc = inspect.getdoc(function) or ""
        for heading in HEADINGS:
            if not re.search(rf"^{heading}\n-+$", doc, re.M):
                raise ValueError(f"{code}: the docstring lacks the heading {heading!r}")
        _registry[code] = Check(code, name, function, hints[parameters[0]], len(parameters) == 2)
        return function

    return register


def registered() -> tuple[Check, ...]:
    """All checks, in the order of families and codes."""
    for family in FAMILIES:
        importlib.import_module(f"src.utils.checks.{family.lower()}")
    order = list(FAMILIES)
    return tuple(sorted(_registry.values(), key=lambda c: (order.index(c.family), c.code)))


def chosen(select: Collection[str] = (), ignore: Collection[str] = ()) -> tuple[Check, ...]:
    """The checks whose code begins as one of ``select`` (empty: all) and as none of ``ignore``."""
    return tuple(
        c
        for c in registered()
        if (not select or c.code.startswith(tuple(select)))
        and not (ignore and c.code.startswith(tuple(ignore)))
    )


def run(
    dossier: Dossier, select: Collection[str] = (), ignore: Collection[str] = ()
) -> tuple[Verdict, ...]:
    """Every chosen check on every record it applies to, in the article's order."""
    namer = Namer("v")
    rows: list[tuple[tuple[int, str], Verdict]] = []
    for item in chosen(select, ignore):
        if item.family == "CV" and not all(c.startswith("CV") for c in select or ("",)):
            # The last family counts what the others said; alone it has nothing to count.
            said = restated.once([v for _, v in rows])
            rows = [(place, v) for (place, _), v in zip(rows, said, strict=True)]
            dossier = msgspec.structs.replace(dossier, verdicts=tuple(said))
        for record in SUBJECTS[item.subject](dossier):
            for finding in _findings(item, record, dossier):
                verdict = _verdict(item, record, finding, dossier, namer)
                start = verdict.evidence[0].span.start if verdict.evidence else -1
                rows.append(((start, verdict.check), verdict))
    rows.sort(key=lambda row: row[0])
    return tuple(restated.once([v for _, v in rows]))


def _findings(item: Check, record: object, dossier: Dossier) -> Iterator[Finding]:
    try:
        out = item.function(record, dossier) if item.wants_dossier else item.function(record)
        if out is None:
            return
        yield from [out] if isinstance(out, Finding) else list(out)
    except Exception as error:  # noqa: BLE001 - a crash in one check must not cost the others
        what = getattr(record, "id", "") or getattr(record, "label", "") or item.subject.__name__
        yield Finding(
            "failed",
            message=f"{item.code} crashed on {what}: {type(error).__name__}: {error}",
            computed={"error": type(error).__name__},
        )


def _verdict(
    item: Check, record: object, finding: Finding, dossier: Dossier, namer: Namer
) -> Verdict:
    """Fill in from the record what the check left open, and name the verdict."""
    ref, study, endpoint = finding.ref, finding.study, finding.endpoint
    results = finding.results
    sources: list[object] = [record]
    if isinstance(record, Pair):
        sources = [record.left, record.right]
        results = results or (record.left.id, record.right.id)
    elif isinstance(record, Result):
        results = results or (record.id,)
    named_in = "text"
    for source in sources:
        own = getattr(source, "ref", ())
        ref = ref or ((own,) if isinstance(own, str) else own)
        study = study or getattr(source, "study", "") or getattr(source, "name", "")
        if not endpoint and (endpoint := getattr(source, "endpoint", "")):
            named_in = getattr(source, "place", "text")
    if isinstance(record, PrimaryReport) and ref and not study:
        study = next((r.study for r in dossier.results if r.ref == ref and r.study), "")
    evidence = finding.evidence or tuple(
        Evidence("record", span, getattr(source, "place", "text"), getattr(source, "label", ""))
        for source in sources
        for span in _spans(source)
    )
    quotes = [dossier.article.quote(e.span) for e in evidence]
    return Verdict(
        id=namer.name(item.code, finding.outcome, ref, endpoint, results, *quotes),
        check=item.code,
        name=item.name,
        outcome=finding.outcome,
        severity=finding.severity if finding.outcome == "differs" else None,
        message=sentence(finding.message) if finding.severity else finding.message,
        ref=ref,
        study=study,
        endpoint=names.shown(endpoint, named_in),
        computed={name: value for name, value in finding.computed.items() if value != ""},
        alternatives=finding.alternatives,
        results=results,
        evidence=evidence,
    )


def sentence(message: str) -> str:
    """A message with a capital, unless its first word is a name with letters of its own (mPFS).

    >>> sentence("one statement is printed twice"), sentence("mPFS: medians 4.4 vs 6.8")
    ('One statement is printed twice', 'mPFS: medians 4.4 vs 6.8')
    """
    first = _FIRST_WORD.split(message, maxsplit=1)[0].replace("-", "")
    lower = first.isalpha() and first.islower()
    return message[0].upper() + message[1:] if lower else message


def _spans(record: object) -> tuple[Span, ...]:
    spans = getattr(record, "spans", ()) or getattr(record, "pieces", ())
    if spans:
        return tuple(spans)
    span = getattr(record, "span", None)
    return (span,) if span else ()


def agrees(message: str, **more: typing.Any) -> Finding:
    """The numbers agree; ``message`` says which."""
    return Finding("agrees", None, message, **more)


def cannot_say(reason: str, **more: typing.Any) -> Finding:
    """Nothing can be said; ``reason`` is a short phrase that coverage counts by."""
    return Finding("cannot say", None, reason, **more)


def differs(severity: typing.Any, message: str, **more: typing.Any) -> Finding:
    """The numbers are not reconcilable as printed, as hard as ``severity`` says."""
    return Finding("differs", severity, message, **more)
