"""Analysis of the exact answer."""
