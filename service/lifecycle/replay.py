"""Replays the history of a process into the state that the process must be in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from service.database.models import HistoryRow
from service.lifecycle.production_json import (
    DeliveredJson,
    FinishedJson,
    LossJson,
    RemakeJson,
    ReportJson,
    ShippedJson,
)
from workflows.shipping import Way, way_of


@dataclass
class FoldedShipment:
    """A shipment as the history has it."""

    number: int
    pieces: int
    way: Way
    carrier: str
    tracking_number: str
    shipped_at: datetime
    delivered_at: datetime | None = None
    lost_at: datetime | None = None
    lost_reason: str | None = None


@dataclass
class FoldedReplacement:
    """Pieces that are made anew, as the history has it."""

    pieces: int
    failed_from: int | None
    made_from: int
    reason: str
    created_at: datetime


@dataclass
class FoldedPieces:
    """The count of pieces as the history has it; the names are those of the table."""

    pieces: int
    made: int = 0
    failed: int = 0
    remade: int = 0
    run_from: int = 1
    shipments: dict[UUID, FoldedShipment] = field(default_factory=dict)
    replacements: dict[UUID, FoldedReplacement] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """The columns of the production."""
        names = ("pieces", "made", "failed", "remade", "run_from")
        return {name: getattr(self, name) for name in names}


@dataclass
class Folded:
    """What the rows say when they are read from the first to the last."""

    state: str | None = None
    version: int = 0
    hash: str = ""
    state_since: datetime | None = None
    deleted_at: datetime | None = None
    #: the state of each request
    requests: dict[UUID, str] = field(default_factory=dict)
    #: by request, the offers that it made, oldest first
    offers: dict[UUID, list[UUID]] = field(default_factory=dict)
    #: the offer that became the contract
    accepted: UUID | None = None
    #: None before production is started, and where older rows counted no pieces
    pieces: FoldedPieces | None = None


def fold(rows: Iterable[HistoryRow]) -> Folded:
    """Read the rows, oldest first."""
    folded = Folded()
    for row in rows:
        folded.version, folded.hash = row.version, row.hash
        if row.source != row.dest:
            folded.state_since = row.at
        folded.state = row.dest
        if row.request_id:
            _fold_request(folded, row.request_id, row)
        elif row.trigger == "delete":
            folded.deleted_at = row.at
        elif row.trigger == "accept_offer":
            folded.accepted = UUID(row.data["offer_id"])
        elif row.trigger == "start_production":
            ordered = row.data.get("pieces")
            folded.pieces = FoldedPieces(ordered) if ordered else None
        elif folded.pieces and row.trigger in _COUNTING:
            _COUNTING[row.trigger](folded.pieces, row.data, row.at)
    return folded


def _fold_request(folded: Folded, request_id: UUID, row: HistoryRow) -> None:
    if "request_to" in row.data:
        folded.requests[request_id] = row.data["request_to"]
    if "offer_id" in row.data and row.trigger == "request.offer":
        folded.offers.setdefault(request_id, []).append(UUID(row.data["offer_id"]))


def _report(pieces: FoldedPieces, data: ReportJson, at: datetime) -> None:
    pieces.made += data["made"]
    pieces.failed += data["failed"]
    if data["failed"]:
        _replace(pieces, data["failed"], data, at, data.get("failed_from"))


def _replace(
    pieces: FoldedPieces,
    number: int,
    data: ReportJson | RemakeJson | LossJson,
    at: datetime,
    failed_from: int | None = None,
) -> None:
    pieces.replacements[UUID(data["replacement_id"])] = FoldedReplacement(
        number, failed_from, data["made_from"], data.get("reason", ""), at
    )


def _finish(pieces: FoldedPieces, data: FinishedJson, at: datetime) -> None:
    pieces.made += data["made"]


def _remake(pieces: FoldedPieces, data: RemakeJson | LossJson, at: datetime) -> None:
    # older rows come from a time in which it always began anew
    pieces.run_from = data.get("run_from", data["made_from"])
    pieces.remade += data["pieces"]
    _replace(pieces, data["pieces"], data, at)


def _ship(pieces: FoldedPieces, data: ShippedJson, at: datetime) -> None:
    pieces.shipments[UUID(data["shipment_id"])] = FoldedShipment(
        number=data["number"],
        pieces=data["pieces"],
        way=way_of(data),  # rows of before had parcels alone
        carrier=data["carrier"] or "",
        tracking_number=data["tracking_number"] or "",
        shipped_at=at,
    )


def _deliver(pieces: FoldedPieces, data: DeliveredJson, at: datetime) -> None:
    for id in data["shipment_ids"]:
        pieces.shipments[UUID(id)].delivered_at = at


def _lose(pieces: FoldedPieces, data: LossJson, at: datetime) -> None:
    for id in data["shipment_ids"]:
        shipment = pieces.shipments[UUID(id)]
        shipment.lost_at, shipment.lost_reason = at, data["reason"]
    if "replacement_id" in data:  # else the two sides decide what becomes of the pieces
        _remake(pieces, data, at)


#: What each move does to the count of pieces; `service.orders.production` writes what is read here.
_COUNTING: dict[str, Callable[[FoldedPieces, Any, datetime], None]] = {
    "report_progress": _report,
    "finish_production": _finish,
    "remake": _remake,
    "ship_part": _ship,
    "ship": _ship,
    "deliver_part": _deliver,
    "deliver": _deliver,
    "report_loss": _lose,
}
