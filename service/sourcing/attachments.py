"""Stores the attachments of messages; until it is sent, one belongs to its uploader."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.actor import ActingParty
from service.access.lookup import ProcessAccess
from service.database.chosen_ids import free_id
from service.database.locks import AGAINST_WRITERS
from service.database.models import Attachment, Message, Process
from service.errors import BadField, TooMany
from service.files.uploads import Upload, media_type
from service.lifecycle import usage
from service.lifecycle.usage import Amounts, RoomLeft
from service.translations import Sentence
from service.translations import gettext_noop as _

#: Attachments of one message.
MOST_OF_A_MESSAGE = 20
#: Attachments that each side of a process may bring, so that none fills the room of another.
MOST_OF_A_SIDE = 200
#: An attachment that nobody has sent is forgotten after this time.
KEPT_FOR = timedelta(days=1)


def check_quota(db: Session, access: ProcessAccess, size_bytes: int) -> RoomLeft:
    """Raise QuotaExceeded if the caller's party has no room for a file of about that size.

    As files.check_quota.
    """
    return usage.check_file(db, _party(access), size_bytes)


def check_quota_of_all(db: Session, access: ProcessAccess, sizes_bytes: Sequence[int]) -> None:
    """Raise QuotaExceeded if the caller's party has no room for files of exactly these sizes.

    For files that have arrived and are not stored yet; none need no room.
    """
    all_of_them = Amounts(files=len(sizes_bytes), bytes=sum(sizes_bytes))
    usage.check_room(db, _party(access), all_of_them)


def check_room(db: Session, access: ProcessAccess) -> None:
    """Raise TooMany if the caller's side has brought as many as it may."""
    of_side = (Attachment.process_id == access.process.id, Attachment.party_id == _party(access))
    if (db.scalar(sa.select(sa.func.count()).where(*of_side)) or 0) >= MOST_OF_A_SIDE:
        message = _("each side may attach {most} files to the messages of a process; yours has")
        raise TooMany(Sentence(message, most=MOST_OF_A_SIDE))


def add(db: Session, access: ProcessAccess, upload: Upload, id: UUID | None = None) -> Attachment:
    """Keep an upload for a message that follows; the caller holds the process' lock.

    It counts for the party that brings it. Raises IdTaken, TooMany, QuotaExceeded.
    """
    id = free_id(db, id)
    check_room(db, access)
    attachment = Attachment(
        id=id,
        process_id=access.process.id,
        name=upload.name,
        media_type=media_type(upload.model_format, upload.name),
        size_bytes=upload.stored.size_bytes,
        sha256=upload.stored.sha256,
        party_id=_party(access),
        uploaded_by=access.actor.id,
    )
    usage.count_for(db, attachment.party_id, Amounts.of_file(attachment.size_bytes))
    db.add(attachment)
    db.flush()
    return attachment


def attach(db: Session, message: Message, ids: Sequence[UUID], by: ActingParty) -> None:
    """Let a message carry what its author has uploaded for it; raises BadField.

    Whatever another message carries, somebody else uploaded or is not there is refused alike. Of
    two messages at once that want the same attachment the later one is refused.
    """
    is_free = (
        Attachment.process_id == message.process_id,
        Attachment.party_id == message.author_party_id,
        Attachment.uploaded_by == by.id,
        Attachment.message_id.is_(None),
    )
    for index, id in enumerate(ids):
        claim = sa.update(Attachment).where(Attachment.id == id, *is_free)
        if not db.scalars(claim.values(message_id=message.id).returning(Attachment.id)).all():
            sentence = _("you have no attachment {id} here that waits to be sent")
            raise BadField.at(f"/attachment_ids/{index}", sentence, id=id)


def attachments_of(db: Session, message_ids: Collection[UUID]) -> Mapping[UUID, list[Attachment]]:
    """What each of these messages carries, in the order of the uploads."""
    attachments: dict[UUID, list[Attachment]] = defaultdict(list)
    query = sa.select(Attachment).where(Attachment.message_id.in_(message_ids))
    for attachment in db.scalars(query.order_by(Attachment.id)):
        if attachment.message_id:
            attachments[attachment.message_id].append(attachment)
    return attachments


def forget(db: Session, now: datetime, most: int) -> int:
    """Delete what nobody has sent for a day, at most so many; the number of them.

    Their contents go with the others that nothing needs any longer. Waits for whoever holds one of
    the processes.
    """
    unsent = sa.select(Attachment.id, Process.deleted_at).join(
        Process, Process.id == Attachment.process_id
    )
    unsent = unsent.where(Attachment.message_id.is_(None), Attachment.created_at < now - KEPT_FOR)
    # Whoever deletes a process counts its attachments no more; then nobody may a second time.
    locked = unsent.order_by(Process.id).limit(most).with_for_update(of=Process, **AGAINST_WRITERS)
    is_counted = {id: deleted_at is None for id, deleted_at in db.execute(locked)}
    deletion = sa.delete(Attachment).where(
        Attachment.id.in_(is_counted),
        Attachment.message_id.is_(None),  # it may have been sent meanwhile
    )
    row = (Attachment.id, Attachment.party_id, Attachment.size_bytes)
    gone = db.execute(deletion.returning(*row)).all()
    amounts: dict[UUID, Amounts] = defaultdict(Amounts)
    for id, party_id, size_bytes in gone:
        if is_counted[id]:
            amounts[party_id] += Amounts.of_file(size_bytes)
    for party_id in sorted(amounts):
        usage.count_for(db, party_id, -amounts[party_id])
    return len(gone)


def _party(access: ProcessAccess) -> UUID:
    return access.actor.party_id or access.project.owner_id
