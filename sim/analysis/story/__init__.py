"""Analysis of the story of one run."""
