"""The table of primary reports: read, and refused with row and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from src.utils import paths
from src.utils.errors import InputError
from src.utils.primary import applies, read_primary
from src.utils.reading import read, read_text

HEAD = "ref,first_author,year,outcome,n_1,value_1,effect,p_relation,p_value\n"
ROW = "1,Ruiz M,2018,OS,120,24.1,0.70,=,0.018\n"
ARTICLE = "# T\n\nText [1].\n\n## References\n\n1. Ruiz M. Walking. *Stroke* 2018;49:1-9.\n"


def table(folder: Path, content: str) -> Path:
    """A table of primary reports in a folder."""
    path = folder / "primary_reports.csv"
    path.write_text(content, encoding="utf-8")
    return path


def test_the_reports_of_the_first_article() -> None:
    """41 rows about references of the article; an empty field is not seen."""
    article = read(paths.default_article())
    path = paths.raw() / "primary_reports.csv"
    rows = read_primary(path, article)
    assert len(rows) == 41
    assert applies(path, article)
    assert rows[0].fields["arm_1"] == "tremelimumab 300 mg x1 + durvalumab (STRIDE)"
    assert rows[0].fields["doi"] == ""


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is empty"),
        (HEAD.replace("effect", "efect") + ROW, "no column 'efect'; did you mean effect?"),
        (HEAD.replace("outcome,", "") + ROW, "row 1: the column outcome is missing"),
        (HEAD + ROW.replace("0.70", "0.7o"), "row 2, column effect: '0.7o' is not a number"),
        (HEAD + ROW.replace("120", "12.5"), "row 2, column n_1: '12.5' is not a whole number"),
        (HEAD + ROW.replace("24.1", "about 24"), "row 2, column value_1"),
        (HEAD + ROW.replace("=", "~"), "row 2, column p_relation: '~' is not one of"),
        (HEAD + ROW.replace("0.018", "1.8"), "row 2, column p_value: '1.8' is not between 0 and 1"),
        (HEAD + ROW.replace("2018", "18"), "row 2, column year"),
        (HEAD + ROW + ROW.replace("1,Ruiz", "7,Ruiz"), "row 3, column ref: the article has no"),
        (HEAD + ROW.replace(",0.018", ""), "row 2: 8 cells under 9 columns"),
        (HEAD + ROW.replace("OS", ""), "row 2, column outcome: it is empty"),
    ],
)
def test_one_sentence_with_row_and_column(tmp_path: Path, content: str, words: str) -> None:
    """A wrong column, reference or number is named where it stands."""
    path = table(tmp_path, content)
    with pytest.raises(InputError) as caught:
        read_primary(path, read_text(ARTICLE))
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_values_may_be_ranges_or_not_reached(tmp_path: Path) -> None:
    """53.0-56.7 and "not reached" are values."""
    rows = HEAD + ROW.replace("24.1", "53.0-56.7") + ROW.replace("24.1", "not reached")
    assert len(read_primary(table(tmp_path, rows), read_text(ARTICLE))) == 2


def test_a_table_of_another_article_does_not_apply(tmp_path: Path) -> None:
    """The same reference number with another author is another article's."""
    path = table(tmp_path, HEAD + ROW.replace("Ruiz M", "Lind S"))
    assert not applies(path, read_text(ARTICLE))
