"""Shows requests and offers: the same to a client and to the contractor that was asked."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from service.access.actor import ActingParty
from service.access.process_view import sees_dispatch_error, sees_rates
from service.access.request_view import may_see_process
from service.database import Session
from service.database.models import Offer, Process, Request
from service.lifecycle import request_deadlines
from service.manufacturing.quoting import client_view
from service.manufacturing.quoting.currencies import money
from service.sourcing import inbox
from service.sourcing.award import is_as_quoted
from workflows.request import ANSWERABLE, READ, REQUEST, RequestFacts, RequestState


def show_requests(
    db: Session, requests: Sequence[tuple[Request, ActingParty]]
) -> list[dict[str, Any]]:
    """Requests, each as that party sees it, with a fixed number of queries however many."""
    ids = [request.id for request, _ in requests]
    around = inbox.processes_and_clients(db, ids)
    offers: dict[UUID, list[Offer]] = defaultdict(list)
    for offer in inbox.offers_of(db, ids):
        offers[offer.request_id].append(offer)
    return [_shown(r, offers[r.id], *around[r.id], who) for r, who in requests]


def _shown(
    request: Request, offers: Sequence[Offer], process: Process, client: str, who: ActingParty
) -> dict[str, Any]:
    actions = REQUEST.actions(request.state, who.role, RequestFacts())
    sees = may_see_process(request, who)
    return show_request(request, offers, who) | {
        "process": {"id": process.id} | (_summary(process) if sees else {}),
        "client": client,
        "actions": [a for a in actions if REQUEST.move(request.state, a, who.role).via == "action"],
        "dossier": f"/api/v1/requests/{request.id}/dossier.pdf" if sees else None,
    }


def show_project(project_id: UUID, requests: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What one project asks of a contractor, from its requests as they are shown."""
    waiting = [r for r in requests if RequestState(r["state"]) in ANSWERABLE]
    quoted: dict[str, Decimal] = defaultdict(Decimal)
    for request in waiting:
        total = request["quote"]["total"]
        quoted[total["currency"]] += Decimal(total["amount"])
    silent = [r for r in waiting if RequestState(r["state"]) in READ and r["answer_by"]]
    return {
        "project_id": project_id,
        "client": requests[0]["client"] if requests else "",
        "answer_by": min((r["answer_by"] for r in silent), default=None),
        "states": dict(Counter(r["state"] for r in requests)),
        "quoted": [money(amount, currency) for currency, amount in sorted(quoted.items())],
        "requests": list(requests),
    }


def _summary(process: Process) -> dict[str, Any]:
    return {
        "title": process.title,
        "state": process.state.value,
        "quantity": process.configuration.get("quantity"),
        "material_id": process.configuration.get("material_id"),
    }


def show_request(request: Request, offers: Sequence[Offer], who: ActingParty) -> dict[str, Any]:
    """A request with its offers, newest last."""
    return {
        "id": request.id,
        "number": request.number,
        "process_id": request.process_id,
        "project_id": request.project_id,
        "contractor_id": request.contractor_id,
        "state": request.state.value,
        "version": request.version,
        "quote": request.quote if sees_rates(who) else client_view.for_client(request.quote),
        "dispatch": _dispatch(request, who),
        "reason": request.reason,
        "answer_by": request.answer_by,
        "due": _due(request, offers),
        "offers": [show_offer(offer, request, offer is offers[-1]) for offer in offers],
        "created_at": request.created_at,
        "updated_at": request.updated_at,
    }


def _due(request: Request, offers: Sequence[Offer]) -> dict[str, Any] | None:
    if request.state not in ANSWERABLE:
        return None
    falls = request_deadlines.due(request, offers[-1].valid_until if offers else None)
    if falls is None:
        return None
    return {"at": falls.at, "then": falls.summary, "reminder_at": request.remind_at}


def _dispatch(request: Request, who: ActingParty) -> dict[str, Any]:
    """By channel whether it was delivered, and how often it was tried."""
    return {
        channel: delivery if sees_dispatch_error(who, channel) else _without_error(delivery)
        for channel, delivery in request.dispatch.items()
    }


def _without_error(delivery: dict[str, Any]) -> dict[str, Any]:
    times = [attempt["at"] for attempt in delivery.get("tries", [])]
    tried = {"attempts": len(times), "tried_at": times} if times else {}
    if "error" in delivery:
        return {"error": "it could not be delivered this way"} | tried
    return {"delivered_at": delivery.get("delivered_at")} | tried


def show_offer(offer: Offer, request: Request, newest: bool) -> dict[str, Any]:
    """An offer; `superseded` once a later one of the same request exists."""
    return {
        "id": offer.id,
        "request_id": offer.request_id,
        "contractor_id": offer.contractor_id,
        "number": offer.number,
        "price": money(offer.amount, offer.currency),
        "lead_time_days": offer.lead_time_days,
        "valid_until": offer.valid_until,
        "note": offer.note,
        "superseded": not newest,
        "as_quoted": is_as_quoted(offer, request),
        "created_at": offer.created_at,
    }
