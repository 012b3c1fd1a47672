"""Hindcasts: the model held against the record, out of sample, beside simple baselines."""
