"""Routes of people, organisations, roles and keys."""
