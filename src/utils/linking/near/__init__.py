"""Mentions whose numbers nearly stand in a cell: one digit, one bound, one arm is another."""
