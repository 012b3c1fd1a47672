"""Analysis of the forecast."""
