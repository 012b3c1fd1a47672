"""One present, many futures: arms on one branch, what runs of them say, and the tables of it."""
