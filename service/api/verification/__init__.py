"""Routes of verifications and estimates."""
