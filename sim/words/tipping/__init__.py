"""Words of tipping."""
