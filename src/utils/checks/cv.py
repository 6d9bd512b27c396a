"""Checks of the family CV."""
