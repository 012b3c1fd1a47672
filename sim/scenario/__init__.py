"""Scenarios: the schema, loading with line numbers, paths, and compiling to arrays."""
