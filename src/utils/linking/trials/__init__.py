"""Results of text and tables with the same meaning, also when a number is wrong."""
