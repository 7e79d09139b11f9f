"""Lists what a restored service may do a second time, before an operator lets it send again."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.database.models import (
    AccountMail,
    Delivery,
    Notification,
    Organization,
    Process,
    Project,
    Request,
    Verification,
    WebhookEndpoint,
)
from service.sourcing.request_identity import identity_of
from service.webhooks.deliveries import PENDING
from workflows.process import ProcessState


@dataclass(frozen=True)
class Repeated:
    """A request that goes out when sending is resumed, and may have gone out before.

    If it has, its contractor knows it by the same number, as long as the part is asked for as it
    was; a repeat has the same key and the same Message-ID.
    """

    process_id: UUID
    title: str
    client: str
    contractor: str
    number: str


@dataclass(frozen=True)
class Repeats:
    """What waits for sending to be resumed."""

    requests: list[Repeated]
    #: orders that go out by themselves once they are verified
    verifying: int
    #: orders that wait for their clients to send them; these may have done so after the backup
    verified: int
    webhooks: int
    mails: int
    #: orders whose deadline is over
    deadlines: int


def repeats(db: Session) -> Repeats:
    """What a restored service does as soon as sending is resumed."""
    living, now = Process.deleted_at.is_(None), clock.now()
    return Repeats(
        requests=_requests(db),
        verifying=_number(db, living, Process.state == ProcessState.VERIFYING),
        verified=_number(db, living, Process.state == ProcessState.VERIFIED),
        webhooks=_number(db, Delivery.state == PENDING),
        mails=_number(db, Notification.state == "pending")
        + _number(db, AccountMail.state == "pending")
        + _number(db, Request.mail_due_at.is_not(None))
        + _number(db, WebhookEndpoint.notice_due_at.is_not(None)),
        deadlines=_number(db, living, sa.or_(Process.due_at <= now, Process.remind_at <= now)),
    )


def _number(db: Session, *conditions: sa.ColumnElement[bool]) -> int:
    return db.scalar(sa.select(sa.func.count()).where(*conditions)) or 0


def _requests(db: Session) -> list[Repeated]:
    query = (
        sa.select(Process, Organization.name, Verification.inputs_digest)
        .join(Project, Project.id == Process.project_id)
        .join(Verification, Verification.id == Process.verification_id)
        .outerjoin(Organization, Organization.id == Project.client_id)
        .where(
            Process.state == ProcessState.SENDING,
            Process.deleted_at.is_(None),
            Process.parked_at.is_(None),
        )
        .order_by(Process.state_since, Process.id)
    )
    rows = db.execute(query).all()
    chosen = {UUID(id) for process, _client, _digest in rows for id in process.choice}
    names, made = _names(db, chosen), _made(db, [process.id for process, _c, _d in rows])
    return [
        Repeated(
            process_id=process.id,
            title=process.title,
            client=client or "",
            contractor=names.get(contractor_id, ""),
            number=made[process.id].get((process.round, contractor_id))
            or identity_of(process, contractor_id, digest).number,
        )
        for process, client, digest in rows
        for contractor_id in map(UUID, process.choice)
    ]


def _names(db: Session, ids: Collection[UUID]) -> Mapping[UUID, str]:
    query = sa.select(Organization.id, Organization.name).where(Organization.id.in_(ids))
    return {id: name for id, name in db.execute(query)}


def _made(
    db: Session, process_ids: Collection[UUID]
) -> Mapping[UUID, Mapping[tuple[int, UUID], str]]:
    """The numbers of requests that are there, by process, round and contractor."""
    made: dict[UUID, dict[tuple[int, UUID], str]] = defaultdict(dict)
    columns = (Request.process_id, Request.round, Request.contractor_id, Request.number)
    for process_id, round, contractor_id, number in db.execute(
        sa.select(*columns).where(Request.process_id.in_(process_ids))
    ):
        made[process_id][round, contractor_id] = number
    return made
