"""Analysis of comparison."""
