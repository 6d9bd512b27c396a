"""Tables fail with a sentence that names row and column."""

from __future__ import annotations

import subprocess
import sys

import pytest

from src.utils import paths
from src.utils.cleaning import clean, tables
from src.utils.errors import InputError
from src.utils.extraction import extract
from src.utils.reading import read


@pytest.fixture(scope="module")
def frame():
    """The table of results of the first article."""
    article = read(paths.raw() / "fu-2024-hepatoma-research.md")
    return tables.results_frame(article, clean(article, extract(article)).results)


def test_results_of_the_first_article_are_valid(frame) -> None:
    """Every cell of the table of results is what its column allows."""
    assert len(tables.validate(frame, "results")) == len(frame) > 80


@pytest.mark.parametrize(
    ("column", "cell", "says"),
    [
        (
            "effect_low",
            "0.4S",
            "row 3 ({id}), column 'effect_low': '0.4S' is not a number or nothing",
        ),
        ("place", "margin", "column 'place': 'margin' is not one of text"),
        ("p", "0.03", "column 'p': '0.03' is not"),
        ("values", "12 months", "column 'values': '12 months' is not"),
    ],
)
def test_a_wrong_cell_is_named(frame, column: str, cell: str, says: str) -> None:
    """One sentence with the row, its id and the column; nothing of the library's report."""
    wrong = frame.copy()
    wrong.loc[2, column] = cell
    with pytest.raises(InputError) as caught:
        tables.validate(wrong, "results")
    message = str(caught.value)
    assert says.format(id=frame["id"].iloc[2]) in message
    assert "\n" not in message


def test_a_repeated_id_is_named(frame) -> None:
    """Two results of one id cannot be told apart later."""
    wrong = frame.copy()
    wrong.loc[1, "id"] = wrong.loc[0, "id"]
    with pytest.raises(InputError, match="stands more than once"):
        tables.validate(wrong, "results")


def test_a_missing_column_is_named(frame) -> None:
    """A table without one of its columns is refused."""
    with pytest.raises(InputError, match="the column 'effect_low' is missing"):
        tables.validate(frame.drop(columns="effect_low"), "results")


def test_the_engine_does_not_import_pandas() -> None:
    """Cleaning an article costs no import of pandas or pandera."""
    code = (
        "import sys; import src.utils.cleaning, src.utils.cleaning.tables, src.utils.pipeline; "
        "sys.exit(any(m in sys.modules for m in ('pandas', 'pandera', 'scipy', 'matplotlib')))"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=paths.root(), check=False).returncode == 0
    )
