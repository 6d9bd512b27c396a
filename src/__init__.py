"""A regular package on purpose: a stray ``src`` folder elsewhere on the path cannot shadow it."""
