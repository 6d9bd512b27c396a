"""Checks of the family CL."""
