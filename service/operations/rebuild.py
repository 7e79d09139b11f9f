"""Rebuilds what a process is from its history, where the two contradict each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypedDict
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.actor import ActingParty
from service.access.lookup import Unknown
from service.audit.actions import AuditAction
from service.database.locks import AGAINST_WRITERS
from service.database.models import Process, ProductionRow, Replacement, Shipment
from service.lifecycle import history, piece_counts, transitions, usage
from service.lifecycle.replay import Folded, FoldedPieces, FoldedShipment, fold
from service.operations import consistency, parked
from service.operations.consistency import ProcessRecords
from workflows.process import ProcessState
from workflows.request import RequestState


class CannotRebuild(Exception):
    """The history itself is damaged, or does not hold what would have to be restored."""


class Difference(NamedTuple):
    """Something that is not as the history says."""

    what: str
    is_now: Any
    should_be: Any

    def __str__(self) -> str:
        return f"{self.what}: {self.is_now} -> {self.should_be}"


@dataclass
class Case:
    """A process with its history read."""

    records: ProcessRecords
    folded: Folded
    differences: list[Difference]


def compare(db: Session, process_id: UUID, *, lock: bool = False) -> Case:
    """How a process differs from what its history says; raises Unknown, CannotRebuild.

    The history must be whole: a row that was changed or taken out of its middle proves nothing.
    Rows that were cut off its end cannot be told from a version that is too high; the difference
    shows them.
    """
    process = db.get(
        Process,
        process_id,
        with_for_update=AGAINST_WRITERS if lock else None,
        populate_existing=lock,
    )
    if process is None:
        raise Unknown(f"there is no process {process_id}")
    (records,) = consistency.read(db, [process])
    if broken := list(history.chain_findings(process_id, records.rows)):
        raise CannotRebuild(f"the history is damaged itself: {'; '.join(broken)}")
    folded = fold(records.rows)
    if folded.state is None:
        raise CannotRebuild(f"process {process_id} has no history")
    return Case(records, folded, list(_differences(records, folded)))


def rebuild(db: Session, process_id: UUID, by: ActingParty, reason: str) -> list[Difference]:
    """Let the process, its requests and its pieces be what the history says; what was changed.

    One more row of the history says who did it, why, and what it was before. Raises Unknown,
    CannotRebuild.
    """
    case = compare(db, process_id, lock=True)
    if not case.differences:
        return []
    process, folded = case.records.process, case.folded
    for request in case.records.requests:
        if state := folded.requests.get(request.id):
            request.state = RequestState(state)
    for column, value in _of_process(case.records, folded).items():
        setattr(process, column, value)
    if folded.pieces:
        _restore_pieces(db, case.records, folded.pieces)
    changed = {d.what: {"was": str(d.is_now), "is": str(d.should_be)} for d in case.differences}
    transitions.restore(db, process, by, {"reason": reason, "rebuilt": changed}, folded.state_since)
    parked.note(db, AuditAction.PROCESS_REBUILT, process)
    usage.correct(db, process)  # it may be deleted, or not
    return case.differences


def _differences(records: ProcessRecords, folded: Folded) -> Iterator[Difference]:
    for column, value in _of_process(records, folded).items():
        if (now := getattr(records.process, column)) != value:
            yield Difference(column, _plain(now), _plain(value))
    for request in records.requests:
        state = folded.requests.get(request.id, request.state.value)
        if state != request.state.value:
            yield Difference(f"request {request.number}", request.state.value, state)
    if folded.pieces:
        yield from _of_pieces(records, folded.pieces)


class ProcessColumns(TypedDict):
    """The columns of a process that follow from its history."""

    state: ProcessState
    version: int
    history_hash: str
    deleted_at: datetime | None
    offer_id: UUID | None
    contractor_id: UUID | None


def _of_process(records: ProcessRecords, folded: Folded) -> ProcessColumns:
    """What the columns of the process should hold; raises CannotRebuild."""
    process = records.process
    accepted = next((offer for offer in records.offers if offer.id == folded.accepted), None)
    if folded.accepted and accepted is None:
        raise CannotRebuild(f"the offer {folded.accepted} that was accepted is not there any more")
    deleted_at = folded.deleted_at and (process.deleted_at or folded.deleted_at)
    return {
        "state": ProcessState(folded.state),
        "version": folded.version,
        "history_hash": folded.hash,
        "deleted_at": deleted_at,
        "offer_id": folded.accepted,
        "contractor_id": accepted.contractor_id if accepted else None,
    }


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, ProcessState) else value


def _of_pieces(records: ProcessRecords, pieces: FoldedPieces) -> Iterator[Difference]:
    counted = records.pieces
    for column, number in pieces.counts().items():
        now = getattr(counted.production, column) if counted else None
        if now != number:
            yield Difference(f"pieces, {column}", now, number)
    known = {r.id for r in counted.replacements} if counted else set()
    for id in sorted(known ^ pieces.replacements.keys()):
        yield Difference(f"replacement {id}", id in known, id in pieces.replacements)
    there = {s.id: s for s in counted.shipments} if counted else {}
    for id in sorted(there.keys() | pieces.shipments.keys()):
        now, then = _seen(there.get(id)), _seen(pieces.shipments.get(id))
        if now != then:
            yield Difference(f"shipment {id}", now, then)


def _seen(shipment: Shipment | FoldedShipment | None) -> str:
    if shipment is None:
        return "none"
    return f"number {shipment.number}, {shipment.pieces} pieces, {piece_counts.fate(shipment)}"


def _restore_pieces(db: Session, records: ProcessRecords, pieces: FoldedPieces) -> None:
    process_id = records.process.id
    if records.pieces is None:
        for table in (Replacement, Shipment):
            db.execute(sa.delete(table).where(table.process_id == process_id))
        db.add(ProductionRow(process_id=process_id, **pieces.counts()))
    else:
        for column, number in pieces.counts().items():
            setattr(records.pieces.production, column, number)
    known = {r.id: r for r in records.pieces.replacements} if records.pieces else {}
    for id in known.keys() - pieces.replacements.keys():
        db.delete(known[id])
    for id in pieces.replacements.keys() - known.keys():
        db.add(Replacement(id=id, process_id=process_id, **vars(pieces.replacements[id])))
    _restore_shipments(db, records, pieces)


def _restore_shipments(db: Session, records: ProcessRecords, pieces: FoldedPieces) -> None:
    process_id = records.process.id
    there = {s.id: s for s in records.pieces.shipments} if records.pieces else {}
    for id in there.keys() - pieces.shipments.keys():
        db.delete(there[id])
    db.flush()
    for id, shipment in pieces.shipments.items():
        row = there.get(id)
        if row is None:
            db.add(Shipment(id=id, process_id=process_id, **vars(shipment)))
        elif _seen(row) != _seen(shipment):
            row.number, row.pieces = shipment.number, shipment.pieces
            row.delivered_at = shipment.delivered_at
            row.lost_at, row.lost_reason = shipment.lost_at, shipment.lost_reason
