"""Checks of the family AB."""
