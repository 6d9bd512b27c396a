"""The runner: what runs again and why, what a failure leaves, and which sentence a user reads.

Real kernels run trivial notebooks in a repository of their own under a temporary folder.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from src.utils import paths
from src.utils.errors import InputError
from src.utils.maintenance.keep import METADATA
from src.utils.runner import article as inputs
from src.utils.runner import outputs, staleness

# Asked before a test sets AUDIT_ROOT.
ROOT = paths.root()
STEMS = ["10_extraction", "20_cleaning", "30_consistency_checks", "40_figures"]
PARAMETERS = """\
# The article.
article: str = "data/raw/a.md"
# Where to write.
output: str = "data/processed/a"
"""
BODY = """\
from src.utils import paths
text = paths.resolve(article).read_text(encoding="utf-8")
paths.write_atomic(paths.resolve(output) / "{stem}.csv", text.upper())
print(len(text))
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small repository of the same shape, with an article of one line."""
    monkeypatch.setenv(paths.ROOT_VARIABLE, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for folder in ("data/raw", "notebooks/corrections", "src/utils/reading", "src/utils/figures"):
        (tmp_path / folder).mkdir(parents=True)
    for name in (
        "requirements.lock",
        "data/raw/primary_reports.csv",
        "src/utils/records.py",
        "src/utils/cli.py",
        "src/utils/reading/markdown.py",
        "src/utils/checks/ci.py",
        "src/utils/figures/forest.py",
        "src/utils/linking/keys.py",
        "src/utils/cleaning/terms.py",
        "notebooks/corrections/b.yml",
        "data/raw/a.md",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"{name}\n")
    for stem in STEMS:
        write_notebook(tmp_path, stem, BODY.format(stem=stem))
    # Everything is older than any run.
    for path in tmp_path.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    return tmp_path


def write_notebook(
    root: Path, stem: str, body: str, tags: tuple[str, ...] = ("parameters",)
) -> None:
    """Write a notebook of two cells."""
    first = new_code_cell(PARAMETERS, metadata={"tags": list(tags)})
    notebook = new_notebook(cells=[first, new_code_cell(body)], metadata=METADATA)
    nbformat.write(notebook, root / "notebooks" / f"{stem}.ipynb")


def two_notebooks(root: Path) -> list[str]:
    """Take the last two notebooks away, for a test that runs them all; return what is left."""
    for stem in STEMS[2:]:
        (root / "notebooks" / f"{stem}.ipynb").unlink()
    return STEMS[:2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the runner as make does."""
    return subprocess.run(
        [sys.executable, "-m", "src.utils.runner", *arguments], capture_output=True, text=True
    )


