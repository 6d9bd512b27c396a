"""Errors that a user can meet: one clear sentence each (what, where, what to do)."""

from __future__ import annotations


class AuditError(Exception):
    """Something the user can act on; its text is a finished sentence."""


class InputError(AuditError):
    """An input that cannot be read or is not what it should be; exit status 2."""
