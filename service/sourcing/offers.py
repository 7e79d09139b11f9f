"""Makes binding offers: as quoted or on other terms."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.actor import ActingParty
from service.access.process_view import check_sees_prices
from service.database.models import Offer, Organization, Process, Request
from service.database.models.column_json import GeneralTermsJson
from service.errors import BadField
from service.lifecycle import transitions, windows
from service.lifecycle.parties import project_of
from service.manufacturing.quoting.currencies import money
from service.sourcing import award, requests
from service.sourcing.answer_fields import AS_QUOTED, NewOffer, OfferedPrice
from service.translations import gettext_noop as _
from workflows.request import DEADLINES, REQUEST, RequestFacts, RequestState

#: An offer binds for a year at the most.
LONGEST_VALIDITY = timedelta(days=366)


def offer(
    db: Session,
    request: Request,
    process: Process,
    by: ActingParty,
    terms: NewOffer = AS_QUOTED,
    *,
    place: str = "",
) -> Offer:
    """The contractor offers bindingly; an earlier offer of the request is superseded.

    Where the client has wished so, an offer as quoted is accepted at once. Raises BadField, with
    pointers below `place`, for another currency than the quote's, an amount of more decimal places
    than the currency has, or a validity that is over or endless; PricesHidden.
    """
    new_offer = make(db, request, process, by, terms, place=place)
    award.accept_as_wished(db, process, [new_offer])
    return new_offer


def make(
    db: Session,
    request: Request,
    process: Process,
    by: ActingParty,
    terms: NewOffer = AS_QUOTED,
    *,
    place: str = "",
) -> Offer:
    """As `offer` does, and leave it to the caller what the client has wished."""
    check_sees_prices(by)
    new_offer = _checked(db, request, process, terms, place)
    db.add(new_offer)
    db.flush()
    data = {
        "offer_id": str(new_offer.id),
        "number": new_offer.number,
        "price": money(new_offer.amount, new_offer.currency),
        "lead_time_days": new_offer.lead_time_days,
        "as_quoted": award.is_as_quoted(new_offer, request),
    }
    requests.move(db, request, process, "offer", by, data)
    data["request_id"] = str(request.id)
    requests.announce(db, request, "offer.made", by, data)
    transitions.move(db, process, "offer", by, data=data, contractor_id=request.contractor_id)
    transitions.schedule(db, process)
    return new_offer


def check(
    db: Session, request: Request, process: Process, by: ActingParty, terms: NewOffer
) -> None:
    """Raise what `offer` would raise for these terms now."""
    REQUEST.check_move(request.state, "offer", by.role, RequestFacts())
    _checked(db, request, process, terms, "")


def _checked(db: Session, request: Request, process: Process, terms: NewOffer, place: str) -> Offer:
    """The offer that these terms make, not stored yet."""
    requests.check_is_sent(process)
    price = price_of(request, terms)
    valid_until = terms.valid_until or clock.now() + _usual_validity(db, request)
    _check(request.quote["total"]["currency"], price.currency, valid_until, place)
    days = terms.lead_time_days
    earlier = sa.select(sa.func.max(Offer.number)).where(Offer.request_id == request.id)
    return Offer(
        request_id=request.id,
        process_id=request.process_id,
        contractor_id=request.contractor_id,
        number=(db.scalar(earlier) or 0) + 1,
        amount=price.amount,
        currency=price.currency,
        lead_time_days=_quoted_days(request.quote, place) if days is None else days,
        valid_until=valid_until,
        note=terms.note,
        general_terms=_general_terms(db, request),
    )


def _general_terms(db: Session, request: Request) -> GeneralTermsJson:
    """Those of both sides as they stand now; a visitor states none."""
    client_id = project_of(db, request.project_id).client_id
    query = sa.select(Organization.id, Organization.general_terms).where(
        Organization.id.in_([id for id in (client_id, request.contractor_id) if id])
    )
    # One organisation may be both sides, and states the same for both then.
    terms: dict[UUID | None, str] = {id: stated for id, stated in db.execute(query)}
    return {"client": terms.get(client_id, ""), "contractor": terms.get(request.contractor_id, "")}


def price_of(request: Request, terms: NewOffer) -> OfferedPrice:
    """The price that an offer of these terms has."""
    if terms.price:
        return terms.price
    total = request.quote["total"]
    # Unchecked: quotes of old have more decimals than their currency.
    return OfferedPrice.model_construct(currency=total["currency"], amount=Decimal(total["amount"]))


def _usual_validity(db: Session, request: Request) -> timedelta:
    """As the contractor's organisation has set it."""
    chosen = windows.chosen_by(db, request.contractor_id)
    return windows.window(DEADLINES[RequestState.OFFERED], chosen).after


def _quoted_days(quote: Mapping[str, Any], place: str) -> int:
    if "lead_time_days" not in quote:
        raise BadField.at(f"{place}/lead_time_days", _("the quote names none; say how many"))
    return int(quote["lead_time_days"])


def _check(quoted: str, currency: str, valid_until: datetime, place: str) -> None:
    if currency != quoted:
        message = _("the request is quoted in {quoted}; {currency} cannot be compared with it")
        raise BadField.at(f"{place}/price/currency", message, quoted=quoted, currency=currency)
    now = clock.now()
    if valid_until <= now:
        message = _("{valid_until} is already over")
        raise BadField.at(f"{place}/valid_until", message, valid_until=valid_until.isoformat())
    if valid_until > now + LONGEST_VALIDITY:
        raise BadField.at(
            f"{place}/valid_until",
            _("{valid_until} is more than {days} days ahead"),
            valid_until=valid_until.isoformat(),
            days=LONGEST_VALIDITY.days,
        )
