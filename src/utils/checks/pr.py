"""Checks of the family PR."""
