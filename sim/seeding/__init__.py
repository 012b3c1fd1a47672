"""Seeding: what public data say of a member at the beginning of a year, and a scenario from it."""
