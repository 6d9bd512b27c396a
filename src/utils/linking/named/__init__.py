"""Cells that the words of a sentence name: row and column, whatever the number."""
