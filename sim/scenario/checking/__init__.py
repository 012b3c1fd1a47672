"""What is wrong with plain data: field by field, then between fields."""
