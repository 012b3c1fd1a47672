"""The pages: what is assumed at the left, what follows from it beside it."""