def ran(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The notebooks that a run executed."""
    return [line.split(":")[0] for line in done.stdout.splitlines() if line[:2].isdigit()]


def pretend(root: Path, start: int = 1_500_000_000) -> dict[str, dict[str, object]]:
    """Lay down executed copies and notes as a complete run would; return the parameters."""
    folder = root / "data/processed/a"
    parameters: dict[str, dict[str, object]] = {stem: {"article": "a"} for stem in STEMS}
    state = {}
    for position, stem in enumerate(STEMS):
        output = folder / f"{stem}.csv"
        paths.write_atomic(output, "x")
        copy = paths.write_atomic(paths.executed(folder) / f"{stem}.ipynb", "{}")
        os.utime(copy, (start + position, start + position))
        state[stem] = {
            "parameters": parameters[stem],
            "sources": staleness.listing(stem, root / "data/raw/a.md", parameters[stem]),
            "outputs": [output.name],
        }
    paths.write_atomic(staleness.state_file(folder), json.dumps(state))
    return parameters


@pytest.mark.parametrize(
    ("touched", "first"),
    [
        ("data/raw/a.md", 0),
        ("requirements.lock", 0),
        ("src/utils/records.py", 0),
        ("src/utils/reading/markdown.py", 0),
        ("notebooks/10_extraction.ipynb", 0),
        ("notebooks/20_cleaning.ipynb", 1),
        ("src/utils/cleaning/terms.py", 1),
        ("notebooks/corrections/b.yml", 1),
        ("src/utils/checks/ci.py", 2),
        ("src/utils/linking/keys.py", 2),
        ("data/raw/primary_reports.csv", 2),
        ("notebooks/30_consistency_checks.ipynb", 2),
        ("src/utils/figures/forest.py", 3),
        ("notebooks/40_figures.ipynb", 3),
        ("src/utils/cli.py", 4),
        (None, 4),
    ],
)
def test_exactly_what_depends_on_a_file_is_stale(
    repository: Path, touched: str | None, first: int
) -> None:
    """A newer file makes its notebook and the successors stale, and nothing before."""
    parameters = pretend(repository)
    if touched:
        os.utime(repository / touched)
    article, folder = repository / "data/raw/a.md", repository / "data/processed/a"
    found = staleness.stale(article, folder, parameters, STEMS)
    assert [item.stem for item in found] == STEMS[first:]
    if found:
        assert found[0].reason == f"{touched} has changed"


def test_other_reasons_to_run_again(repository: Path) -> None:
    """A file that came, went or is missing, other parameters, and a predecessor that ran since."""
    article, folder = repository / "data/raw/a.md", repository / "data/processed/a"

    def first(parameters: dict[str, dict[str, object]]) -> tuple[str, str] | None:
        found = staleness.stale(article, folder, parameters, STEMS)
        return (found[0].stem, found[0].reason) if found else None

    parameters = pretend(repository)
    assert first(parameters) is None
    assert first(parameters | {STEMS[1]: {"article": "b"}}) == (
        STEMS[1], "it ran with other parameters",
    )  # fmt: skip
    (folder / f"{STEMS[2]}.csv").unlink()
    assert first(parameters) == (STEMS[2], f"{STEMS[2]}.csv is missing")

    parameters = pretend(repository)
    (repository / "src/utils/checks/ci.py").unlink()
    assert first(parameters) == (STEMS[2], "a file it depends on came or went")

    parameters = pretend(repository)
    os.utime(paths.executed(folder) / f"{STEMS[0]}.ipynb")
    assert first(parameters) == (STEMS[1], f"{STEMS[0]} has run since")

    (repository / "src/utils/reading/__pycache__").mkdir()
    (repository / "src/utils/reading/__pycache__/x.pyc").write_text("")
    assert first(pretend(repository)) is None, "what Python caches is no input"


def test_a_run_a_rerun_and_a_forced_run(repository: Path) -> None:
    """All run once; then nothing; forced again, copies and outputs are the same bytes."""
    folder = repository / "data/processed/a"
    stems = two_notebooks(repository)
    done = run("data/raw/a.md")
    assert done.returncode == 0, done.stderr
    assert ran(done) == stems
    assert "nothing vouches for its bytes" in done.stdout
    first = {p.name: p.read_bytes() for p in folder.rglob("*.[ci]*") if p.is_file()}
    assert set(first) == {f"{stem}.{end}" for stem in stems for end in ("csv", "ipynb")}
    assert str(repository).encode() not in b"".join(first.values()), "no path of this machine"

    start = time.perf_counter()
    again = run("data/raw/a.md")
    assert ran(again) == [] and time.perf_counter() - start < 1

    assert ran(run("data/raw/a.md", "--force")) == stems
    assert {p.name: p.read_bytes() for p in folder.rglob("*.[ci]*") if p.is_file()} == first
    assert not list(folder.rglob("*.part")) and not (folder / "executed/before").exists()

    os.utime(repository / "src/utils/cleaning/terms.py")
    assert ran(run("data/raw/a.md")) == stems[1:]


def test_a_failing_notebook_replaces_nothing(repository: Path) -> None:
    """Its outputs and its copy stay the good ones; one sentence, a log, status 1, no traceback."""
    folder = repository / "data/processed/a"
    two_notebooks(repository)
    assert run("data/raw/a.md").returncode == 0
    good = (folder / f"{STEMS[1]}.csv").read_bytes()
    copy = (folder / f"executed/{STEMS[1]}.ipynb").read_bytes()
    broken = (
        "from src.utils import paths\n"
        f"paths.write_atomic(paths.resolve(output) / '{STEMS[1]}.csv', 'half')\n"
        "paths.write_atomic(paths.resolve(output) / 'new.csv', 'half')\n"
        "raise ValueError('row 3, column n: 12a is not a number')"
    )
    write_notebook(repository, STEMS[1], broken)
    done = run("data/raw/a.md")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and "Traceback" not in done.stderr
    assert "notebooks/20_cleaning.ipynb, cell 3: ValueError: row 3, column n" in done.stderr
    assert (folder / f"{STEMS[1]}.csv").read_bytes() == good
    assert (folder / f"executed/{STEMS[1]}.ipynb").read_bytes() == copy
    assert not (folder / "new.csv").exists()
    assert "row 3, column n" in (folder / f"executed/failed/{STEMS[1]}.log").read_text()
    # Still stale: the next run tries again, and a repaired notebook clears the failure away.
    assert run("data/raw/a.md").returncode == 1
    write_notebook(repository, STEMS[1], BODY.format(stem=STEMS[1]))
    assert ran(run("data/raw/a.md")) == STEMS[1:2]
    assert not (folder / "executed/failed").exists()


def test_the_engines_own_sentence_is_shown_as_it_is(repository: Path) -> None:
    """An InputError inside a notebook ends the run with its text alone and status 2."""
    body = "from src.utils.errors import InputError\nraise InputError('a.md, line 3: no UTF-8.')"
    write_notebook(repository, STEMS[0], body)
    done = run("data/raw/a.md")
    assert (done.returncode, done.stderr) == (2, "a.md, line 3: no UTF-8.\n")


def test_a_dead_kernel_is_one_sentence(repository: Path) -> None:
    """A kernel that goes away (memory) is named with its notebook; status 1."""
    write_notebook(repository, STEMS[0], "import os\nos._exit(1)")
    done = run("data/raw/a.md")
    assert done.returncode == 1
    assert (
        done.stderr.startswith("notebooks/10_extraction.ipynb") and "Traceback" not in done.stderr
    )
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_run_leaves_nothing_half_written(
    repository: Path, sent: signal.Signals
) -> None:
    """What the notebook had written so far is taken back, at once or by the next run."""
    folder = repository / "data/processed/a"
    two_notebooks(repository)
    assert run("data/raw/a.md").returncode == 0
    good = {p.name: p.read_bytes() for p in folder.glob("*.csv")}
    slow = (
        "import time\nfrom src.utils import paths\n"
        f"paths.write_atomic(paths.resolve(output) / '{STEMS[1]}.csv', 'half')\n"
        "paths.write_atomic(paths.resolve(output) / 'started', '')\ntime.sleep(60)"
    )
    write_notebook(repository, STEMS[1], slow)
    process = subprocess.Popen(
        [sys.executable, "-m", "src.utils.runner", "data/raw/a.md"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A test run in the background inherits an ignored Ctrl-C, which the child must not.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    deadline = time.monotonic() + 60
    while not (folder / "started").exists():
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(sent)
    _, error = process.communicate(timeout=30)
    if sent is signal.SIGKILL:
        assert (folder / "executed/before").is_dir()
        write_notebook(repository, STEMS[1], BODY.format(stem=STEMS[1]))
        done = run("data/raw/a.md")
        assert "taken back" in done.stdout and done.returncode == 0
    else:
        assert process.returncode == 130 and "Traceback" not in error
    assert {p.name: p.read_bytes() for p in folder.glob("*.csv")} == good
    assert not (folder / "started").exists() and not (folder / "executed/before").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["data/raw/none.md"], "data/raw/none.md: there is no such file."),
        (["data/raw"], "data/raw is a folder; name one article in it."),
        (["empty.md"], "empty.md is empty."),
        (["-p", "artcle=1"], "No notebook has a parameter 'artcle': did you mean 'article'?"),
        (["-p", "artcle"], "A parameter is given as NAME=VALUE, not as 'artcle'."),
        (["-p", "article=[1"], "The value of article, '[1', is not valid YAML."),
    ],
)
def test_bad_input_is_one_sentence_and_status_2(
    repository: Path, arguments: list[str], sentence: str
) -> None:
    """Nothing is run and nothing is written."""
    (repository / "empty.md").touch()
    done = run(*([] if arguments[0] != "-p" else ["data/raw/a.md"]), *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith(sentence) and done.stderr.count("\n") == 1
    assert not list((repository / "data").rglob("*.ipynb"))


def test_a_notebook_without_parameters_is_refused(repository: Path) -> None:
    """papermill would ignore what it is given without a word."""
    write_notebook(repository, STEMS[2], "pass", tags=())
    done = run("data/raw/a.md")
    assert done.returncode == 2
    assert done.stderr.startswith(
        "notebooks/30_consistency_checks.ipynb has no cell tagged 'parameters'"
    )


def test_a_raw_file_that_is_not_the_recorded_one_is_refused(repository: Path) -> None:
    """One flipped byte in data/raw stops the run before it starts; the right bytes pass."""
    right = "0" * 64
    (repository / "data/raw/SHA256SUMS").write_text(f"{right}  a.md\n")
    done = run("data/raw/a.md")
    assert done.returncode == 2 and done.stderr.count("\n") == 1
    assert done.stderr.startswith("data/raw/a.md is not the file that was recorded")
    (repository / "data/raw/SHA256SUMS").write_text("what is this\n")
    assert "data/raw/SHA256SUMS, line 1" in run("data/raw/a.md").stderr


def test_two_articles_of_one_name_do_not_overwrite_each_other(repository: Path) -> None:
    """The folder of data/raw/a.md is not given to other/a.md, unless the first has gone."""
    other = repository / "other" / "a.md"
    other.parent.mkdir()
    other.write_text("Another article.\n", encoding="utf-8")
    folder = repository / "data" / "processed" / "a"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"article": "data/raw/a.md"}))
    with pytest.raises(
        InputError, match=r"data/processed/a/ holds what was made of data/raw/a\.md"
    ):
        inputs.check_folder(other, folder)
    inputs.check_folder(repository / "data" / "raw" / "a.md", folder)
    (repository / "data" / "raw" / "a.md").unlink()
    inputs.check_folder(other, folder)


def test_extra_parameters_reach_the_notebooks_that_declare_them(repository: Path) -> None:
    """A parameter of one notebook is given to that one, and a new value runs it again."""
    two_notebooks(repository)
    path = repository / "notebooks/20_cleaning.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source += "# A level.\nlevel: float = 0.05\n"
    notebook.cells[1].source = "print(level)"
    nbformat.write(notebook, path)
    assert run("data/raw/a.md").returncode == 0
    done = run("data/raw/a.md", "-p", "level=0.1")
    assert ran(done) == STEMS[1:2], done.stderr
    copy = repository / "data/processed/a/executed/20_cleaning.ipynb"
    assert "0.1\n" in [
        text for cell in nbformat.read(copy, as_version=4).cells
        for output in cell.get("outputs", []) for text in [output.get("text")]
    ]  # fmt: skip


def test_guarded_takes_back_and_keeps(tmp_path: Path) -> None:
    """A block that raises leaves the folder as it was; one that does not keeps what it wrote."""
    paths.write_atomic(tmp_path / "figures/a.svg", "old")
    with pytest.raises(KeyError), outputs.guarded(tmp_path):
        paths.write_atomic(tmp_path / "figures/a.svg", "new")
        paths.write_atomic(tmp_path / "b.csv", "new")
        raise KeyError
    assert (tmp_path / "figures/a.svg").read_text() == "old"
    assert list(outputs.present(tmp_path)) == ["figures/a.svg"]
    with outputs.guarded(tmp_path):
        paths.write_atomic(tmp_path / "b.csv", "new")
    assert list(outputs.present(tmp_path)) == ["b.csv", "figures/a.svg"]


def test_write_atomic_is_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failing move leaves the old content and no part file."""
    target = paths.write_atomic(tmp_path / "sub" / "a.txt", "old\r\n")
    assert target.read_bytes() == b"old\r\n"

    def refuse(self: Path, other: Path) -> Path:
        raise OSError("full")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="full"):
        paths.write_atomic(target, b"new")
    assert target.read_bytes() == b"old\r\n"
    assert [p.name for p in target.parent.iterdir()] == ["a.txt"]


