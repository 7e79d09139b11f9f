"""Routes of files, their repair and their release."""
