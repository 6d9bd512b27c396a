"""Checks of the family SH."""
