"""Words of the domino effect and the matrix of who topples whom."""
