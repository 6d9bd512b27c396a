"""The tables that notebooks show: views of one step's records, all columns text.

Belongs here: turning records into frames to look at and to write. Does not: reading, running or
judging; `notebook` does that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from src.utils import record_json
from src.utils.checks import registry
from src.utils.places import Places
from src.utils.records import Article, Audit, Verdict

if TYPE_CHECKING:
    import pandas as pd

    from src.utils.extraction import Extraction

RESULT_COLUMNS = tuple(
    "id place label ref study arms arm_n endpoint criterion values unit effect_kind effect_adjusted"
    " effect_estimate effect_level effect_low effect_high p population analysis row caption"
    " start end line xpath quote".split()
)
NUMBER_COLUMNS = tuple("id number role place label result start end line xpath quote".split())
VERDICT_COLUMNS = tuple(
    "id check name outcome severity ref study endpoint message computed alternatives results"
    " start end line xpath quotes".split()
)
STUDY_COLUMNS = tuple("ref study design country arms arm_n endpoints label".split())
LINK_COLUMNS = tuple("left right basis certainty open_keys derived".split())


def frame(rows: Iterable[Mapping[str, str]], columns: Sequence[str]) -> pd.DataFrame:
    """Rows of text as a table with these columns, also when there is no row."""
    import pandas as pd

    return pd.DataFrame(list(rows), columns=list(columns), dtype=str)


def _picked(table: pd.DataFrame, where: Mapping[str, str]) -> pd.DataFrame:
    for column, value in where.items():
        table = table[table[column] == value]
    return table.reset_index(drop=True)


class Report:
    """Findings to read, each with severity, place, sentence, quotes and what reconciles it.

    As text and as HTML; nothing is cut short. What comes from the article is escaped.
    """

    def __init__(self, article: Article, verdicts: Sequence[Verdict]):
        self.article = article
        self.verdicts = verdicts
        self._places = Places(article)

    def __len__(self) -> int:
        return len(self.verdicts)

    def _head(self, verdict: Verdict) -> str:
        first = self._places.json(verdict.evidence[0].span) if verdict.evidence else {}
        line = f"line {first['line']}" if first.get("line") else ""
        study = " ".join([verdict.study, *(f"[{r}]" for r in verdict.ref)]).strip()
        return " · ".join(x for x in (verdict.check, study, verdict.endpoint, line) if x)

    def _quotes(self, verdict: Verdict) -> str:
        quotes = (" ".join(self.article.quote(e.span).split()) for e in verdict.evidence)
        short = (q if len(q) < 160 else q[:157] + "…" for q in quotes)
        return " | ".join(dict.fromkeys(short))

    def __repr__(self) -> str:
        out = [f"{len(self)} findings"]
        for v in self.verdicts:
            out.append(f"{v.severity} {self._head(v)}\n    {v.message}")
            out.append(f"    printed: {self._quotes(v)}")
            out.extend(f"    = {a}" for a in v.alternatives)
        return "\n".join(out)

    def _repr_html_(self) -> str:
        from html import escape

        colour = {"error": "#b3161c", "warning": "#8a5a00", "note": "#215a8f"}
        rows = []
        for v in self.verdicts:
            word = f'<b style="color:{colour[str(v.severity)]}">{v.severity}</b>'
            more = "".join(f"<br>= {escape(a)}" for a in v.alternatives)
            rows.append(
                f"<p style='margin:0 0 .8em'>{word} {escape(self._head(v))}<br>"
                f"{escape(v.message)}<br><small>printed: <q>{escape(self._quotes(v))}</q>"
                f"{more}</small></p>"
            )
        return f"<div><p>{len(self)} findings</p>{''.join(rows)}</div>"


class Tables:
    """What can be looked at of a step: mixed into `notebook.Step`."""

    folder: Path
    article: Article
    audit: Audit
    before: Extraction
    extraction: Extraction

    def outline(self) -> pd.DataFrame:
        """What the reader made of the file: how many of each kind of thing."""
        blocks = Counter(b.kind for b in self.article.blocks)
        joined = sum(len(b.pieces) > 1 for b in self.article.blocks)
        rows = [
            ("characters", len(self.article.text)),
            *((f"{kind} blocks", n) for kind, n in sorted(blocks.items())),
            ("blocks that something interrupts", joined),
            ("tables", len(self.article.tables)),
            ("references", len(self.article.references)),
            ("citation marks", len(self.article.citations)),
        ]
        return frame(({"what": w, "how many": str(n)} for w, n in rows), ("what", "how many"))

    def tables(self) -> pd.DataFrame:
        """The tables as the reader understood them, with what it had to restore."""
        found = self.extraction.results
        rows = (
            {
                "label": t.label,
                "caption": " ".join(self.article.view(t.caption).text.split()),
                "rows": str(t.rows),
                "columns": str(t.columns),
                "studies": str(len(t.studies)),
                "results": str(sum(r.place == "table" and r.table == k for r in found)),
                "restored": str(len(t.repairs)),
            }
            for k, t in enumerate(self.article.tables)
        )
        return frame(rows, "label caption rows columns studies results restored".split())

    def problems(self) -> list[str]:
        """What the reader could not take at face value, a sentence each."""
        return [p.message for p in self.article.problems]

    def roles(self) -> pd.DataFrame:
        """How many numbers were taken for what, most frequent first."""
        counts = Counter(n.role for n in self.extraction.numbers)
        bound = Counter(n.role for n in self.extraction.numbers if n.result)
        rows = (
            {"role": r, "numbers": str(k), "in a result": str(bound[r])}
            for r, k in counts.most_common()
        )
        return frame(rows, ("role", "numbers", "in a result"))

    def terms(self) -> pd.DataFrame:
        """The article's words for each endpoint and criterion, and the standard terms."""
        counts = Counter(
            (" ".join(r.endpoint_printed.split()), r.endpoint, r.criterion)
            for r in self.extraction.results
        )
        rows = (
            {"printed": w, "endpoint": e, "criterion": c, "results": str(n)}
            for (w, e, c), n in sorted(counts.items(), key=lambda kv: (kv[0][1], -kv[1], kv[0]))
        )
        return frame(rows, ("printed", "endpoint", "criterion", "results"))

    def same_numbers(self) -> bool:
        """Whether cleaning kept every printed numeral of every result in its place."""
        return [r.spans for r in self.before.results] == [r.spans for r in self.extraction.results]

    def reasons(self) -> pd.DataFrame:
        """Why checks could not say anything, most frequent first."""
        found = record_json.coverage(self.audit)["cannot_say"]
        rows = ({"reason": w, "checks": str(n)} for w, n in found.items())
        return frame(rows, ("reason", "checks"))

    def drawn(self) -> pd.DataFrame:
        """The figures in the folder, with how many rows each plots."""
        folder = self.folder / "figures"
        rows = (
            {"figure": p.stem, "rows": str(p.read_text(encoding="utf-8").count("\n") - 1)}
            for p in sorted(folder.glob("*.csv"))
            if p.with_suffix(".svg").is_file() and p.with_suffix(".png").is_file()
        )
        return frame(rows, ("figure", "rows"))

    def denominators(self) -> pd.DataFrame:
        """By family of checks: how many records it looked at, and with which outcome."""
        counts: Counter[tuple[str, str]] = Counter(
            (v.check[:2], v.outcome) for v in self.audit.verdicts
        )
        outcomes = ("agrees", "differs", "cannot say", "failed")
        rows = (
            {"family": f"{code} {words}"} | {o: str(counts[code, o]) for o in outcomes}
            for code, words in registry.FAMILIES.items()
        )
        return frame(rows, ("family", *outcomes))

    def findings(self, family: str) -> Report:
        """The findings of a family in full sentences, hardest first: what an editor reads."""
        found = [v for v in self.audit.verdicts if v.outcome == "differs" and v.check[:2] == family]
        rank = {"error": 0, "warning": 1, "note": 2}
        return Report(self.article, sorted(found, key=lambda v: rank[str(v.severity)]))

    def results(self, **where: str) -> pd.DataFrame:
        """The results as a table; ``place="table"`` and the like pick rows."""
        table = frame(
            record_json.result_rows(self.article, self.extraction.results), RESULT_COLUMNS
        )
        return _picked(table, where)

    def numbers(self, **where: str) -> pd.DataFrame:
        """Every printed number with its role and span."""
        table = frame(
            record_json.number_rows(self.article, self.extraction.numbers), NUMBER_COLUMNS
        )
        return _picked(table, where)

    def verdicts(self, **where: str) -> pd.DataFrame:
        """The verdicts as a table."""
        table = frame(record_json.verdict_rows(self.article, self.audit.verdicts), VERDICT_COLUMNS)
        return _picked(table, where)

    def studies(self) -> pd.DataFrame:
        """The studies that the article's tables describe."""
        rows = (
            {
                "ref": " ".join(s.ref),
                "study": s.name,
                "design": s.design,
                "country": s.country,
                "arms": " | ".join(a.name for a in s.arms),
                "arm_n": " | ".join(a.n.text if a.n else "" for a in s.arms),
                "endpoints": ", ".join(" ".join(x for x in (e, c) if x) for e, c, _ in s.endpoints),
                "label": self.article.tables[s.table].label,
            }
            for s in self.extraction.studies
        )
        return frame(rows, STUDY_COLUMNS)
