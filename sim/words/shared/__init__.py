"""Words that several questions share."""
