"""The lifecycle as tables: pure, it knows no database, no network and no clock."""
