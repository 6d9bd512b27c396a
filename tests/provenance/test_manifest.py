"""What a run leaves belongs together, and exports of a run are accepted by their validators."""

from __future__ import annotations

import importlib.resources
import json
import zipfile
from pathlib import Path

import pytest

from src.utils import paths
from src.utils.errors import InputError
from src.utils.provenance import manifest, tabular
from src.utils.provenance.crate import write_crate
from src.utils.provenance.package import write_package
from tests.provenance import made


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project with one run: article, engine, notebook, lock and outputs."""
    monkeypatch.setenv(paths.ROOT_VARIABLE, str(tmp_path))
    for name, content in {
        "data/raw/made.md": made.ARTICLE,
        "data/raw/primary_reports.csv": "ref\n1\n",
        "src/utils/engine.py": "x = 1\n",
        "notebooks/10_extraction.ipynb": "{}",
        "requirements.lock": "numpy==2.2.0\n",
        "pyproject.toml": '[project]\nname = "x"\ndependencies = ["jinja2>=3"]\n',
        "Makefile": "all:\n",
        "data/processed/made/figures/forest.csv": "study,estimate\nBerg,0.57\nDahl,0.80\n",
        "data/processed/made/figures/forest.svg": "<svg/>",
        "data/processed/made/executed/10_extraction.ipynb": "{}",
        "data/processed/made/executed/state.json": "{}",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    run = tmp_path / "data/processed/made"
    tabular.write(made.audit(), run)
    manifest.write(
        run,
        tmp_path / "data/raw/made.md",
        [tmp_path / "data/raw/primary_reports.csv"],
        {"10_extraction": {"article": "data/raw/made.md"}},
    )
    return tmp_path


def run_of(project: Path) -> Path:
    """The run's folder."""
    return project / "data/processed/made"


def test_manifest_says_what_was_made_from_what(project: Path) -> None:
    """Inputs, outputs with row counts, engine, versions and parameters are recorded."""
    content = json.loads((run_of(project) / manifest.NAME).read_text())
    assert sorted(content["inputs"]) == [
        "data/raw/made.md",
        "data/raw/primary_reports.csv",
        "requirements.lock",
    ]
    assert content["outputs"]["figures/forest.csv"]["rows"] == 2
    assert content["outputs"]["results.csv"]["rows"] == 2
    assert "executed/10_extraction.ipynb" in content["outputs"]
    assert "executed/state.json" not in content["outputs"]
    assert sorted(content["engine"]) == ["notebooks/10_extraction.ipynb", "src/utils/engine.py"]
    assert content["parameters"]["10_extraction"]["article"] == "data/raw/made.md"
    assert set(content["versions"]) >= {"python", "jinja2"}
    assert str(project) not in json.dumps(content)


def test_manifest_is_the_same_twice(project: Path) -> None:
    """The same run writes the same bytes."""
    before = (run_of(project) / manifest.NAME).read_bytes()
    manifest.write(
        run_of(project),
        project / "data/raw/made.md",
        [project / "data/raw/primary_reports.csv"],
        {"10_extraction": {"article": "data/raw/made.md"}},
    )
    assert (run_of(project) / manifest.NAME).read_bytes() == before


def test_untouched_run_verifies(project: Path) -> None:
    """Nothing is said about a run whose files are as they were written."""
    assert manifest.verify(run_of(project)) == []


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("data/raw/made.md", "other", "data/raw/made.md changed"),
        ("data/raw/made.md", None, "data/raw/made.md is missing"),
        ("src/utils/engine.py", "x = 2\n", "src/utils/engine.py changed"),
        ("notebooks/10_extraction.ipynb", "{ }", "notebooks/10_extraction.ipynb changed"),
        (
            "data/processed/made/figures/forest.csv",
            "study,estimate\n",
            "forest.csv is not what the run wrote (0 rows, the run wrote 2)",
        ),
        ("data/processed/made/results.csv", None, "results.csv is missing"),
        ("data/processed/made/extra.csv", "a\n", "extra.csv was not written by the run"),
    ],
)
def test_file_that_does_not_belong_is_named(
    project: Path, name: str, content: str | None, says: str
) -> None:
    """Exactly the file that changed, went or came is named."""
    path = project / name
    if content is None:
        path.unlink()
    else:
        path.write_text(content)
    (sentence,) = manifest.verify(run_of(project))
    assert says in sentence


