"""The checks: one module per family, one decorated function per check."""
