"""Checks of the family CI."""
