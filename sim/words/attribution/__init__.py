"""Words of attribution."""
