"""The files of a process: find, add, replace, change and delete them."""

from dataclasses import replace
from itertools import chain, count
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.file_view import check_changes_files, shows_file
from service.access.lookup import ProcessAccess, Unknown, find_process
from service.access.permissions import PROCESSES_FILES, Principal
from service.database.chosen_ids import free_id
from service.database.models import File, FileRole, Process, RepairStatus
from service.errors import TooMany
from service.events import outbox
from service.files import analyses, repair_status
from service.files.uploads import (
    LONGEST_NAME,
    Upload,
    check_role,
    check_unit,
    given_name,
    media_type,
)
from service.ids import new_id
from service.lifecycle import transitions, usage
from service.lifecycle.parties import parties_of
from service.lifecycle.usage import Amounts, RoomLeft
from service.manufacturing.geometry.meshes.mesh import WITH_UNIT
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values.json_object import JsonObject

#: A process holds no more than this: a part and its drawings, not an archive.
MOST_FILES = 100


def find_editable(
    db: Session, principal: Principal, process_id: UUID, *, lock: bool = False
) -> ProcessAccess:
    """A process whose files the caller may change now; raises Unknown, Forbidden, IllegalMove."""
    access = find_process(db, principal, process_id, PROCESSES_FILES, lock=lock)
    check_changes_files(access)
    return access


def find(
    db: Session, principal: Principal, file_id: UUID, *, to_change: bool = False
) -> tuple[File, ProcessAccess]:
    """A file and its process; raises Unknown, and with `to_change` as `find_editable` does."""
    process_id = db.scalar(
        sa.select(File.process_id).where(File.id == file_id, File.deleted_at.is_(None))
    )
    unknown = Unknown(Sentence(_("there is no file {file_id}"), file_id=file_id))
    if process_id is None:
        raise unknown
    try:
        if to_change:
            access = find_editable(db, principal, process_id, lock=True)
        else:
            access = find_process(db, principal, process_id, PROCESSES_FILES)
    except Unknown:
        raise unknown from None  # the process' id is nobody else's business
    file = db.get(File, file_id, populate_existing=True)
    if file is None or file.deleted_at:  # deleted while we waited for the process
        raise unknown
    if not shows_file(file, access.actor):
        raise unknown
    return file, access


def list_files(
    db: Session, process_id: UUID, after: UUID | None = None, limit: int | None = None
) -> list[File]:
    """The files of a process that are not deleted, oldest first, after the file `after`."""
    query = sa.select(File).where(File.process_id == process_id, File.deleted_at.is_(None))
    query = query.where(File.id > after) if after else query
    return list(db.scalars(query.order_by(File.id).limit(limit)))


def find_by_name(db: Session, process_id: UUID, name: str) -> File | None:
    """The file with exactly that name."""
    return next((file for file in list_files(db, process_id) if file.name == name), None)


def check_room(db: Session, process: Process) -> None:
    """Raise TooMany if the process holds as many files of its client as it may."""
    living = sa.select(sa.func.count()).where(
        File.process_id == process.id, File.deleted_at.is_(None), File.request_id.is_(None)
    )
    if (db.scalar(living) or 0) >= MOST_FILES:
        raise TooMany(Sentence(_("a process holds at most {most} files"), most=MOST_FILES))


def check_quota(
    db: Session, access: ProcessAccess, size_bytes: int, name: str | None = None
) -> RoomLeft:
    """Raise QuotaExceeded if a file of about that size is too much, in the place of `name` if any.

    For before it is sent: what counts is what is counted when it is there, so the room that there
    is for it bounds what is read.
    """
    owner_id = access.project.owner_id
    replaced = find_by_name(db, access.process.id, name) if name else None
    if replaced is None:
        return usage.check_file(db, owner_id, size_bytes)
    larger_by = max(0, size_bytes - replaced.size_bytes)
    room = usage.check_room(db, owner_id, Amounts(bytes=larger_by))
    return replace(room, left=room.left + replaced.size_bytes)


def add_file(db: Session, access: ProcessAccess, upload: Upload, id: UUID | None = None) -> File:
    """Add an upload as one more file, under a free name; the caller holds the lock.

    Raises IllegalMove, IdTaken, TooMany.
    """
    check_room(db, access.process)
    id, name = free_place(db, access.process, upload, id)
    file = store_file(db, access, upload, name, id, upload.role)
    record_change(db, access, file, "added", revises=True)
    return file


def free_place(db: Session, process: Process, upload: Upload, id: UUID | None) -> tuple[UUID, str]:
    """The id and the name under which an upload becomes one more file; raises IdTaken."""
    id = free_id(db, id)
    taken_names = {file.name.casefold() for file in list_files(db, process.id)}
    return id, free_name(upload.name, taken_names)


