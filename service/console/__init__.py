"""The console: what buyers, workshops and operators do in a browser, as pages made on the server.

Its nouns are the page, the form and the reader. A page shows what the API's presenters show, and a
form calls the use case that the API calls, with the same validated model: nothing is decided here.
May import `api` and every room below; only the application imports it.
"""

from flask import Blueprint

from service.console import (
    account,
    accounts,
    assets,
    audit_log,
    board,
    choices,
    delivery,
    device_approval,
    drop,
    file_sharing,
    inbox,
    inspector,
    jobs,
    message_forms,
    model_repairs,
    order_forms,
    organization,
    part_forms,
    parts,
    problem_pages,
    project_parts,
    projects,
    security,
    workshop,
)
from service.console.rendering import blueprint

#: What answers under `/app`, and the way there from the address of the service itself.
BLUEPRINTS: tuple[Blueprint, ...] = (blueprint, assets.blueprint, drop.front)

__all__ = [
    "BLUEPRINTS",
    "account",
    "accounts",
    "audit_log",
    "board",
    "choices",
    "delivery",
    "device_approval",
    "file_sharing",
    "inbox",
    "inspector",
    "jobs",
    "message_forms",
    "model_repairs",
    "order_forms",
    "organization",
    "part_forms",
    "parts",
    "problem_pages",
    "project_parts",
    "projects",
    "security",
    "workshop",
]
