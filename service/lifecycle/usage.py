"""Counts what each party has stored, and refuses what would be more than its share.

The files of a project count for whoever owns it; the papers that a contractor adds to its order,
and attachments of messages, for the party that has brought them.

A party's row is locked from the first change on, until the transaction ends: two writers at once
cannot both take the last place.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields, replace
from typing import Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.models import Attachment, File, Organization, Process, Project, Usage
from service.database.upsert import upsert
from service.errors import QuotaExceeded
from service.lifecycle.parties import project_of
from service.settings import settings
from service.values.amounts import parsed_amounts


@dataclass(frozen=True)
class Amounts:
    """Projects and processes of a party that are not deleted, and the files that it has brought."""

    projects: int = 0
    processes: int = 0
    files: int = 0
    bytes: int = 0

    def __add__(self, other: Self) -> Self:
        return replace(self, **{name: getattr(self, name) + getattr(other, name) for name in NAMES})

    def __neg__(self) -> Self:
        return replace(self, **{name: -getattr(self, name) for name in NAMES})

    @classmethod
    def of_file(cls, size_bytes: int) -> "Amounts":
        """One file of that size."""
        return cls(files=1, bytes=size_bytes)


#: What is counted, and limited.
NAMES = tuple(field.name for field in fields(Amounts))


def count(db: Session, project: Project, amounts: Amounts) -> None:
    """Count more, or what is negative as less, for the party that owns a project.

    Less is always taken, also while there is more than there may be. Raises QuotaExceeded, and then
    nothing may be committed.
    """
    count_for(db, project.owner_id, amounts)


def count_for(db: Session, party_id: UUID, amounts: Amounts) -> None:
    """Count more or less as `count` does, for any party."""
    more = {name: getattr(amounts, name) for name in NAMES if getattr(amounts, name)}
    if not more:
        return
    columns = {name: getattr(Usage, name) + number for name, number in more.items()}
    row = {"party_id": party_id, **dict.fromkeys(NAMES, 0), **more}
    statement = upsert(db, Usage, row, columns)
    quota, *numbers = db.execute(statement.returning(_quota_of(party_id), *_COLUMNS)).one()
    limits, after = _limits(quota), Amounts(*numbers)
    for name, wanted in more.items():
        limit, now = getattr(limits, name), getattr(after, name)
        if wanted > 0 and now > limit:
            raise QuotaExceeded(name, limit, now - wanted, wanted)


def party_of(project: Project, file: File) -> UUID:
    """For whom a file counts: the contractor that has added it to its order, or the owner."""
    return file.party_id if file.request_id else project.owner_id


@dataclass(frozen=True)
class RoomLeft:
    """How many bytes a party may still store: `left` of its `limit`, of which it uses `used`.

    What is sent may turn out larger than it said, or not say it: packed bodies, for one.
    """

    left: int
    limit: int
    used: int

    def exceeded(self, wanted: int) -> QuotaExceeded:
        """The refusal of something with so many bytes."""
        return QuotaExceeded("bytes", self.limit, self.used, wanted)


def check_room(db: Session, party_id: UUID | None, amounts: Amounts) -> RoomLeft:
    """Raise QuotaExceeded for what would be too much now, so that nobody sends it in vain.

    Nobody yet (None) may have what a visitor may.
    """
    limits, used = of_party(db, party_id)
    for name in NAMES:
        limit, now, wanted = (getattr(of, name) for of in (limits, used, amounts))
        if wanted and now + wanted > limit:
            raise QuotaExceeded(name, limit, now, wanted)
    return RoomLeft(max(0, limits.bytes - used.bytes), limits.bytes, used.bytes)


def check_file(db: Session, party_id: UUID | None, size_bytes: int) -> RoomLeft:
    """Raise QuotaExceeded, as check_room does, for a file of about that size."""
    return check_room(db, party_id, Amounts.of_file(max(1, size_bytes)))


def hand_over(db: Session, project: Project, organization_id: UUID) -> None:
    """Count a visitor's project, with all that is in it, for an organisation from now on.

    What the visitor has attached to its messages is the organisation's, too. Raises QuotaExceeded,
    and then nothing of it may be committed.
    """
    visitor_id = project.owner_id
    processes = sa.select(Process.id).where(Process.project_id == project.id)
    attached = brought(db, processes.where(Process.deleted_at.is_(None)))
    holds = held_by(db, [project.id]) + attached.get(visitor_id, Amounts())
    changes = {organization_id: holds, visitor_id: -holds}
    for party_id in sorted(changes):  # as whoever deletes something locks what both share
        count_for(db, party_id, changes[party_id])
    db.execute(
        sa.update(Attachment)
        .where(Attachment.process_id.in_(processes), Attachment.party_id == visitor_id)
        .values(party_id=organization_id)
        .execution_options(synchronize_session=False)
    )


def of_party(db: Session, party_id: UUID | None) -> tuple[Amounts, Amounts]:
    """What an organisation or a visitor may have, and what is counted for it."""
    row = db.execute(sa.select(_quota_of(party_id), *_COLUMNS).where(Usage.party_id == party_id))
    if (of_usage := row.one_or_none()) is None:
        return _limits(db.scalar(sa.select(_quota_of(party_id)))), Amounts()
    quota, *numbers = of_usage
    return _limits(quota), Amounts(*numbers)


_COLUMNS = tuple(getattr(Usage, name) for name in NAMES)


def _quota_of(party_id: UUID | None) -> sa.ScalarSelect[dict[str, int]]:
    """What its operator lets an organisation have, which may be nothing; NULL of a visitor."""
    return sa.select(Organization.quota).where(Organization.id == party_id).scalar_subquery()


def _limits(quota: dict[str, int] | None) -> Amounts:
    if quota is None:
        return Amounts(**parsed_amounts(settings().visitor_quota))
    return Amounts(**{**parsed_amounts(settings().organization_quota), **quota})


def held_by(db: Session, project_ids: Collection[UUID]) -> Amounts:
    """What some projects that are not deleted hold, themselves included."""
    processes = sa.select(Process.id).where(
        Process.project_id.in_(project_ids), Process.deleted_at.is_(None)
    )
    process_ids = db.scalars(processes).all()
    holds = Amounts(projects=len(project_ids), processes=len(process_ids))
    return holds + files_of(db, process_ids)


def files_of(db: Session, process_ids: Collection[UUID]) -> Amounts:
    """The files of some processes, without those that contractors have added to their orders."""
    query = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(File.size_bytes), 0)).where(
        File.process_id.in_(process_ids), File.deleted_at.is_(None), File.request_id.is_(None)
    )
    files, size_bytes = db.execute(query).one()
    return Amounts(files=files, bytes=int(size_bytes))


_BROUGHT = sa.union_all(
    sa.select(File.process_id, File.party_id, File.size_bytes).where(
        File.request_id.is_not(None), File.deleted_at.is_(None)
    ),
    sa.select(Attachment.process_id, Attachment.party_id, Attachment.size_bytes),
).subquery()


def brought(
    db: Session,
    process_ids: Collection[UUID] | sa.Select[UUID],
    party_ids: Collection[UUID] | None = None,
) -> dict[UUID, Amounts]:
    """Contractors' papers and attachments of messages in some processes, by who brought them.

    By anybody, or by these parties alone.
    """
    query = (
        sa.select(_BROUGHT.c.party_id, sa.func.count(), sa.func.sum(_BROUGHT.c.size_bytes))
        .where(_BROUGHT.c.process_id.in_(process_ids))
        .group_by(_BROUGHT.c.party_id)
    )
    if party_ids is not None:
        query = query.where(_BROUGHT.c.party_id.in_(party_ids))
    return {
        party_id: Amounts(files=files, bytes=int(size_bytes))
        for party_id, files, size_bytes in db.execute(query)
    }


def all_brought(db: Session, party_ids: Collection[UUID] | None = None) -> dict[UUID, Amounts]:
    """The same of all processes that are not deleted."""
    return brought(db, sa.select(Process.id).where(Process.deleted_at.is_(None)), party_ids)


def count_removed(db: Session, processes: Iterable[Process]) -> None:
    """Count processes no more, nor their files and what others have brought to them."""
    by_project: dict[UUID, list[UUID]] = defaultdict(list)
    for process in processes:
        by_project[process.project_id].append(process.id)
    removed: dict[UUID, Amounts] = defaultdict(Amounts)
    for project_id, ids in by_project.items():
        owner_id = project_of(db, project_id).owner_id
        removed[owner_id] += Amounts(processes=len(ids)) + files_of(db, ids)
        for party_id, amounts in brought(db, ids).items():
            removed[party_id] += amounts
    for party_id in sorted(removed):  # two that delete lock what they share in the same order
        count_for(db, party_id, -removed[party_id])


def owned_by(db: Session, party_id: UUID) -> Amounts:
    """What a party's own projects hold, counted one by one."""
    owned = sa.or_(Project.client_id == party_id, Project.visitor_id == party_id)
    project_ids = db.scalars(sa.select(Project.id).where(owned, Project.deleted_at.is_(None))).all()
    return held_by(db, project_ids)


def correct(db: Session, process: Process) -> None:
    """Count anew what the parties of a process have, where it was changed by another way."""
    db.flush()
    owner_id = project_of(db, process.project_id).owner_id
    parties = sorted({owner_id, *brought(db, [process.id])})
    for party_id in parties:  # what others count meanwhile waits, and then counts as well
        _hold(db, party_id)
    attached = all_brought(db, parties)
    for party_id in parties:
        has = owned_by(db, party_id) + attached.get(party_id, Amounts())
        row = {name: getattr(has, name) for name in NAMES}
        db.execute(upsert(db, Usage, {"party_id": party_id, **row}, row))


def _hold(db: Session, party_id: UUID) -> None:
    """Lock the row of a party, whether or not there is one already."""
    row = {"party_id": party_id, **dict.fromkeys(NAMES, 0)}
    db.execute(upsert(db, Usage, row, {"party_id": Usage.party_id}))
