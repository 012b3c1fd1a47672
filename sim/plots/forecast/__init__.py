"""Figures of the forecast."""
