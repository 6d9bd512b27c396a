"""The command line as its users meet it: output, exit status, one sentence for every mistake."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from src.utils import paths
from src.utils.cli import main

ARTICLE = """# Drug A against drug B

## Results

Overall survival was 20.1 months with drug A versus 15.3 months with drug B
[HR 0.45 (95% CI 0.45-0.72), P < 0.001].
"""


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of one call."""
    status = 0
    try:
        main(list(arguments))
    except SystemExit as end:
        status = int(end.code or 0)
    shown = capsys.readouterr()
    return status, shown.out, shown.err


@pytest.fixture
def article(tmp_path: Path) -> str:
    """A small article with one estimate that equals its lower bound."""
    path = tmp_path / "article.md"
    path.write_text(ARTICLE, encoding="utf-8")
    return str(path)


def test_json_spans_slice_to_their_quotes(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every place of the JSON slices the file to its quote, on the line it names."""
    status, out, _ = _run(capsys, "check", article, "--format", "json")
    assert status == 1
    data = json.loads(out)
    lines = ARTICLE.split("\n")
    places = [e for r in data["results"] for e in r["evidence"]]
    places += [e for v in data["verdicts"] for e in v["evidence"]]
    assert places
    for place in places:
        assert ARTICLE[place["start"] : place["end"]] == place["quote"]
        assert place["quote"].split("\n")[0] in lines[place["line"] - 1]
    effect = data["results"][0]["effect"]
    assert (effect["kind"], effect["estimate"], effect["low"]) == ("HR", "0.45", "0.45")
    assert data["results"][0]["p"] == [{"relation": "<", "value": "0.001"}]
    assert data["results"][0]["values"] == ["20.1", "15.3"]


@pytest.mark.parametrize(
    ("level", "expected"), [("error", 1), ("warning", 1), ("note", 1), ("never", 0)]
)
def test_fail_on(
    article: str, level: str, expected: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """An error fails at every level but never."""
    assert _run(capsys, "check", article, "--fail-on", level)[0] == expected


def test_select_and_ignore(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Codes and families choose the checks; an unknown one is refused with status 2."""
    out = _run(capsys, "check", article, "--select", "CI03", "--format", "json")[1]
    assert {v["check"] for v in json.loads(out)["verdicts"]} == {"CI03"}
    out = _run(capsys, "check", article, "--ignore", "CI", "--format", "json")[1]
    assert not any(v["check"].startswith("CI") for v in json.loads(out)["verdicts"])
    status, _, err = _run(capsys, "check", article, "--select", "ZZ")
    assert status == 2
    assert "ZZ" in err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "does not exist"),
        (b"", "empty"),
        (b"\x00\x01\x02\xff\xfe" * 50, "binary"),
        ("café HR 0.5\n".encode("latin-1"), "UTF-8"),
        (b"<html><body>x</body></html>", "JATS"),
    ],
)
def test_bad_input_is_one_sentence(
    content: bytes | None, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that cannot be read: status 2, one line on standard error, no traceback."""
    path = tmp_path / "bad.md"
    if content is not None:
        path.write_bytes(content)
    status, out, err = _run(capsys, "check", str(path))
    assert status == 2
    assert out == ""
    assert words in err
    assert str(path) in err
    assert len(err.strip().splitlines()) == 1


def test_a_bad_file_does_not_stop_the_others(
    article: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With several files the list keeps the order, the bad one has an error, the status is 2."""
    missing = str(tmp_path / "missing.md")
    status, out, err = _run(capsys, "check", missing, article, "--format", "json")
    assert status == 2
    first, second = json.loads(out)
    assert first["path"] == missing
    assert "error" in first
    assert second["results"]
    assert missing in err


@pytest.mark.parametrize(("watched", "files"), [(True, 2), (True, 1), (False, 2)])
def test_a_long_run_shows_how_far_it_is_to_somebody_who_watches(
    article: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    watched: bool,
    files: int,
) -> None:
    """Several files have a bar in a terminal; one file, or a log, has none; the output is whole."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: watched, raising=False)
    _, out, err = _run(capsys, "check", *[article] * files, "--format", "json")
    assert ("2/2" in err) == (watched and files == 2)
    assert json.loads(out)


def test_an_article_without_a_result_is_no_clean_bill(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing checked at all is an error of its own."""
    path = tmp_path / "none.md"
    path.write_text("# A title\n\nNothing is reported here.\n", encoding="utf-8")
    status, out, _ = _run(capsys, "check", str(path), "--format", "json")
    assert status == 1
    assert [v["check"] for v in json.loads(out)["verdicts"] if v["severity"] == "error"] == ["CV01"]


def test_a_place_in_xml_is_named_by_its_heading(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that holds its body on one line shows the section, not that line's number."""
    path = tmp_path / "article.xml"
    path.write_text(
        "<article><front><article-meta><title-group><article-title>Drug A</article-title>"
        "</title-group></article-meta></front><body><sec><title>Survival</title><p>Overall "
        "survival was longer (HR 0.45, 95% CI 0.45-0.72).</p></sec></body></article>",
        encoding="utf-8",
    )
    _, out, _ = _run(capsys, "check", str(path))
    assert "  text, Survival | " in out
    assert ", line 1 |" not in out


def test_output_is_written_whole(
    article: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``--output`` writes the file; a folder that cannot be written is one sentence."""
    target = tmp_path / "out" / "verdicts.csv"
    _run(capsys, "check", article, "--format", "csv", "--output", str(target))
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"))))
    assert any(row["check"] == "CI03" and row["severity"] == "error" for row in rows)


def test_output_never_replaces_an_input(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    """``--output`` with the name of the article is refused, and the article stays as it was."""
    for command in ("check", "extract"):
        status, out, err = _run(capsys, command, article, "--output", article)
        assert (status, out) == (2, "")
        assert "is an input itself" in err
    assert Path(article).read_text(encoding="utf-8") == ARTICLE


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
def test_full_device_is_one_sentence(article: str) -> None:
    """Standard output that takes nothing more is said once, without an internal error."""
    command = [sys.executable, "-m", "src.utils.cli", "check", article]
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=paths.root(), check=False
        )
    assert ended.returncode == 2
    assert ended.stderr == (
        "article-audit: standard output could not be written: No space left on device.\n"
    )


def test_same_input_same_bytes(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Two runs print the same JSON."""
    first = _run(capsys, "check", article, "--format", "json")[1]
    assert _run(capsys, "check", article, "--format", "json")[1] == first


def test_ids_survive_an_edit_elsewhere(
    article: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A new paragraph before the results changes offsets and lines, and no id."""
    before = json.loads(_run(capsys, "check", article, "--format", "json")[1])
    longer = tmp_path / "longer.md"
    longer.write_text(
        ARTICLE.replace("## Results", "## Methods\n\nPatients were treated.\n\n## Results"),
        encoding="utf-8",
    )
    after = json.loads(_run(capsys, "check", str(longer), "--format", "json")[1])
    assert [r["id"] for r in before["results"]] == [r["id"] for r in after["results"]]
    differing = [v["id"] for v in before["verdicts"] if v["outcome"] == "differs"]
    assert set(differing) <= {v["id"] for v in after["verdicts"]}


def test_extract_judges_nothing(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    """``extract`` prints results without verdicts, as JSON and as csv."""
    data = json.loads(_run(capsys, "extract", article)[1])
    assert "verdicts" not in data
    assert len(data["results"]) == 1
    rows = list(csv.DictReader(io.StringIO(_run(capsys, "extract", article, "--format", "csv")[1])))
    assert rows[0]["effect_estimate"] == "0.45"


def test_explain_and_checks(capsys: pytest.CaptureFixture[str]) -> None:
    """A check's page has its headings; an unknown code is refused with a hint."""
    page = _run(capsys, "explain", "ci03")[1]
    for heading in ("Compares", "Why it matters", "Known limits", "Source"):
        assert heading in page
    assert "CI03" in _run(capsys, "checks")[1]
    status, _, err = _run(capsys, "explain", "XX99")
    assert status == 2
    assert "article-audit checks" in err


def test_first_article_shows_what_it_must(capsys: pytest.CaptureFixture[str]) -> None:
    """The contradictions that were found by reading the review are among the findings."""
    review = str(paths.default_article())
    data = json.loads(_run(capsys, "check", review, "--format", "json")[1])
    found = [v for v in data["verdicts"] if v["outcome"] == "differs"]

    def shows(family: str, ref: str, *quotes: str) -> bool:
        return any(
            v["check"].startswith(family)
            and ref in v["ref"]
            and set(quotes) <= {part for e in v["evidence"] for part in [e["quote"]]}
            for v in found
        )

    assert shows("TT", "47", "0.57", "0.45")
    assert any(v["check"].startswith("TT") and v["ref"] == ["46"] for v in found)
    assert shows("TT", "41", "0.63")
    for ref, rate in (("36", "54.1"), ("41", "47.3"), ("43", "53.7")):
        assert shows("TT", ref, rate)
    assert shows("CI", "52", "0.35", "0.21", "0.82")
    assert shows("PV", "34", "0.290")
    assert shows("PR", "40", "59.5")
    agreeing = [v for v in data["verdicts"] if v["outcome"] == "agrees"]
    for count, share in (("178", "22.2"), ("80", "18.1")):
        assert any(
            v["check"].startswith("PR") and {count, share} <= {e["quote"] for e in v["evidence"]}
            for v in agreeing
        )
