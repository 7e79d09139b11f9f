"""Routes of the catalogue and of what a contractor offers."""
