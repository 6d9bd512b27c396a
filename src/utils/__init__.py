"""The engine behind the notebooks: one article in, verdicts with their evidence out.

Modules import downwards only, in the order that ``tests/test_layout.py`` states.
"""
