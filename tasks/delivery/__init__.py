"""Deliveries: calls of webhooks and mails to people, carried by a process of its own."""
