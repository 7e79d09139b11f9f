"""Lists who sees a part now: whether they get its files, and when they have downloaded them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from service.access.file_view import getting_files, requests_under_consideration
from service.database import Session
from service.database.models import FileDownload
from service.files import release
from workflows.request import RequestState

#: Downloads that a page lists, the latest ones; the API pages through all.
MOST_LISTED = 50


class FileReader(NamedTuple):
    """A contractor under consideration, and what it sees of a part.

    `may_change`: it is not confirmed, so the client may still decide.
    """

    request_id: UUID
    name: str
    gets_files: bool
    may_change: bool
    downloads: Sequence[FileDownload]


def file_readers(
    db: Session, process_id: UUID, names: Mapping[UUID, str]
) -> tuple[list[FileReader], list[FileDownload]]:
    """Who sees the part now, by the names of contractors; and the downloads of all others."""
    asked = requests_under_consideration(db, process_id)
    getting = getting_files(db, asked)
    downloads = release.list_downloads(db, process_id, None, MOST_LISTED)
    readers = [
        FileReader(
            each.id,
            names.get(each.contractor_id, each.number),
            each.id in getting,
            each.state is not RequestState.ACCEPTED,
            [row for row in downloads if row.request_id == each.id],
        )
        for each in asked
    ]
    still = {each.id for each in asked}
    return readers, [row for row in downloads if row.request_id not in still]
