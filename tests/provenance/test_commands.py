"""The commands about decisions and exports: exit states, sentences, files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from src.utils.cli import main

ARTICLE = """\
# Drug A against placebo in hypertension: a randomised trial

## Abstract

Stroke was rarer with drug A (HR 0.45, 95% CI 0.45-0.72, P < 0.001).

## Results

In 200 patients the hazard ratio for stroke was 0.45 (95% CI 0.45-0.72), P < 0.001.
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """An article with an estimate that equals its own lower bound."""
    path = tmp_path / "trial.md"
    path.write_text(ARTICLE)
    return path


def run(*arguments: object) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(main, [str(a) for a in arguments])


def errors(article: Path) -> list[str]:
    """Ids of the findings that are errors."""
    verdicts = json.loads(run("check", article, "--format", "json").stdout)["verdicts"]
    return [v["id"] for v in verdicts if v["severity"] == "error"]


def test_dismissed_findings_do_not_fail(article: Path, tmp_path: Path) -> None:
    """Once every error is dismissed with a reason, --fail-on error is met."""
    sheet = tmp_path / "sheet.yml"
    found = errors(article)
    assert found and run("check", article).exit_code == 1
    for name in found:
        done = run(
            "decide", name, "--article", article, "--dismiss", "--reason", "known", "--who", "A",
            "--when", "2026-11-20", "--decisions", sheet,
        )  # fmt: skip
        assert done.exit_code == 0, done.output
    assert run("check", article, "--decisions", sheet).exit_code == 0
    listed = run("decisions", "--article", article, "--decisions", sheet).stdout
    assert all(name in listed for name in found)


def test_letter_and_trace(article: Path, tmp_path: Path) -> None:
    """A confirmed finding is in the letter; its id leads to the quote."""
    sheet = tmp_path / "sheet.yml"
    name = errors(article)[0]
    run("decide", name, "--article", article, "--confirm", "--who", "A", "--decisions", sheet)
    text = run("letter", "--article", article, "--decisions", sheet).stdout
    assert "## Findings" in text and "“0.45”" in text
    traced = run("trace", name, "--article", article)
    assert traced.exit_code == 0 and "^^^^" in traced.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("decide", "v-0123456789", "--confirm", "--who", "A"), "not a finding of"),
        (("decide", "v-0123456789", "--who", "A"), "--confirm, --dismiss or --question"),
        (("decide", "v-0123456789", "--confirm", "--who", "A", "--when", "today"), "YYYY-MM-DD"),
        (("letter", "--decisions", "nowhere.yml"), "no such file of decisions"),
    ],
)
def test_wrong_use_is_one_sentence(article: Path, arguments: tuple[str, ...], says: str) -> None:
    """Wrong use ends with status 2 and a sentence, never with a traceback."""
    done = run(*arguments, "--article", article)
    assert done.exit_code == 2
    assert says in done.stderr and "Traceback" not in done.stderr


def test_exports_of_an_article(article: Path, tmp_path: Path) -> None:
    """SARIF, annotations, page and tables are written where asked."""
    for form, name in (("sarif", "x.sarif"), ("annotations", "x.json"), ("html", "x.html")):
        done = run("export", form, article, "--output", tmp_path / name)
        assert done.exit_code == 0, done.output
    assert json.loads((tmp_path / "x.sarif").read_text())["version"] == "2.1.0"
    assert json.loads((tmp_path / "x.json").read_text())["type"] == "AnnotationCollection"
    assert "<!doctype html>" in (tmp_path / "x.html").read_text()
    assert run("export", "parquet", article, "--output", tmp_path / "tables").exit_code == 0
    assert (tmp_path / "tables" / "verdicts.parquet").is_file()
    assert run("export", "csv", article).exit_code == 2


def test_verify_of_a_folder_without_manifest(tmp_path: Path) -> None:
    """A folder that no run wrote is refused with a sentence."""
    done = run("verify", tmp_path)
    assert done.exit_code == 2 and "make all" in done.stderr
