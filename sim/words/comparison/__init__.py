"""Words of comparison."""
