"""Figures of the hindcast."""
