"""Shows requests and offers: the same to a client and to the contractor that was asked."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from service.access.actor import ActingParty
from service.access.lookup import SEEING
from service.database import Session
from service.database.models import Offer, Organization, Process, Project, Request
from service.lifecycle import request_deadlines
from service.manufacturing.quoting import client_view
from service.manufacturing.quoting.currencies import money
from service.sourcing import inbox
from service.sourcing.award import is_as_quoted
from workflows.engine import Actor
from workflows.request import ANSWERABLE, READ, REQUEST, RequestFacts, RequestState


def show_requests(
    db: Session, requests: Sequence[tuple[Request, ActingParty]]
) -> list[dict[str, Any]]:
    """Requests, each as its `Who` sees it, with a fixed number of queries however many."""
    ids = [request.id for request, _ in requests]
    rows = db.execute(
        sa.select(Request.id, Process, Organization.name)
        .join(Process, Process.id == Request.process_id)
        .join(Project, Project.id == Request.project_id)
        .outerjoin(Organization, Organization.id == Project.client_id)
        .where(Request.id.in_(ids))
    )
    around = {request_id: (process, client or "") for request_id, process, client in rows}
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


def may_see_process(request: Request, who: ActingParty) -> bool:
    """Whether the process behind a request may be shown: not to contractors out of the race."""
    return who.role is not Actor.CONTRACTOR or request.state in SEEING


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
        "quote": client_view.for_client(request.quote)
        if who.role is Actor.CLIENT
        else request.quote,
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
    """By channel whether it was delivered, and how often it was tried.

    What exactly failed is for the operators; of its own webhook also for the contractor.
    """
    if who.role is Actor.OPERATOR:
        return request.dispatch
    mine = {"webhook"} if who.role is Actor.CONTRACTOR else set()
    return {
        channel: found if channel in mine else _told(found)
        for channel, found in request.dispatch.items()
    }


def _told(found: dict[str, Any]) -> dict[str, Any]:
    times = [one["at"] for one in found.get("tries", [])]
    tried = {"attempts": len(times), "tried_at": times} if times else {}
    if "error" in found:
        return {"error": "it could not be delivered this way"} | tried
    return {"delivered_at": found.get("delivered_at")} | tried


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
