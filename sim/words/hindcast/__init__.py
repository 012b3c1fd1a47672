"""Sentences and tables about how well the model does against the record."""
