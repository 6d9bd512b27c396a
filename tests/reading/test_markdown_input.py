"""Bad input: one clear sentence that says what, where and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from src.utils.errors import InputError
from src.utils.reading import read, read_text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.md", b"", "is empty"),
        ("blank.md", b" \r\n\t\n", "is empty"),
        ("bom.md", b"\xef\xbb\xbf\n", "is empty"),
        ("paper.md", b"%PDF-1.7\n1 0 obj", "is a PDF"),
        ("paper.docx", b"PK\x03\x04aaaa", "is a ZIP archive"),
        ("picture.md", b"\x89PNG\r\n\x1a\n", "is a PNG picture"),
        ("zeros.md", b"abc\x00\x00def", "is a binary file"),
        ("noise.md", bytes(range(1, 9)) * 50, "is a binary file"),
        ("latin.md", "Café\nM\u00fcller".encode("latin-1"), "is not UTF-8 (line 1, byte 3)"),
        ("page.html", b"<!DOCTYPE html><html><body>x</body></html>", "is a web page"),
    ],
)
def test_one_sentence(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    """Each kind of unreadable file is named with its path in one line."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read(path)
    message = str(caught.value)
    assert words in message
    assert name in message
    assert "\n" not in message
    assert message.endswith(".")


def test_missing_file_and_folder(tmp_path: Path) -> None:
    """A path that leads nowhere, or to a folder, is said so."""
    with pytest.raises(InputError, match="does not exist"):
        read(tmp_path / "none.md")
    with pytest.raises(InputError, match="is a folder"):
        read(tmp_path)


def test_empty_text_in_memory() -> None:
    """Markdown in memory is held to the same rule."""
    with pytest.raises(InputError, match="is empty"):
        read_text(" \n")


def test_an_article_without_any_result_is_read() -> None:
    """Prose without numbers is an article; what it lacks is for the checks to say."""
    article = read_text("Only words, and no number at all.\n")
    assert article.tables == () and article.references == ()
