"""From files and texts to plain data, and the place of each value in them."""
