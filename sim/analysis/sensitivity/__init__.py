"""Analysis of sensitivity."""
