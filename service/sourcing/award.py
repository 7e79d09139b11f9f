"""Carries out a client's decision on the requests of a process: answer, accept, close."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access import actor
from service.access.actor import ActingParty
from service.access.lookup import Unknown
from service.access.process_view import check_sees_prices
from service.catalogue import calendars, occupancy
from service.database.locks import AGAINST_WRITERS
from service.database.models import Offer, Organization, Process, Request, Verification
from service.lifecycle import transitions, windows
from service.lifecycle.facts import facts_of
from service.lifecycle.parties import project_of
from service.manufacturing.quoting.working_time import close_of, last_working_day
from service.sourcing import destination, messages, requests
from service.sourcing.delivery_dates import delivery_dates
from service.sourcing.requests import open_requests
from service.translations import Sentence
from service.translations import gettext_noop as _
from workflows.process import DEADLINES, PROCESS, ProcessState
from workflows.request import RequestFacts, RequestState

#: A client's wish at sending: the first offer that asks no more than its quote is accepted.
AS_QUOTED: Final = "as_quoted"


def accept(db: Session, process: Process, by: ActingParty, offer_id: UUID) -> None:
    """The client accepts one offer: its request wins, the others lose.

    Raises Unknown, NotReady, PricesHidden.
    """
    check_sees_prices(by)
    accepted = db.get(Offer, offer_id)
    if accepted is None or accepted.process_id != process.id:
        raise Unknown(
            Sentence(_("there is no offer {offer_id} in this process"), offer_id=offer_id)
        )
    destination.check(db, process, accepted)
    request = db.get_one(Request, accepted.request_id)
    db.refresh(request, with_for_update=AGAINST_WRITERS)
    of_request = sa.select(Offer.id).where(Offer.request_id == request.id)
    newest_id = db.scalar(of_request.order_by(Offer.number.desc()).limit(1))
    replaced_by = None if newest_id == offer_id else str(newest_id)
    data = {"offer_id": str(offer_id)}
    facts = RequestFacts(accepted.valid_until > clock.now(), replaced_by)
    requests.move(db, request, process, "accept_offer", by, data, facts=facts)
    close_all(db, process, "lose", by, but=request.id)
    process.contractor_id, process.offer_id = request.contractor_id, accepted.id
    _set_dates(db, process, request, accepted)
    occupancy.keep_quote(db, process, request)


def accept_as_wished(db: Session, process: Process, offers: Sequence[Offer]) -> Offer | None:
    """Accept the best of new offers in the client's name, if it has asked for that.

    Only what asks no more than its quote, neither money nor time, is accepted so. Of several the
    one whose quote the verification ranked first. None if nothing was to be accepted, or the client
    must say something first, such as where the parts go: then the offers wait for it.
    """
    if process.accept != AS_QUOTED or process.state is not ProcessState.OFFERED:
        return None
    as_quoted = [o for o in offers if is_as_quoted(o, db.get_one(Request, o.request_id))]
    if not as_quoted:
        return None
    verification = db.get_one(Verification, process.verification_id)
    ranks = {contractor_id: rank for rank, contractor_id in enumerate(verification.suitable)}
    best = min(as_quoted, key=lambda o: ranks.get(str(o.contractor_id), len(ranks)))
    by = _in_the_clients_name(db, process)
    db.flush()
    if PROCESS.missing(process.state, "accept_offer", facts_of(db, process), by.role):
        return None
    accept(db, process, by, best.id)
    db.flush()
    data = {"offer_id": str(best.id), "accept": AS_QUOTED}
    transitions.move(db, process, "accept_offer", by, data=data)
    return best


def is_as_quoted(offer: Offer, request: Request) -> bool:
    """Whether it asks neither more money nor more time than the quote."""
    quoted = request.quote
    return (
        offer.currency == quoted["total"]["currency"]
        and offer.amount <= Decimal(quoted["total"]["amount"])
        and offer.lead_time_days <= quoted.get("lead_time_days", offer.lead_time_days)
    )


def _in_the_clients_name(db: Session, process: Process) -> ActingParty:
    client_id = project_of(db, process.project_id).client_id
    name = db.scalar(sa.select(Organization.name).where(Organization.id == client_id))
    return actor.system_for(name or "")


def close_all(
    db: Session, process: Process, trigger: str, by: ActingParty, *, but: UUID | None = None
) -> None:
    """Close every open request of the process: `withdraw` or `lose`."""
    for request in open_requests(db, process):
        if request.id != but:
            requests.move(db, request, process, trigger, by)


def answer(
    db: Session, process: Process, by: ActingParty, text: str, request_id: UUID | None
) -> bool:
    """The client answers one question, or all open ones with the same words, by message.

    Whoever asked has their whole answer window again. Whether every question is answered now;
    raises Unknown if the request `request_id` asks nothing.
    """
    asking = [r for r in open_requests(db, process) if r.state is RequestState.CLARIFICATION]
    answered = [r for r in asking if request_id in (None, r.id)]
    if request_id and not answered:
        raise Unknown(
            Sentence(
                _("the request {request_id} waits for no answer in this process"),
                request_id=request_id,
            )
        )
    project = project_of(db, process.project_id)
    for request in answered:
        requests.grant_window(db, process, request, clock.now())
        requests.move(db, request, process, "answer", by)
        messages.write(db, process, project, by, text, request)
        requests.mail_answer(request)
    transitions.schedule(db, process)
    return len(answered) == len(asking)


def _set_dates(db: Session, process: Process, request: Request, accepted: Offer) -> None:
    """The offer's days count from the day that it is at the contractor's.

    Each date is due at the end of its day (UTC). Production starts within its window, and not
    later than the parts leave.
    """
    calendar = calendars.working_days_of(db, request.contractor_id)
    today = calendar.day_of(clock.now())
    dates = delivery_dates(calendar, today, accepted.lead_time_days, request.quote)
    project = project_of(db, process.project_id)
    lasts = windows.window_of(db, process, project, DEADLINES[ProcessState.CONFIRMED]).after
    start = last_working_day(calendar, calendar.day_of(clock.now() + lasts))
    process.deliver_by = close_of(dates.deliver)
    process.ship_by = close_of(dates.ship)
    process.start_by = close_of(min(max(start, today), dates.ship))