@pytest.mark.parametrize("content", [None, "{", "[]", '{"inputs": {}}'])
def test_no_manifest(project: Path, content: str | None) -> None:
    """Without a manifest that can be read, the sentence says what to run."""
    path = run_of(project) / manifest.NAME
    path.unlink()
    if content is not None:
        path.write_text(content)
    with pytest.raises(InputError, match="make all"):
        manifest.verify(run_of(project))


def test_data_package_is_valid(project: Path) -> None:
    """frictionless finds no fault in the package's tables, types, hashes and keys."""
    from frictionless import Package

    path = write_package(run_of(project))
    report = Package(str(path)).validate()
    assert report.valid, report.flatten(["message"])
    content = json.loads(path.read_text())
    by_name = {r["name"]: r for r in content["resources"]}
    assert set(by_name) == {"results", "numbers", "verdicts", "figures-forest"}
    kinds = {f["name"]: f["type"] for f in by_name["results"]["schema"]["fields"]}
    assert (kinds["effect_estimate"], kinds["start"]) == ("string", "integer")
    plotted = {f["name"]: f["type"] for f in by_name["figures-forest"]["schema"]["fields"]}
    assert plotted == {"study": "string", "estimate": "number"}


def test_data_package_notices_a_changed_table(project: Path) -> None:
    """A table that was changed after the package was written is no longer valid."""
    from frictionless import Package

    path = write_package(run_of(project))
    table = run_of(project) / "results.csv"
    table.write_text(table.read_text().replace("0.57", "0.58"))
    assert not Package(str(path)).validate().valid


def test_data_package_of_nothing(tmp_path: Path) -> None:
    """A folder without a table is refused with a sentence."""
    with pytest.raises(InputError, match="holds no table"):
        write_package(tmp_path)


@pytest.fixture
def validator_cache(tmp_path: Path) -> Path:
    """A cache for the validator that holds the RO-Crate context, as the rocrate package ships it.

    The validator looks the context up by its address and is to do without the network.
    """
    import requests
    from requests_cache import CachedSession
    from urllib3 import HTTPResponse

    content = (importlib.resources.files("rocrate") / "data" / "ro-crate.jsonld").read_bytes()
    address = json.loads(content)["@id"]
    response = requests.Response()
    response.status_code, response.url, response._content = 200, address, content
    response.headers["Content-Type"] = "application/ld+json"
    response.request = requests.Request("GET", address).prepare()
    response.raw = HTTPResponse(content, status=200, headers=dict(response.headers))
    cache = tmp_path / "cache"
    with CachedSession(cache_name=str(cache), backend="sqlite") as session:
        session.cache.save_response(response)
    return cache


def test_crate_is_accepted(project: Path, tmp_path: Path, validator_cache: Path) -> None:
    """The validator accepts the run as a Workflow Run RO-Crate, without the network."""
    from rocrate_validator import models, services

    target = tmp_path / "crate"
    write_crate(run_of(project), target)
    settings = services.ValidationSettings(
        rocrate_uri=str(target),
        profile_identifier="workflow-run-crate-0.5",
        requirement_severity=models.Severity.REQUIRED,
        offline=True,
        skip_availability_check=True,
        cache_path=validator_cache,
    )
    result = services.validate(settings)
    assert result.passed(), [(i.check.identifier, i.message) for i in result.get_issues()]


def test_crate_holds_the_run(project: Path, tmp_path: Path) -> None:
    """Inputs, workflow and outputs are in the crate with their hashes; the action joins them."""
    target = write_crate(run_of(project), tmp_path / "run.zip")
    with zipfile.ZipFile(target) as archive:
        names = set(archive.namelist())
        graph = json.loads(archive.read("ro-crate-metadata.json"))["@graph"]
    assert {"data/raw/made.md", "Makefile", "outputs/results.csv"} <= names
    by_id = {e["@id"]: e for e in graph}
    action = by_id["#run"]
    assert {"@id": "data/raw/made.md"} in action["object"]
    assert {"@id": "outputs/results.csv"} in action["result"]
    assert action["instrument"] == {"@id": "Makefile"}
    digest = manifest.sha256(project / "data/raw/made.md")
    assert by_id["data/raw/made.md"]["sha256"] == digest


def test_no_crate_of_a_run_that_does_not_hold_together(project: Path, tmp_path: Path) -> None:
    """A run with a changed output is refused and nothing is written."""
    (run_of(project) / "results.csv").write_text("changed")
    with pytest.raises(InputError, match=r"results\.csv is not what the run wrote"):
        write_crate(run_of(project), tmp_path / "run.zip")
    assert not (tmp_path / "run.zip").exists()
