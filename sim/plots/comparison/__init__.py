"""Figures of comparison."""
