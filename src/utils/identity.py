"""Stable names for records: the same input gives the same ids, and an edit elsewhere in the
article does not change them, because an id is made of what a record says, never of offsets.
"""

from __future__ import annotations

import hashlib
from collections import Counter


def fingerprint(*parts: object) -> str:
    """Ten hexadecimal digits of what ``parts`` say, white space folded."""
    text = "\x1f".join(" ".join(str(p).split()) for p in parts)
    return hashlib.blake2s(text.encode("utf-8"), digest_size=5).hexdigest()


class Namer:
    """Gives ids with a prefix; a repeated content gets an ordinal, in the article's order."""

    def __init__(self, prefix: str):
        self.prefix = prefix
        self._seen: Counter[str] = Counter()

    def name(self, *parts: object) -> str:
        """``prefix-0123456789`` for the first record that says this, ``...-2`` for the next."""
        key = fingerprint(*parts)
        self._seen[key] += 1
        n = self._seen[key]
        return f"{self.prefix}-{key}" if n == 1 else f"{self.prefix}-{key}-{n}"
