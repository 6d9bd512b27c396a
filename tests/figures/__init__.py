"""Tests of the figures: their rows, since pictures are tested by the data that they plot."""
