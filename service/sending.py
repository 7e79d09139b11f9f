"""Dispatches a process to its chosen contractors: one request each, once each."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from service import clock, db, leases, moves, requesting
from service.access import SEEING
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


def send_all(process_ids: Sequence[UUID]) -> list[UUID]:
    """Dispatch those of several processes for which nobody outside need be called, in one commit.

    The ids of those that are left for `send`: whose contractors are reached by other channels too,
    that are held just now, all of them if anything goes wrong.
    """
    try:
        with db.writing() as session:
            claimed = leases.claim_all(session, process_ids, ProcessState.SENDING)
            batch = Batch(session, claimed)
            slow = [lease for lease in claimed if batch.calls_outside(lease)]
            leases.free(session, slow)
            batch.conclude([lease for lease in claimed if lease not in slow])
            done = {lease.process_id for lease in claimed} - {lease.process_id for lease in slow}
            return [process_id for process_id in process_ids if process_id not in done]
    except Exception:
        # One of them stands in the way of the others: each for itself shows which, and counts it.
        return list(process_ids)


def _begin(process_id: UUID) -> Begun | str | None:
    """Claim the process and make its requests; the trigger if that was already all."""
    try:
        with db.writing() as session:
            lease = leases.claim(session, process_id, ProcessState.SENDING)
            if lease is None:
                return None
            batch = Batch(session, [lease])
            if not batch.calls_outside(lease):
                return next(
                    iter(batch.conclude([lease])), None
                )  # nobody outside is called: one step, one commit
            return Begun(lease, batch.outgoing(lease))
    except Exception as error:
        with db.writing() as session:
            leases.count_failure(session, process_id, ProcessState.SENDING, error)
        raise


class Batch:
    """Some processes that are being sent, with all that their requests rest on, read at once."""

    def __init__(self, session: Session, claimed: Sequence[Lease]) -> None:
        self._session = session
        self._processes = leases.held_all(session, claimed)
        self._requests: dict[UUID, dict[UUID, Request]] = defaultdict(dict)
        asked = sa.select(Request).where(Request.process_id.in_(self._processes))
        for request in session.scalars(asked.order_by(Request.contractor_id).with_for_update()):
            if request.round == self._processes[request.process_id].round:
                self._requests[request.process_id][request.contractor_id] = request
        moves.know_projects(session, self._processes.values())
        self._ask_missing()
        contractors = {c for found in self._requests.values() for c in found}
        self._channels = _channels(session, contractors)

    def _ask_missing(self) -> None:
        """Make the requests of this round that do not exist yet."""
        missing = {
            process: [c for c in map(UUID, process.choice) if c not in self._requests[process.id]]
            for process in self._processes.values()
        }
        ids = {process.verification_id for process, some in missing.items() if some}
        query = sa.select(Verification.id, Verification.record).where(Verification.id.in_(ids))
        records = {id: orjson.loads(text) for id, text in self._session.execute(query)}
        for process, contractor_ids in missing.items():
            if contractor_ids:
                content = records[process.verification_id or process.id]
                _ask(self._session, process, contractor_ids, content, self._requests[process.id])

    def calls_outside(self, lease: Lease) -> bool:
        """Whether a contractor must be reached by more than the inbox."""
        return any(request.channels for request in self.outgoing(lease))

    def outgoing(self, lease: Lease) -> list[Outgoing]:
        """The requests that are still under way."""
        return [
            Outgoing(
                request.id,
                request.number,
                request.idempotency_key,
                lease.attempt,
                self._channels[contractor_id],
            )
            for contractor_id, request in self._requests[lease.process_id].items()
            if request.state in UNDER_WAY
        ]

    def conclude(self, claimed: Sequence[Lease]) -> list[str]:
        """Let what is still under way arrive in the inboxes; the triggers that it led to."""
        ours = [p for lease in claimed if (p := self._processes.get(lease.process_id))]
        _let_see(self._session, [r for p in ours for r in self._requests[p.id].values()])
        return [
            _arrive_all(self._session, p, [r for _, r in sorted(self._requests[p.id].items())])
            for p in ours
        ]


def _ask(
    session: Session,
    process: Process,
    contractor_ids: Sequence[UUID],
    content: Mapping[str, Any],
    found: dict[UUID, Request],
) -> None:
    quotes = {quote["contractor_id"]: quote for quote in content["quotes"]}
    quotes |= process.further_quotes or {}
    for contractor_id in contractor_ids:
        request_id = new_id()
        request = Request(
            id=request_id,
            number=number_of("WB", request_id),
            process_id=process.id,
            project_id=process.project_id,
            round=process.round,
            contractor_id=contractor_id,
            verification_id=process.verification_id,
            state=RequestState.QUEUED,
            quote=quote_for_client(quotes[str(contractor_id)]),
            dispatch={},
            idempotency_key=f"request-{request_id}",
        )
        session.add(request)
        requesting.move(session, request, process, "dispatch", SYSTEM)
        found[contractor_id] = request


def _channels(session: Session, contractor_ids: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
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
    _let_see(session, [request])
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
    data = {"channels": sorted(c for c, found in request.dispatch.items() if "error" not in found)}
    requesting.move(session, request, process, "dispatched", SYSTEM, data)


def _let_see(session: Session, requests: Collection[Request]) -> None:
    """Put projects into the contractors' lists; waits for whoever just takes one out."""
    entries = {(r.contractor_id, r.project_id) for r in requests}
    if not entries:
        return
    insert = postgresql.insert if db.is_postgresql(session) else sqlite.insert
    side = Actor.CONTRACTOR.value
    made = insert(ProjectAccess).values(
        [
            {"party_id": contractor_id, "project_id": project_id, "side": side}
            for contractor_id, project_id in sorted(entries)
        ]
    )
    key = list(sa.inspect(ProjectAccess).primary_key)
    session.execute(made.on_conflict_do_update(index_elements=key, set_={"side": side}))


def _conclude(session: Session, lease: Lease) -> str:
    process = leases.held(session, lease)
    requests = session.scalars(
        sa.select(Request)
        .where(Request.process_id == process.id, Request.round == process.round)
        .order_by(Request.contractor_id)  # so that two processes arrive in the same order
        .with_for_update()
    ).all()
    _let_see(session, [r for r in requests if r.state is RequestState.DISPATCHING])
    return _arrive_all(session, process, requests)


def _arrive_all(session: Session, process: Process, requests: Sequence[Request]) -> str:
    """Let what is still under way arrive in the inboxes alone, and the process be sent."""
    for request in requests:
        if request.state is RequestState.DISPATCHING:
            _arrive(session, process, request, {})
    reached = [r for r in requests if r.state is not RequestState.UNREACHABLE]
    if not reached:
        moves.move(session, process, "dispatch_fails", SYSTEM)
        return "dispatch_fails"
    known = moves.Known(
        contractors=[r.contractor_id for r in reached if r.state in SEEING],
        due_at=min((r.answer_by for r in reached if r.answer_by), default=None),
    )
    moves.move(session, process, "dispatched", SYSTEM, known=known)
    return "dispatched"
