"""P values that a sentence prints without an estimate, and the rows that they belong to."""
