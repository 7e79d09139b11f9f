"""Makes offers in the name of contractors that allow it, within their limits."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TypeGuard
from uuid import UUID

from sqlalchemy.orm import Session

from service.access.actor import system_for
from service.catalogue import capacity
from service.database.models import Offer, Process, Request
from service.lifecycle.model_files import parts_of
from service.manufacturing.quoting import standards
from service.manufacturing.quoting.catalogue import BadContractor, Contractor, InstantOrders
from service.manufacturing.quoting.quote_json import QuoteViewJson
from service.sourcing import award, offers
from service.sourcing.present_terms import Contractors
from workflows.request import RequestState


def may_answer(contractor: Contractor | BadContractor | None) -> TypeGuard[Contractor]:
    """Whether a contractor lets the service offer for them."""
    return isinstance(contractor, Contractor) and contractor.instant_orders is not None


def answer(
    db: Session, process: Process, requests: Sequence[Request], contractors: Contractors
) -> list[Offer]:
    """Offer as quoted for each contractor that has said so, and accept one if the client has.

    The process has just been sent; all this is part of the transaction that sends it, so that a
    worker that dies leaves all of it or nothing.
    """
    by_contractor = {r.contractor_id: r for r in requests if r.state is RequestState.DISPATCHED}
    willing = {
        id: contractor for id in by_contractor if may_answer(contractor := contractors.get(id))
    }
    pieces = parts_of(db, process) if willing else 0
    new_offers = []
    for contractor_id, contractor in sorted(willing.items()):
        request = by_contractor[contractor_id]
        if contractor.instant_orders and not list(
            against(contractor.instant_orders, request.quote, pieces)
        ):
            new_offers.append(offers.make(db, request, process, system_for(contractor.name)))
    award.accept_as_wished(db, process, new_offers)
    return new_offers


def offered(db: Session, process: Process, quotes: Sequence[QuoteViewJson]) -> set[str]:
    """The contractors whose quotes are offers as soon as they are asked, by their ids."""
    willing = {
        contractor_id: contractor.instant_orders
        for contractor_id, contractor in capacity.current_contractors(
            db, [UUID(q["contractor_id"]) for q in quotes]
        ).items()
        if isinstance(contractor, Contractor) and contractor.instant_orders
    }
    pieces = parts_of(db, process) if willing else 0
    return {
        quote["contractor_id"]
        for quote in quotes
        if (limits := willing.get(UUID(quote["contractor_id"])))
        and not list(against(limits, quote, pieces))
    }


def against(limits: InstantOrders, quote: QuoteViewJson, pieces: int) -> Iterator[str]:
    """What forbids offering as quoted in the contractor's name, in sentences."""
    total, days = Decimal(quote["total"]["amount"]), quote.get("lead_time_days")
    if limits.max_value is not None and total > limits.max_value:
        yield f"{total} > {limits.max_value} {quote['total']['currency']}"
    if limits.max_quantity is not None and pieces > limits.max_quantity:
        yield f"{pieces} > {limits.max_quantity} pieces"
    if days is None or days < limits.min_lead_time:
        yield f"{days} < {limits.min_lead_time} days of lead time"
    if limits.material_ids and quote["material_id"] not in limits.material_ids:
        yield f"{quote['material_id']} is none of {', '.join(limits.material_ids)}"
    if limits.technologies and not _named(quote, limits.technologies):
        yield f"{quote['process']} is none of {', '.join(limits.technologies)}"


def _named(quote: QuoteViewJson, technologies: Sequence[str]) -> bool:
    """Whether the quote's category or process is among them, whatever it is called there."""
    process = standards.process(quote["technology"], quote["process"])
    resolved = [standards.resolve(name) for name in technologies]
    of_category = [
        technology
        for technology in resolved
        if technology and technology.code == quote["technology"]
    ]
    return any(
        technology.process is None or (process and technology.process == process.name)
        for technology in of_category
    )
