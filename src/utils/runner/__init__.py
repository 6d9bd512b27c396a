"""Runs the notebooks of one article: what is stale, in order, in one process.

``dependencies`` says what each notebook depends on, ``staleness`` compares times, ``article`` looks
at the input before anything starts, ``execution`` runs a notebook, ``__main__`` is the command
``python -m src.utils.runner``. Nothing of the engine imports this package.
"""
