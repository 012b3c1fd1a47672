"""A scenario as its file states it: its fields, their types, bounds and meaning."""
