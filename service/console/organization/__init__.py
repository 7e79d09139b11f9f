"""Pages about an organisation: what it is called, who belongs to it, addresses, webhooks, log."""

from service.console.organization import (
    addresses,
    deliveries,
    details,
    people,
    roles,
    webhooks,
)

__all__ = ["addresses", "deliveries", "details", "people", "roles", "webhooks"]
