"""Checks of the family ST."""
