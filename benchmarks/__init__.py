"""How fast it is and what it needs, side by side with other ways to do the same."""
