"""Which addresses of books can be chosen for an order: its organisation's, and one's own."""

from collections.abc import Iterator
from typing import NamedTuple

from service.access.permissions import ORGANIZATION_EDIT
from service.accounts import organizations
from service.api.http import web
from service.database.models import BookedAddress, Organization, Project
from service.orders import address_book


class ReadableBook(NamedTuple):
    """The book of an organisation that the reader may read: its addresses for deliveries."""

    organization: Organization
    entries: list[BookedAddress]


def books_of(project: Project) -> list[ReadableBook]:
    """The books with an entry that the reader may read, that of the project's owner first."""
    mine = organizations.list_mine(web.db(), web.principal())
    mine.sort(key=lambda organization: organization.id != project.client_id)
    books = (
        ReadableBook(each, address_book.entries(web.db(), each, use="delivery")) for each in mine
    )
    return [book for book in books if book.entries]


def booked(project: Project, address_id: str) -> BookedAddress | None:
    """The address with that id of one of these books."""
    return next((each for each in _entries(project) if str(each.id) == address_id), None)


def _entries(project: Project) -> Iterator[BookedAddress]:
    for book in books_of(project):
        yield from book.entries


def may_keep(project: Project) -> bool:
    """Whether the reader may add an address to the book of the project's owner."""
    owner = project.client_id
    return bool(owner and ORGANIZATION_EDIT in web.principal().rights_in(owner))
