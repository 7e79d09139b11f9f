"""Looks for contradictions in what is kept: everything must agree with the history."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.database.engine import is_postgresql
from service.database.models import (
    Event,
    HistoryRow,
    Offer,
    OutboxEvent,
    Process,
    Project,
    Request,
    Usage,
)
from service.lifecycle import history, usage, windows
from service.lifecycle import piece_counts as pieces
from service.lifecycle.piece_counts import Pieces
from service.lifecycle.replay import Folded, FoldedPieces, fold
from service.manufacturing.quoting.currencies import money
from service.settings import settings
from service.sourcing import requests
from service.verification import records
from workflows.process import ProcessState
from workflows.request import OPEN, RequestState

#: The states of a process in which contractors may still be asked for it.
ASKING = frozenset(
    {
        ProcessState.SENDING,
        ProcessState.SENT,
        ProcessState.CLARIFICATION,
        ProcessState.OFFERED,
    }
)
#: The events that tell that a state was entered.
ENTERED = {f"process.{state.value}": state.value for state in ProcessState}
#: Events may be tidied away this much earlier than the settings say, for a clock is never exact.
MARGIN = timedelta(days=1)


class Inconsistency(NamedTuple):
    """A contradiction in what is kept about a process."""

    process_id: UUID
    detail: str


class Examined(NamedTuple):
    """What a look at some processes found, how many they were, and the last one's id.

    `unkeyed` are those whose history begins with rows from before there were keys.
    """

    findings: list[Inconsistency]
    number: int
    last: UUID | None
    unkeyed: int = 0


@dataclass
class ProcessRecords:
    """All that is kept about one process."""

    process: Process
    rows: list[HistoryRow] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    pieces: Pieces | None = None
    #: (version, state) of each event that told of a state
    announced: set[tuple[int, str]] = field(default_factory=set)
    project_is_deleted: bool = False


def freeze(db: Session) -> None:
    """Let a session that has not been used yet see everything as of one moment."""
    if is_postgresql(db):
        db.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def examine(db: Session, after: UUID | None, limit: int) -> Examined:
    """Look for contradictions in `limit` processes, in the order of ids, beginning after one.

    Needs a session that has not been used yet, to freeze it.
    """
    freeze(db)
    return examine_until(db, after, None, limit)


def examine_until(db: Session, after: UUID | None, until: UUID | None, limit: int) -> Examined:
    """The same in a session that is frozen already, with no process after `until`."""
    query = sa.select(Process).order_by(Process.id).limit(limit)
    query = query.where(Process.id > after) if after else query
    processes = db.scalars(query.where(Process.id <= until) if until else query).all()
    events_since = clock.now() - timedelta(days=settings().event_retention_days) + MARGIN
    entries = read(db, processes)
    inconsistencies = [
        Inconsistency(entry.process.id, detail)
        for entry in entries
        for detail in (*findings(entry, events_since), *records.faults(db, entry.process))
    ]
    unkeyed = sum(1 for entry in entries if entry.rows and entry.rows[0].key_id is None)
    last = processes[-1].id if processes else None
    return Examined(inconsistencies, len(processes), last, unkeyed)


def miscounted(db: Session) -> Iterator[str]:
    """Parties of which something else is counted than they have, a sentence each."""
    owners = sa.select(sa.func.coalesce(Project.client_id, Project.visitor_id))
    brought = usage.all_brought(db)
    parties = {*db.scalars(owners.distinct()), *db.scalars(sa.select(Usage.party_id)), *brought}
    for party_id in sorted(parties):
        _, counted = usage.of_party(db, party_id)
        has = usage.owned_by(db, party_id) + brought.get(party_id, usage.Amounts())
        if counted != has:
            yield f"party {party_id} has {has}, and {counted} is counted"


def read(db: Session, processes: Sequence[Process]) -> list[ProcessRecords]:
    """All that is kept about some processes, with a fixed number of queries."""
    by_process = {process.id: ProcessRecords(process) for process in processes}
    rows = sa.select(HistoryRow).where(HistoryRow.process_id.in_(by_process))
    for row in db.scalars(rows.order_by(HistoryRow.process_id, HistoryRow.version)):
        by_process[row.process_id].rows.append(row)
    for request in db.scalars(sa.select(Request).where(Request.process_id.in_(by_process))):
        by_process[request.process_id].requests.append(request)
    offers = sa.select(Offer).where(Offer.process_id.in_(by_process)).order_by(Offer.number)
    for offer in db.scalars(offers):
        by_process[offer.process_id].offers.append(offer)
    for id, counted in pieces.pieces_of_all(db, list(by_process)).items():
        by_process[id].pieces = counted
    for table in (Event, OutboxEvent):  # what the relay has published, and what waits for it
        events = sa.select(table.process_id, table.type, table.data)
        events = events.where(table.process_id.in_(by_process), table.type.in_(ENTERED))
        for process_id, type, data in db.execute(events):
            if process_id:
                by_process[process_id].announced.add((data["version"], ENTERED[type]))
    gone = _deleted_projects(db, {process.project_id for process in processes})
    for entry in by_process.values():
        entry.project_is_deleted = entry.process.project_id in gone
    return list(by_process.values())


def _deleted_projects(db: Session, project_ids: Iterable[UUID]) -> set[UUID]:
    query = sa.select(Project.id).where(
        Project.id.in_(list(project_ids)), Project.deleted_at.is_not(None)
    )
    return set(db.scalars(query))


def findings(entry: ProcessRecords, events_since: datetime) -> Iterator[str]:
    """What contradicts itself in what is kept of one process, a sentence each."""
    folded = fold(entry.rows)
    yield from history.findings(entry.process, entry.rows)
    yield from _orphans(entry)
    yield from _requests(entry, folded)
    yield from _contract(entry, folded)
    yield from _counts(entry, folded.pieces)
    yield from _events(entry, events_since)
    process = entry.process
    yield from windows.faults(process)
    if process.deleted_at is None and entry.project_is_deleted:
        yield f"process {process.id} is there, but its project {process.project_id} is deleted"
    if (process.deleted_at is None) != (folded.deleted_at is None):
        yield f"process {process.id}: whether it is deleted, its history says otherwise"


def _orphans(entry: ProcessRecords) -> Iterator[str]:
    """Requests that are open although nobody waits for their answer, or won twice."""
    process = entry.process
    asking = process.state in ASKING and process.deleted_at is None
    for request in entry.requests:
        if request.state in OPEN and not asking:
            yield (
                f"request {request.number} is {request.state.value}, "
                f"but process {process.id} is {process.state.value}"
            )
    accepted = [r.number for r in entry.requests if r.state is RequestState.ACCEPTED]
    if len(accepted) > 1:
        yield f"process {process.id}: the requests {', '.join(accepted)} were all accepted"


def _requests(entry: ProcessRecords, folded: Folded) -> Iterator[str]:
    """Requests and offers of which the history says something else."""
    numbers = {request.id: request.number for request in entry.requests}
    for request in entry.requests:
        folded_state = folded.requests.get(request.id, RequestState.QUEUED.value)
        if folded_state != request.state.value:
            yield (
                f"request {request.number} is {request.state.value}, "
                f"its history says {folded_state}"
            )
        yield from requests.faults(request)
    for id in folded.requests.keys() - numbers.keys():
        yield f"process {entry.process.id}: the history knows a request {id} that is not there"
    offers_made: dict[UUID, list[UUID]] = defaultdict(list)
    for offer in entry.offers:
        offers_made[offer.request_id].append(offer.id)
    for id in sorted(offers_made.keys() | folded.offers.keys()):
        if offers_made.get(id, []) != folded.offers.get(id, []):
            name = numbers.get(id, str(id))
            yield (
                f"request {name} has {len(offers_made.get(id, []))} offers, its history says "
                f"{len(folded.offers.get(id, []))}, or they are others"
            )
    yield from _terms_of_offers(entry, numbers)


def _terms_of_offers(entry: ProcessRecords, numbers: Mapping[UUID, str]) -> Iterator[str]:
    """Offers of another price or lead time than their contractor has made them with."""
    made = {
        row.data["offer_id"]: row.data
        for row in entry.rows
        if row.trigger == "request.offer" and "price" in row.data
    }
    for offer in entry.offers:
        terms = made.get(str(offer.id))
        if terms is None:
            continue  # which offers there must be is looked at above
        price, days = money(offer.amount, offer.currency), offer.lead_time_days
        agreed = terms["price"]  # as figures: rows of old may write other decimals
        made_for = Decimal(agreed["amount"]), agreed["currency"], terms["lead_time_days"]
        if made_for != (offer.amount, offer.currency, days):
            yield (
                f"request {numbers[offer.request_id]}, offer {offer.number}: is {price['amount']} "
                f"{price['currency']} in {days} days, its history says "
                f"{terms['price']['amount']} {terms['price']['currency']} in "
                f"{terms['lead_time_days']} days"
            )


def _contract(entry: ProcessRecords, folded: Folded) -> Iterator[str]:
    """A contract that is not that of the offer that was accepted."""
    process = entry.process
    if process.offer_id != folded.accepted:
        yield (
            f"process {process.id}: its contract is offer {process.offer_id}, "
            f"its history says {folded.accepted}"
        )
    offer = next((offer for offer in entry.offers if offer.id == process.offer_id), None)
    if offer and offer.contractor_id != process.contractor_id:
        yield (
            f"process {process.id}: its contractor is {process.contractor_id}, "
            f"its offer is from {offer.contractor_id}"
        )


def _counts(entry: ProcessRecords, folded: FoldedPieces | None) -> Iterator[str]:
    """Pieces and shipments of which the history says something else, or that cannot be."""
    if folded is None:
        return
    name, counted = f"process {entry.process.id}", entry.pieces
    if counted is None:
        yield f"{name}: production was started, but its pieces are not counted"
        return
    production = counted.production
    for column, number in folded.counts().items():
        if (is_now := getattr(production, column)) != number:
            yield f"{name}: {column} of its pieces is {is_now}, its history says {number}"
    ended = counted.delivered + counted.lost
    if not 0 <= ended <= counted.shipped <= production.made <= production.to_make:
        yield (
            f"{name}: {counted.delivered} pieces delivered, {counted.lost} lost, {counted.shipped} "
            f"shipped and {production.made} made of {production.to_make} cannot be"
        )
    replaced = sum(replacement.pieces for replacement in counted.replacements)
    if replaced != (said_replaced := folded.failed + folded.remade):
        yield f"{name}: {replaced} pieces are replaced, its history says {said_replaced}"
    there = {s.id: (s.pieces, pieces.fate(s)) for s in counted.shipments}
    said = {id: (s.pieces, pieces.fate(s)) for id, s in folded.shipments.items()}
    for id in sorted(there.keys() | said.keys()):
        if there.get(id) != said.get(id):
            yield f"{name}: shipment {id} is not as its history says"


def _events(entry: ProcessRecords, since: datetime) -> Iterator[str]:
    """States that were entered and not told, and such as were told and not entered."""
    name = f"process {entry.process.id}"
    entered = {
        (row.version, row.dest): row.at
        for row in entry.rows
        if row.source is not None and row.source != row.dest
    }
    for (version, state), at in entered.items():
        if at > since and (version, state) not in entry.announced:
            yield f"{name}, history row {version}: no event tells that it is {state}"
    for version, state in sorted(entry.announced - entered.keys()):
        yield f"{name}: an event tells that version {version} is {state}; its history does not"