def put_file(db: Session, access: ProcessAccess, upload: Upload, file: File | None) -> File:
    """Make this content the process' file of that name, in the place of `file` if there is one.

    The same content in the same unit and role changes nothing; without a stated role that of the
    file before stays. The caller holds the lock. Raises IllegalMove, TooMany.
    """
    if not file:
        check_room(db, access.process)
        file = store_file(db, access, upload, upload.name, new_id(), upload.role)
        record_change(db, access, file, "added", revises=True)
        return file
    role = upload.role or _role_after(file, upload)
    before = (file.sha256, file.unit, file.stated_role)
    if before == (upload.stored.sha256, upload.unit, role):
        return file
    repair_status.remove(db, access.project, file)
    file = store_file(db, access, upload, upload.name, new_id(), role)
    record_change(db, access, file, "replaced", revises=True)
    return file


def _role_after(file: File, upload: Upload) -> FileRole | None:
    """The role of what takes the place of a file: its own, unless the content cannot have it."""
    is_no_part = upload.model_format is None and file.stated_role is FileRole.PART
    return None if is_no_part else file.stated_role


def store_file(
    db: Session,
    access: ProcessAccess,
    upload: Upload,
    name: str,
    id: UUID,
    role: FileRole | None,
    request_id: UUID | None = None,
) -> File:
    """The row of a new file; the caller notes the change that it is."""
    actor = access.actor
    file = File(
        id=id,
        process_id=access.process.id,
        name=name,
        media_type=media_type(upload.model_format, name),
        model_format=upload.model_format,
        unit=upload.unit,
        size_bytes=upload.stored.size_bytes,
        sha256=upload.stored.sha256,
        stated_role=role,
        request_id=request_id,
        party_id=actor.party_id or access.project.owner_id,
        uploaded_by=actor.id,
    )
    party_id = usage.party_of(access.project, file)
    usage.count_for(db, party_id, Amounts.of_file(file.size_bytes))
    db.add(file)
    if upload.analysis:
        analyses.store_analysis(db, upload.analysis)
    return file


def change_file(
    db: Session, file: File, access: ProcessAccess, changes: dict[str, str | None]
) -> None:
    """Change the unit, the role or the name of a file; raises BadField, IllegalMove.

    Another unit makes a verified process a draft, as does to make a model or not to make it any
    more; another name does not.
    """
    before = (file.name, file.unit, file.role)
    if changes.get("name"):
        name = given_name(changes["name"] or "", "/name")
        other_names = {
            f.name.casefold() for f in list_files(db, file.process_id) if f.id != file.id
        }
        file.name = free_name(name, other_names)
        file.media_type = media_type(file.model_format, file.name)
    if "unit" in changes:
        format_unit = file.unit if file.model_format in WITH_UNIT else None
        file.unit = check_unit(file.name, file.model_format, format_unit, changes["unit"])
    if "role" in changes:
        file.stated_role = check_role(file.name, file.model_format, changes["role"])
    repair_status.after_change(db, file)
    if (file.name, file.unit, file.role) != before:
        is_part = file.role is FileRole.PART
        revises = file.unit != before[1] or is_part is not (before[2] is FileRole.PART)
        record_change(db, access, file, "changed", revises=revises)


def delete_file(db: Session, file: File, access: ProcessAccess) -> None:
    """Delete a file from its process; raises IllegalMove. The history keeps its hash.

    What nothing rests on, a repaired copy that was not accepted or an original that was replaced,
    goes without making a draft of a verified process.
    """
    repair_status.remove(db, access.project, file)
    record_change(db, access, file, "deleted", revises=file.repair_status is RepairStatus.PART)


def record_change(
    db: Session, access: ProcessAccess, file: File, change: str, *, revises: bool
) -> None:
    """Add the change to the process' history, and announce it to those who may see its files."""
    data = change_data(file, change)
    transitions.edit(db, access.process, access.actor, data, revises=revises)
    announce_change(db, access, data)


def change_data(file: File, change: str) -> JsonObject:
    """What the history and events say of a change of a file."""
    return {
        "file": change,
        "file_id": str(file.id),
        "name": file.name,
        "unit": file.unit,
        "role": file.role.value,
        "sha256": file.sha256,
        "size_bytes": file.size_bytes,
    }


def announce_change(db: Session, access: ProcessAccess, data: JsonObject) -> None:
    """Tell those who may see the files of a process of a change that is in its history."""
    db.flush()
    outbox.announce(
        db,
        "process.file",
        actor=access.actor,
        parties=parties_of(db, access.process),
        right=PROCESSES_FILES,
        project_id=access.project.id,
        process_id=access.process.id,
        data=data,
    )


def free_name(desired: str, taken: set[str]) -> str:
    """`desired`, with a number added if the name is taken."""
    stem, dot, suffix = desired.rpartition(".")
    stem, ending = (stem, dot + suffix) if stem else (desired, "")
    marks = chain([""], (f" ({number})" for number in count(2)))
    names = (stem[: LONGEST_NAME - len(mark + ending)] + mark + ending for mark in marks)
    return next(name for name in names if name.casefold() not in taken)
