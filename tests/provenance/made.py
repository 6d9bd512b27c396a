"""An audit made by hand: a small article that also tries to inject markup and script."""

from __future__ import annotations

import hashlib
import re

from src.utils.reading import read_text
from src.utils.records import (
    Audit,
    Dossier,
    Effect,
    Evidence,
    Link,
    Num,
    Number,
    PrimaryReport,
    Result,
    Span,
    Verdict,
)

ARTICLE = """\
# Drug A for hypertension: a trial <script>window.hacked=1</script>

## Abstract

Drug A lowered the risk of stroke (HR 0.57, 95% CI 0.45-0.72, P < 0.001).

## Results

<img src=x onerror="window.hacked=1"> In the trial of Berg the hazard ratio for stroke was
0.57 (95% CI 0.45-0.72)<sup>[1]</sup>, and mortality was 12.4% vs. 15.1%, P = 0.03 [Table 1].
[click](javascript:window.hacked=1) &lt;b&gt;bold&lt;/b&gt; "quoted" 'single' {{ 7*7 }}

**Table 1. Trials of drug A </table></section><script>window.hacked=1</script>**

| Study | Stroke | Mortality |
| --- | --- | --- |
| Berg 2020 <sup>[1]</sup> | HR 0.45 (95% CI 0.45-0.72) | 12.4% vs. 15.1%, P = 0.03 |
| Dahl 2021 <sup>[2]</sup> | HR 0.80 (95% CI 0.61-1.05) | 9.9% vs. 10.2%, P = 0.81 |

HR: hazard ratio; CI: confidence interval.

## References

1. Berg A. A trial of drug A. *Heart* 2020;1:1-9.
2. Dahl B. Another trial. *Heart* 2021;2:2-8.
"""


def at(text: str, quote: str, occurrence: int = 0) -> Span:
    """The span of the n-th occurrence of a quote."""
    found = [m.start() for m in re.finditer(re.escape(quote), text)]
    return Span(found[occurrence], found[occurrence] + len(quote))


def audit(text: str = ARTICLE, path: str = "data/raw/made.md", many: int = 0) -> Audit:
    """The audit: numbers, three results, verdicts of every outcome; ``many`` adds agreeing ones."""
    article = read_text(text, path)
    assert article.sha256 == hashlib.sha256(text.encode()).hexdigest()
    numbers = tuple(
        Number(
            f"n-{k:010x}",
            Num(m.group(), Span(m.start(), m.end())),
            "estimate" if m.group().startswith("0.") else "other",
            "table" if any(Span(m.start(), m.end()) in t.span for t in article.tables) else "text",
            "Table 1" if any(Span(m.start(), m.end()) in t.span for t in article.tables) else "",
            "r-0000000001" if m.group() in ("0.57", "0.45", "0.72") else "",
        )
        for k, m in enumerate(re.finditer(r"\d+(?:\.\d+)?", article.shadow))
    )
    prose, cell = at(text, "0.57", 1), at(text, "HR 0.45").start + 3
    table = Span(cell, cell + 4)
    results = (
        Result(
            "r-0000000001",
            "text",
            (prose,),
            ref=("1",),
            study="Berg 2020",
            endpoint="stroke",
            effect=Effect("HR", Num("0.57", prose)),
        ),
        Result(
            "r-0000000002",
            "table",
            (table,),
            "Table 1",
            ("1",),
            "Berg 2020",
            endpoint="stroke",
            effect=Effect("HR", Num("0.45", table)),
        ),
    )
    verdicts = (
        Verdict(
            "v-0000000001",
            "TT01",
            "estimate-differs-between-places",
            "differs",
            "error",
            "The hazard ratio for stroke is 0.57 in the text and 0.45 in Table 1.",
            ("1",),
            "Berg 2020",
            "stroke",
            {"centre of the interval": "sqrt(0.45 × 0.72) = 0.569"},
            ("the estimate 0.45 equals its own lower bound",),
            ("r-0000000001", "r-0000000002"),
            (Evidence("estimate", prose), Evidence("estimate", table, "table", "Table 1")),
        ),
        Verdict(
            "v-0000000002",
            "CI03",
            "interval-not-symmetric",
            "differs",
            "warning",
            "HR 0.45 (0.45 to 0.72): <b>the centre</b> is 0.57.",
            ("1",),
            "Berg 2020",
            "stroke",
            {},
            (),
            ("r-0000000002",),
            (Evidence("estimate", table, "table", "Table 1"),),
        ),
        Verdict(
            "v-0000000003",
            "PV02",
            "p-value-against-interval",
            "cannot say",
            None,
            "no interval printed",
            ("2",),
            "Dahl 2021",
            "mortality",
            evidence=(Evidence("p", at(text, "0.81"), "table", "Table 1"),),
        ),
        Verdict("v-0000000004", "ST01", "medians-against-ratio", "failed", None, "ST01 crashed."),
        *(
            Verdict(
                f"v-{k + 16:010x}",
                ("PR03", "CI01", "PV01")[k % 3],
                ("percentage-outside-range", "bounds-out-of-order", "p-outside-range")[k % 3],
                "differs" if k % 10 == 9 else "agrees",
                "note" if k % 10 == 9 else None,
                f"The numbers of comparison {k} go together.",
                ("2",),
                f"Study {k % 40}",
                "stroke",
                {"share": "12.4% in [0, 100]"},
                evidence=(
                    Evidence("value", numbers[k % len(numbers)].num.span),
                    Evidence("value", numbers[(7 * k) % len(numbers)].num.span),
                ),
            )
            for k in range(many)
        ),
    )
    primaries = (
        PrimaryReport(
            "1",
            2,
            {
                "ref": "1",
                "first_author": "Berg A",
                "year": "2020",
                "outcome": "stroke",
                "effect_kind": "HR",
                "effect": "0.57",
                "ci_low": "0.45",
                "ci_high": "0.72",
                "doi": "10.1000/x<y>",
                "p_relation": "<",
                "p_value": "0.001",
            },
        ),
    )
    dossier = Dossier(
        article,
        results,
        (Link("r-0000000001", "r-0000000002", "both"),),
        numbers=numbers,
        primaries=primaries,
        parameters={"slack": 0.05},
    )
    return Audit(article, dossier, verdicts)
