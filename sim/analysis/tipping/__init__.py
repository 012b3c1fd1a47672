"""Analysis of tipping."""
