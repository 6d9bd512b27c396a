"""Claims in words beside the one row of the tables that their words, or their numbers, name."""
