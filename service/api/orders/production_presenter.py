"""Shows what has become of a contract's pieces."""

from datetime import datetime
from typing import Any

from service.database.models import Replacement, Shipment
from service.lifecycle.consents import Dispute
from service.lifecycle.piece_counts import Pieces
from workflows.process import WAYS_OUT, ProcessFacts


def show_production(found: Pieces | None) -> dict[str, Any]:
    """The fields of a process about its production; empty ones before it is started."""
    if found is None:
        return {"production": None, "shipments": []}
    production = found.production
    return {
        "production": {
            "pieces": production.pieces,
            "to_make": production.to_make,
            "made": production.made,
            "failed": production.failed,
            "left": production.left,
            "shipped": found.shipped,
            "delivered": found.delivered,
            "lost": found.lost,
            "replacements": [_replacement(row) for row in found.replacements],
        },
        "shipments": [_shipment(row) for row in found.shipments],
    }


def show_dispute(
    found: Dispute | None, since: datetime, facts: ProcessFacts
) -> dict[str, Any] | None:
    """What a process is contested for and who has agreed to which way out; None if it is not."""
    if found is None:
        return None
    return {
        "reason": found.reason,
        "by": found.by,
        "since": since,
        "ways": list(WAYS_OUT),
        "agreed": _agreed(facts),
    }


def show_consents(facts: ProcessFacts) -> dict[str, Any]:
    """To which moves each side has consented, and for how many pieces to a remake."""
    return _agreed(facts) | {
        "client_remakes": facts.client_remakes,
        "contractor_remakes": facts.contractor_remakes,
    }


def _agreed(facts: ProcessFacts) -> dict[str, Any]:
    return {
        "client": sorted(facts.client_consents),
        "contractor": sorted(facts.contractor_consents),
    }


def _replacement(row: Replacement) -> dict[str, Any]:
    return {
        "id": row.id,
        "pieces": row.pieces,
        "failed": _numbers(row.failed_from, row.pieces) if row.failed_from else None,
        "replaced_by": _numbers(row.made_from, row.pieces),
        "reason": row.reason,
        "created_at": row.created_at,
    }


def _numbers(first: int, pieces: int) -> dict[str, int]:
    return {"first": first, "last": first + pieces - 1}


def _shipment(row: Shipment) -> dict[str, Any]:
    names = (
        *("id", "number", "pieces", "carrier", "tracking_number"),
        *("shipped_at", "delivered_at", "lost_at", "lost_reason"),
    )
    return {name: getattr(row, name) for name in names}
