"""Mentions and cells that carry the same numbers, though the words do not settle which."""
