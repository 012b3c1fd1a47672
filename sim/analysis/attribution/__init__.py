"""Analysis of attribution."""
