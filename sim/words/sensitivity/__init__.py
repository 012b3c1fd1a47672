"""Words of sensitivity."""
