"""Measurements against things known beforehand: gold read by hand, errors planted with a seed.

Nothing of the engine imports from here. Each module prints a table with denominators and
intervals and lists every miss, because reading the misses is how the engine gets better.
"""
