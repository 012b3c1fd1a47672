"""Words of the story of one run."""
