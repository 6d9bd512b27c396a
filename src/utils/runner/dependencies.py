"""What each notebook depends on: the one table behind "what has to run again".

A notebook also depends on itself, on every notebook before it, on the article and on the lock
(``ALWAYS``). So an entry stands at the first notebook that uses it; its successors follow.
``tests/test_runner.py`` holds the table against the folders on disk: a new engine module that
stands neither here nor under ``NO_NOTEBOOK`` fails there.
"""

from __future__ import annotations

from src.utils import paths

# Relative to the root; a folder stands for every file in it that git would keep.
ALWAYS = ("requirements.lock",)

FIRST_USED_BY: dict[str, tuple[str, ...]] = {
    "10_extraction": (
        "src/utils/__init__.py",
        "src/utils/paths.py",
        "src/utils/errors.py",
        "src/utils/printed.py",
        "src/utils/records.py",
        "src/utils/places.py",
        "src/utils/record_json.py",
        "src/utils/identity.py",
        "src/utils/terms",
        "src/utils/reading",
        "src/utils/extraction",
        "src/utils/pipeline.py",
        "src/utils/notebook.py",
        "src/utils/notebook_tables.py",
        "src/utils/display.py",
    ),
    "20_cleaning": (
        "src/utils/cleaning",
        "src/utils/sidecars.py",
        "notebooks/corrections",
    ),
    "30_consistency_checks": (
        "src/utils/statistics",
        "src/utils/linking",
        "src/utils/checks",
        "src/utils/primary.py",
        "data/raw/primary_reports.csv",
    ),
    "40_figures": (
        "src/utils/figures",
        "src/utils/report",
        "src/utils/provenance",
        "decisions",
    ),
}

# Engine modules that change no output of a notebook, each with the reason.
NO_NOTEBOOK: dict[str, str] = {
    "src/utils/bench": "measures the engine; writes no output of an article",
    "src/utils/cli.py": "another way in: the notebooks do not call it",
    "src/utils/corpus.py": "many articles; the notebooks run one",
    "src/utils/maintenance": "keeps the repository in order",
    "src/utils/cli_output.py": "more of the command line",
    "src/utils/cli_provenance.py": "more of the command line",
    "src/utils/terminal.py": "how the command line prints; the notebooks print tables",
    "src/utils/runner": "runs notebooks and does not change what they compute",
}

# What a notebook's cells import sooner or later: its kernel imports it while it waits.
PRELOADED: dict[str, tuple[str, ...]] = {
    "10_extraction": ("src.utils.notebook", "pandas"),
    "20_cleaning": ("src.utils.notebook", "pandas", "src.utils.cleaning.tables"),
    "30_consistency_checks": ("src.utils.notebook", "pandas"),
    "40_figures": (
        "src.utils.notebook",
        "src.utils.figures",
        "pandas",
        "seaborn",
        "src.utils.report.page",
    ),
}


def preloaded(stem: str) -> tuple[str, ...]:
    """Return the modules that a notebook's kernel imports ahead."""
    return PRELOADED.get(stem, ())


def notebook_stems() -> list[str]:
    """Return the names of the notebooks, in the order in which they run."""
    return sorted(path.stem for path in paths.notebooks().glob("[0-9]*.ipynb"))


def declared(stem: str) -> tuple[str, ...]:
    """Return what a notebook depends on besides itself, its predecessors and the article.

    A notebook that the table does not know depends on the whole engine: too much is run, never too
    little.
    """
    return ALWAYS + FIRST_USED_BY.get(stem, ("src/utils",))
