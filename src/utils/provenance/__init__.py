"""A verdict back to its quotes; decisions of reviewers; manifest; exports for other programs."""
