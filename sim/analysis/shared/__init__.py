"""Analysis that several questions share."""
