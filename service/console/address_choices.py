"""Which addresses of books can be chosen for an order: its organisation's, and one's own."""

from typing import NamedTuple
from uuid import UUID

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
    books = address_book.entries_of_all(web.db(), [each.id for each in mine], use="delivery")
    return [ReadableBook(each, books[each.id]) for each in mine if books[each.id]]


def booked(address_id: str) -> BookedAddress | None:
    """The address with that id of one of these books."""
    try:
        id = UUID(address_id)
    except ValueError:
        return None
    return address_book.find_readable(web.db(), web.principal(), id, use="delivery")


def may_keep(project: Project) -> bool:
    """Whether the reader may add an address to the book of the project's owner."""
    owner = project.client_id
    return bool(owner and ORGANIZATION_EDIT in web.principal().rights_in(owner))
