"""What keeps the repository in order: environment, generated files, hashes, timings.

Nothing here audits an article, and nothing of the engine imports it.
"""
