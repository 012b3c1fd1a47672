"""Analysis of the evidence."""
