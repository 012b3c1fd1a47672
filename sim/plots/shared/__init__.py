"""Figures that several questions share."""
