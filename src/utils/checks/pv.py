"""Checks of the family PV."""
