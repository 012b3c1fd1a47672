"""Words of the evidence."""
