"""Routes of dossiers and business papers."""
