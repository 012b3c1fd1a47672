"""Figures of the story of one run."""
