"""Figures of attribution."""
