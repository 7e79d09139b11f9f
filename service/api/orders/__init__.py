"""Routes of projects and processes."""
