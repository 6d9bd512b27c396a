"""Who may import whom, and what shape a module and a notebook have: the rules as data.

Every rule carries its reason, every exception its own.
"""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import nbformat
import pytest

from src.utils import paths
from src.utils.maintenance import keep
from src.utils.runner import dependencies

# A module imports only from lines above its own, or from its own line's package.
LAYERS = (
    "paths",
    "errors",
    "printed",
    "identity",
    "records",
    "places",
    "record_json",
    "statistics",
    "terms",
    "reading",
    "extraction",
    "cleaning",
    "linking",
    "checks",
    "provenance",
    "figures",
    "report",
    "display",
    "primary",
    "sidecars",
    "pipeline",
    "corpus",
    "notebook_tables",
    "notebook",
    "runner",
    "bench",
    "maintenance",
    "terminal",
    "cli_output",
    "cli_provenance",
    "cli",
)

# (package, what it may not import, why)
FORBIDDEN = (
    ("checks", "pandas", "a check judges records; tables stand at the edges"),
    ("checks", "src.utils.paths", "a check never sees files"),
    ("checks", "src.utils.reading", "a check never sees a reader"),
    ("reading", "pandas", "plain records inside"),
    ("extraction", "pandas", "plain records inside"),
    ("linking", "pandas", "plain records inside"),
    ("pipeline", "pandas", "one article in a pool shares every line with the notebooks"),
    ("figures", "src.utils.checks", "figures draw saved tables and never run a check"),
    ("report", "src.utils.reading", "the report shows what was written"),
    ("cli", "pandas", "the command answers without loading the tables' library"),
)

# (importing module, imported layer): reason
ALLOWED: dict[tuple[str, str], str] = {}

# A longer module says why in its docstring, in a sentence that has this number in it.
LINES = 300
CELL_LINES = 15

MODULES = sorted(paths.engine().rglob("*.py"))
NOTEBOOKS = sorted(paths.notebooks().glob("*.ipynb"))


def layer_of(module: Path) -> str:
    """The name under src/utils that a module belongs to; "" for the package itself."""
    first = module.relative_to(paths.engine()).parts[0]
    return "" if first == "__init__.py" else first.removesuffix(".py")


def imports(module: Path) -> list[tuple[int, str]]:
    """Every imported name of a module with its line, ``from a import b`` as ``a.b``."""
    found = []
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno} imports relatively"
            found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
    return found


@pytest.mark.parametrize("module", MODULES, ids=paths.shown)
def test_imports_run_downwards(module: Path) -> None:
    """A module imports from its own package and from layers above its own in the list."""
    own = layer_of(module)
    if not own:
        assert not imports(module), "src/utils/__init__.py imports nothing"
        return
    assert own in LAYERS, f"{own} has no place in LAYERS: decide what it may import"
    for line, name in imports(module):
        if not name.startswith("src.utils."):
            continue
        other = name.split(".")[2]
        allowed = other == own or (own, other) in ALLOWED
        assert allowed or LAYERS.index(other) < LAYERS.index(own), (
            f"{paths.shown(module)}:{line}: {own} may not import {other}, which stands after it"
        )


@pytest.mark.parametrize("rule", FORBIDDEN, ids=lambda rule: f"{rule[0]}-{rule[1]}")
def test_forbidden_imports(rule: tuple[str, str, str]) -> None:
    """No module of the package imports what the rule forbids, not even inside a function."""
    package, banned, reason = rule
    for module in MODULES:
        if layer_of(module) != package:
            continue
        for line, name in imports(module):
            assert not (name + ".").startswith(banned + "."), (
                f"{paths.shown(module)}:{line} imports {name}: {reason}"
            )


def test_one_import_name() -> None:
    """The engine is imported as src.utils only: a second name would give a second registry."""
    sources = MODULES + sorted((paths.root() / "tests").rglob("*.py"))
    for module in sources:
        for line, name in imports(module):
            assert name.split(".")[0] != "utils", f"{paths.shown(module)}:{line}: {name}"


def test_paths_imports_nothing_of_ours() -> None:
    """Everything may import paths, so paths imports none of it."""
    module = paths.engine() / "paths.py"
    assert not [name for _, name in imports(module) if name.startswith("src")]


