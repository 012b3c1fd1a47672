"""Figures of the exact answer."""
