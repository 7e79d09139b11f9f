"""Papers that the contractor of an order adds to it: certificates, reports, delivery notes."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.file_view import adding_files
from service.access.lookup import ProcessAccess, find_process
from service.access.permissions import PROCESSES_FILES, Principal
from service.database.models import File, FileRole, Process
from service.errors import TooMany
from service.files import files
from service.files.uploads import Upload
from service.lifecycle import transitions, usage
from service.lifecycle.parties import contract_of
from service.lifecycle.usage import RoomLeft
from service.translations import Sentence
from service.translations import gettext_noop as _

#: An order holds no more of them, beside the files of its client.
MOST_PAPERS = 50


def find_adding(
    db: Session, principal: Principal, process_id: UUID, *, lock: bool = False
) -> ProcessAccess:
    """A process that the caller may add a file to now, in the role in which they do.

    Raises Unknown, Forbidden, IllegalMove.
    """
    return adding_files(find_process(db, principal, process_id, PROCESSES_FILES, lock=lock))


def check_quota(db: Session, access: ProcessAccess, size_bytes: int) -> RoomLeft:
    """Raise QuotaExceeded if the contractor has no room for a paper of about that size.

    As files.check_quota.
    """
    party_id = access.actor.party_id or access.project.owner_id
    return usage.check_file(db, party_id, size_bytes)


def add_paper(db: Session, access: ProcessAccess, upload: Upload, id: UUID | None = None) -> File:
    """Add an upload to the order that the caller has, in the role of a paper; it stays there.

    It counts for their organisation. The caller holds the lock. Raises IllegalMove, IdTaken,
    TooMany, QuotaExceeded.
    """
    process, by = access.process, access.actor
    _check_room(db, process)
    contract = contract_of(db, process.id)
    assert contract, "the table has it only for whoever has the order"
    id, name = files.free_place(db, process, upload, id)
    file = files.store_file(db, access, upload, name, id, FileRole.PAPER, contract.id)
    data = files.change_data(file, "added")
    transitions.add_paper(db, process, by, data)
    files.announce_change(db, access, data)
    return file


def _check_room(db: Session, process: Process) -> None:
    papers = sa.select(sa.func.count()).where(
        File.process_id == process.id, File.request_id.is_not(None)
    )
    if (db.scalar(papers) or 0) >= MOST_PAPERS:
        sentence = _("the contractor of an order adds at most {most} papers to it")
        raise TooMany(Sentence(sentence, most=MOST_PAPERS))
