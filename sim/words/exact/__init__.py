"""Words of the exact answer."""
