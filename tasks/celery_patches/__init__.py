"""What we change in Celery and Kombu, with tests that fail by name when an upgrade breaks it."""
