"""Words of the forecast."""
