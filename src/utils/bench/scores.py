"""Rates with denominators and Wilson intervals, and the list of what was missed."""

from __future__ import annotations

import hashlib

import msgspec

from src.utils.statistics.proportions import wilson


class Rate(msgspec.Struct):
    """How many of how many, with every miss in words."""

    name: str
    hits: int = 0
    total: int = 0
    misses: list[str] = []

    def add(self, hit: bool, miss: str = "") -> None:
        """Count one case; ``miss`` is kept when it is none."""
        self.total += 1
        self.hits += hit
        if not hit and miss:
            self.misses.append(miss)

    def row(self) -> str:
        """One line: name, k of n, share, 95 % Wilson interval."""
        if not self.total:
            return f"{self.name:<46} none"
        low, high = wilson(self.hits, self.total)
        share = self.hits / self.total
        return (
            f"{self.name:<46} {self.hits:>4} of {self.total:<4} {share:6.3f}"
            f"  ({low:.3f} to {high:.3f})"
        )

    def as_json(self) -> dict[str, object]:
        """The same for programs."""
        low, high = wilson(self.hits, self.total) if self.total else (0.0, 1.0)
        return {
            "name": self.name,
            "hits": self.hits,
            "total": self.total,
            "low": round(low, 4),
            "high": round(high, 4),
            "misses": self.misses,
        }


def held_out(identifier: str) -> bool:
    """Every third article, by a hash of its id: not looked at while rules are made."""
    return int(hashlib.sha256(identifier.encode()).hexdigest(), 16) % 3 == 0