@pytest.mark.parametrize("module", MODULES, ids=paths.shown)
def test_module_is_short_and_says_what_it_is(module: Path) -> None:
    """A module opens with a docstring and has at most 300 lines, or a reason there."""
    text = module.read_text(encoding="utf-8")
    docstring = ast.get_docstring(ast.parse(text))
    if not text.strip():
        return
    assert docstring, f"{paths.shown(module)} has no docstring"
    count = len(text.splitlines())
    assert count <= LINES or str(LINES) in docstring, (
        f"{paths.shown(module)} has {count} lines: split it by subject, or say in its docstring "
        f"why it is longer than {LINES} lines"
    )


def test_exceptions_are_still_needed() -> None:
    """An exception that nothing uses any more is taken out."""
    used = {
        (layer_of(module), name.split(".")[2])
        for module in MODULES
        for _, name in imports(module)
        if name.startswith("src.utils.")
    }
    assert set(ALLOWED) <= used


def test_every_engine_module_is_in_the_table_of_dependencies() -> None:
    """A new module is named for the first notebook that uses it, or as used by none."""
    named = {name for names in dependencies.FIRST_USED_BY.values() for name in names}
    named |= set(dependencies.NO_NOTEBOOK)
    for path in sorted(paths.engine().iterdir()):
        if path.name.startswith((".", "__pycache__")):
            continue
        assert paths.shown(path) in named, (
            f"{paths.shown(path)} stands nowhere in src/utils/runner/dependencies.py"
        )


def test_table_of_dependencies_knows_every_notebook() -> None:
    """The table and the folder name the same notebooks."""
    assert list(dependencies.FIRST_USED_BY) == dependencies.notebook_stems()


def test_modules_imported_ahead_exist() -> None:
    """A kernel keeps silent about a module that it cannot import ahead; this test does not."""
    assert set(dependencies.PRELOADED) <= set(dependencies.notebook_stems())
    for names in dependencies.PRELOADED.values():
        for name in names:
            importlib.import_module(name)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=paths.shown)
def test_notebook_is_thin(path: Path) -> None:
    """No definitions, no regular expressions, no path strings, no long cell."""
    for number, cell in enumerate(nbformat.read(path, as_version=4).cells):
        if cell.cell_type != "code":
            continue
        place = f"{paths.shown(path)}, cell {number}"
        assert len(cell.source.splitlines()) <= CELL_LINES, f"{place} is long"
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda), place
        if "parameters" not in cell.metadata.get("tags", []):
            names = [name for _, name in cell_imports(cell.source)]
            assert not {"re", "regex", "os", "pathlib"} & {name.split(".")[0] for name in names}
            assert not re.search(r"""["'][^"'\n]*(?:data|src)/[^"'\n]*["']""", cell.source), place


def cell_imports(source: str) -> list[tuple[int, str]]:
    """Every imported name of a cell."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=paths.shown)
def test_notebook_parameters_are_annotated_commented_and_plain(path: Path) -> None:
    """One parameters cell; each parameter is a literal with a type and a comment above it.

    papermill injects after the cell: a parameter computed from another would keep its old value.
    """
    cells = nbformat.read(path, as_version=4).cells
    tagged = [cell for cell in cells if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == 1
    lines = tagged[0].source.splitlines()
    names = []
    for node in ast.parse(tagged[0].source).body:
        assert isinstance(node, ast.AnnAssign) and node.value is not None, "each has a type"
        ast.literal_eval(node.value)
        # One comment may stand over several parameters.
        above = [line for line in lines[: node.lineno - 1] if not line[:1].isalpha()]
        assert above and above[-1].startswith("#"), f"{ast.unparse(node)} has no comment"
        names.append(ast.unparse(node.target))
    assert {"article", "output"} <= set(names)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=paths.shown)
def test_notebook_keeps_only_compared_outputs(path: Path) -> None:
    """Tagged cells keep output and count, all others are stripped: ``make keep`` does both."""
    notebook = nbformat.read(path, as_version=4)
    kept = [c for c in notebook.cells if keep.TAG in c.metadata.get("tags", [])]
    assert kept, "at least one output is compared"
    assert all(cell.outputs and cell.execution_count is not None for cell in kept)
    clean = nbformat.v4.writes(keep.normalised(notebook)) + "\n"
    assert clean == path.read_text(encoding="utf-8"), "run: make keep"
