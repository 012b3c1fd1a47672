"""From a document to the arrays that the engines read."""
