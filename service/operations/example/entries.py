"""Makes the links by which whoever has started everything enters as one of the example people."""

from typing import NamedTuple

from service.accounts import entry_links
from service.database import transactions
from service.database.models import User
from service.operations.example.people import ExampleLogin, people
from service.settings import Settings


class ExampleEntry(NamedTuple):
    """Whom a link lets in, and where it leads."""

    role: str
    url: str


def entries(config: Settings) -> list[ExampleEntry]:
    """A link for each role that is there, which works once; none outside the embedded mode.

    Opens the database by itself.
    """
    if not config.embedded:
        return []
    everybody = people(config)
    roles: list[tuple[str, ExampleLogin, str]] = [
        ("buyer", everybody.client, "/app"),
        ("workshop", everybody.contractors[0], "/app/inbox"),
        ("operator", everybody.operator, "/app/board"),
    ]
    transactions.connect(config.database_url)
    try:
        with transactions.writing() as db:
            return [
                ExampleEntry(role, f"{config.public_url}/app/enter/{token}?next={path}")
                for role, login, path in roles
                if db.get(User, login.user_id)
                for token in (entry_links.issue_link(db, login.user_id),)
            ]
    finally:
        transactions.disconnect()
