"""What we change in Celery and Kombu, each with a test that fails by name when an upgrade breaks it."""
