"""Routes of what people are mailed about."""
