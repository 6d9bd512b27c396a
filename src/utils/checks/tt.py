"""Checks of the family TT."""