def test_paths_are_found_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The root does not depend on the current folder; AUDIT_ROOT overrides it."""
    monkeypatch.delenv(paths.ROOT_VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    assert (paths.root() / "pyproject.toml").is_file()
    assert paths.resolve("data/raw/primary_reports.csv").is_file()
    assert paths.shown(paths.default_article()) == "data/raw/fu-2024-hepatoma-research.md"
    monkeypatch.setenv(paths.ROOT_VARIABLE, str(tmp_path))
    assert paths.processed() == tmp_path.resolve() / "data" / "processed"
    for bad in ("", "..", ".hidden"):
        with pytest.raises(ValueError, match="not the name of an article"):
            paths.article_dir(bad)


def nbval(*names: str) -> subprocess.CompletedProcess[str]:
    """Run notebooks of the current folder through nbval as ``make test`` does."""
    settings = ["--nbval-sanitize-with", str(ROOT / "tests/nbval_sanitize.cfg")]
    settings += ["-c", str(ROOT / "pyproject.toml"), "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", "-q", "--nbval", "--nbval-current-env", *settings]
    return subprocess.run([*command, *names], capture_output=True, text=True)


def kept(body: str, text: str) -> nbformat.NotebookNode:
    """A cell whose printed output is compared."""
    output = new_output("stream", name="stdout", text=text)
    tags = {"tags": ["nbval-check-output"]}
    return new_code_cell(body, metadata=tags, execution_count=1, outputs=[output])


def test_nbval_compares_kept_outputs_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kept output that changed fails, one that did not passes, a stripped cell is only run."""
    monkeypatch.chdir(tmp_path)
    stripped = new_code_cell("import time\nprint(time.time())")
    for name, text in (("same", "3 of 7\n"), ("changed", "4 of 7\n")):
        cells = [stripped, kept("print(3, 'of', 7)", text)]
        nbformat.write(new_notebook(cells=cells, metadata=METADATA), tmp_path / f"{name}.ipynb")
    same, changed = nbval("same.ipynb"), nbval("changed.ipynb")
    assert same.returncode == 0 and "2 passed" in same.stdout, same.stdout
    assert changed.returncode == 1 and "1 failed, 1 passed" in changed.stdout, changed.stdout


def test_nbval_sees_a_changed_output_of_a_real_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every kept output of the first notebook, changed by one character, is reported."""
    monkeypatch.chdir(tmp_path)
    first = sorted(paths.notebooks().glob("*.ipynb"))[0]
    notebook = nbformat.read(first, as_version=4)
    cells = [c for c in notebook.cells if "nbval-check-output" in c.metadata.get("tags", [])]
    for cell in cells:
        for output in cell.outputs:
            if output.output_type == "stream":
                output["text"] = "~" + output["text"]
            else:
                output["data"] = {kind: "~" + text for kind, text in output["data"].items()}
    nbformat.write(notebook, tmp_path / "changed.ipynb")
    done = nbval("changed.ipynb")
    assert f"{len(cells)} failed" in done.stdout, done.stdout
