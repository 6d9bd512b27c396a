"""Checks of the family RF."""
