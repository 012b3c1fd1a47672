"""Figures of tipping."""
