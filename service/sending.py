"""Dispatches a process to its chosen contractors: one request each, once each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from service import clock, db, leases, moves, requesting
from service.ids import new_id, number_of
from service.leases import Lease
from service.manufacturing.record import quote_for_client
from service.models import (
    Contractor,
    Organization,
    Process,
    ProjectAccess,
    Request,
    Verification,
)
from service.settings import settings
from service.who import SYSTEM
from workflows.engine import Actor
from workflows.process import ProcessState
from workflows.request import RequestState

#: The contractor's list of requests in this service: always a way, and needs no call outside.
INBOX = "inbox"
#: States of a request whose dispatch is not over.
UNDER_WAY = (RequestState.QUEUED, RequestState.DISPATCHING)


@dataclass(frozen=True)
class Outgoing:
    """One request that must reach a contractor through `channels`, the inbox aside.

    `idempotency_key` is the same in every attempt, so that a repeat is recognised.
    """

    request_id: UUID
    number: str
    idempotency_key: str
    attempt: int
    channels: tuple[str, ...]


@dataclass(frozen=True)
class Begun:
    """A dispatch that must go on outside the transaction in which it was claimed."""

    lease: Lease
    outgoing: list[Outgoing]


#: Hands a request to its channels, outside any transaction: what became of it, by channel.
#: Raises to have the whole attempt repeated later under the same key.
Deliver = Callable[[Outgoing], Mapping[str, Mapping[str, Any]]]


def send(process_id: UUID, deliver: Deliver) -> str | None:
    """Do one attempt at dispatching a process: the trigger it led to, or None if none was due.

    Each request is marked as soon as it is delivered, so that after a crash only the one that was
    just going out is sent again, under the same key.
    """
    begun = _begin(process_id)
    if not isinstance(begun, Begun):
        return begun
    lease = begun.lease
    try:
        for request in begun.outgoing:
            report = deliver(request) if request.channels else {}
            with db.writing() as session:
                _mark(session, lease, request.request_id, report)
        with db.writing() as session:
            return _conclude(session, lease)
    except leases.Fenced:
        return None
    except Exception as error:
        with db.writing() as session:
            leases.give_back(session, lease, error)
        raise


def _begin(process_id: UUID) -> Begun | str | None:
    """Claim the process and make its requests; the trigger if that was already all."""
    try:
        with db.writing() as session:
            lease = leases.claim(session, process_id, ProcessState.SENDING)
            if lease is None:
                return None
            outgoing = _prepare(session, lease)
            if not any(request.channels for request in outgoing):
                return _conclude(session, lease)  # nobody outside is called: one step, one commit
            return Begun(lease, outgoing)
    except Exception as error:
        with db.writing() as session:
            leases.count_failure(session, process_id, ProcessState.SENDING, error)
        raise


def _prepare(session: Session, lease: Lease) -> list[Outgoing]:
    """Make the requests of this round that do not exist yet, and list those still under way."""
    process = leases.held(session, lease)
    found = {
        request.contractor_id: request
        for request in session.scalars(
            sa.select(Request).where(
                Request.process_id == process.id, Request.round == process.round
            )
        )
    }
    missing = [UUID(c) for c in process.choice if UUID(c) not in found]
    if missing:
        _ask(session, process, missing, found)
    channels = _channels(session, list(found))
    return [
        Outgoing(
            request.id,
            request.number,
            request.idempotency_key,
            lease.attempt,
            channels[contractor_id],
        )
        for contractor_id, request in found.items()
        if request.state in UNDER_WAY
    ]


def _ask(
    session: Session, process: Process, contractor_ids: list[UUID], found: dict[UUID, Request]
) -> None:
    verification = session.get_one(Verification, process.verification_id)
    quotes = {q["contractor_id"]: q for q in orjson.loads(verification.record)["quotes"]}
    for contractor_id in contractor_ids:
        request_id = new_id()
        request = Request(
            id=request_id,
            number=number_of("WB", request_id),
            process_id=process.id,
            project_id=process.project_id,
            round=process.round,
            contractor_id=contractor_id,
            verification_id=verification.id,
            state=RequestState.QUEUED,
            quote=quote_for_client(quotes[str(contractor_id)]),
            dispatch={},
            idempotency_key=f"request-{request_id}",
        )
        session.add(request)
        session.flush()
        requesting.move(session, request, process, "dispatch", SYSTEM)
        found[contractor_id] = request


def _channels(session: Session, contractor_ids: list[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The channels of each contractor beside the inbox; mail needs an address."""
    rows = session.execute(
        sa.select(Contractor.organization_id, Contractor.terms, Organization.email)
        .join(Organization, Organization.id == Contractor.organization_id)
        .where(Contractor.organization_id.in_(contractor_ids))
    )
    return {
        contractor_id: tuple(
            channel
            for channel in terms.get("channels", [INBOX, "mail"])
            if channel != INBOX and (channel != "mail" or email)
        )
        for contractor_id, terms, email in rows
    }


def _mark(
    session: Session, lease: Lease, request_id: UUID, report: Mapping[str, Mapping[str, Any]]
) -> None:
    process = leases.held(session, lease)
    leases.extend(session, process)
    request = session.get_one(Request, request_id, with_for_update=True)
    _arrive(session, process, request, report)


def _arrive(
    session: Session, process: Process, request: Request, report: Mapping[str, Mapping[str, Any]]
) -> None:
    now = clock.now()
    request.dispatch = {
        INBOX: {"delivered_at": now.isoformat()},
        **{channel: dict(found) for channel, found in report.items()},
    }
    request.answer_by = now + timedelta(hours=settings().answer_window_h)
    _let_see(session, request)
    data = {"channels": sorted(c for c, found in request.dispatch.items() if "error" not in found)}
    requesting.move(session, request, process, "dispatched", SYSTEM, data)


def _let_see(session: Session, request: Request) -> None:
    """Put the project into the contractor's list; waits for whoever just takes it out."""
    insert = postgresql.insert if db.is_postgresql(session) else sqlite.insert
    entry = {
        "party_id": request.contractor_id,
        "project_id": request.project_id,
        "side": Actor.CONTRACTOR.value,
    }
    key = list(sa.inspect(ProjectAccess).primary_key)
    made = insert(ProjectAccess).values(entry)
    session.execute(made.on_conflict_do_update(index_elements=key, set_={"side": entry["side"]}))


def _conclude(session: Session, lease: Lease) -> str:
    process = leases.held(session, lease)
    requests = session.scalars(
        sa.select(Request)
        .where(Request.process_id == process.id, Request.round == process.round)
        .order_by(Request.contractor_id)  # so that two processes arrive in the same order
        .with_for_update()
    ).all()
    for request in requests:
        if request.state is RequestState.DISPATCHING:
            _arrive(session, process, request, {})
    reached = [r for r in requests if r.state is not RequestState.UNREACHABLE]
    trigger = "dispatched" if reached else "dispatch_fails"
    session.flush()
    moves.move(session, process, trigger, SYSTEM)
    return trigger
