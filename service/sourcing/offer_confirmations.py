"""Lets a contractor confirm by mail an offer that somebody makes by a link, above its limit."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.actor import ActingParty
from service.catalogue import link_versions
from service.database import one_time_tokens, unversioned
from service.database.locks import AGAINST_WRITERS
from service.database.models import (
    ContractorRow,
    Offer,
    OneTimeToken,
    Organization,
    Process,
    Request,
)
from service.database.models.column_json import PendingOfferJson
from service.database.one_time_tokens import IssuedToken, TokenVoid
from service.ids import new_id
from service.notifications import account_mails
from service.sourcing import offers
from service.sourcing.answer_fields import NewOffer, OfferedPrice
from service.translations import gettext_noop as _
from workflows.engine import Actor, IllegalMove, NotReady
from workflows.request import ANSWERABLE

PURPOSE: Final = "offer_confirmation"
#: How long the link in the mail works, from when the mail is sent.
LINK_LASTS = timedelta(minutes=30)


class NoAddress(Exception):
    """The contractor has no confirmed address to which the link could be mailed."""


class TooManyMails(Exception):
    """The contractor's address has had as many such mails as one gets in an hour."""


@dataclass(frozen=True)
class PendingOffer:
    """An offer that waits for its confirmation."""

    request: Request
    contractor: Organization
    terms: NewOffer

    @property
    def price(self) -> OfferedPrice:
        """What it offers the parts for."""
        return offers.price_of(self.request, self.terms)


def is_needed(db: Session, request: Request, terms: NewOffer) -> bool:
    """Whether an offer by link is above what its contractor lets links offer."""
    query = sa.select(ContractorRow.terms)
    stated = db.scalar(query.where(ContractorRow.organization_id == request.contractor_id)) or {}
    limit = stated.get("link_offer_limit")
    return limit is not None and offers.price_of(request, terms).amount > Decimal(limit)


def mail_link(db: Session, request: Request, contractor: Organization, terms: NewOffer) -> None:
    """Keep the offer, and mail its contractor the link that makes it; a newer one voids it.

    Raises NoAddress, TooManyMails.
    """
    if (email := contractor.confirmed_email) is None:
        raise NoAddress(f"{contractor.name} has no confirmed address")
    content = terms.model_dump(mode="json", exclude_defaults=True)
    pending_offer = PendingOfferJson(id=str(new_id()), terms=content)
    unversioned.update(db, request, pending_offer=pending_offer)
    if not account_mails.enqueue(db, PURPOSE, email, subject_id=request.id):
        raise TooManyMails(f"{email} has had too many such mails")


def pending(db: Session, request_id: UUID) -> PendingOffer | None:
    """The offer that waits for its confirmation, if one does."""
    request = db.get(Request, request_id)
    if request is None or request.pending_offer is None or request.state not in ANSWERABLE:
        return None
    contractor = db.get_one(Organization, request.contractor_id)
    return PendingOffer(
        request, contractor, NewOffer.model_validate(request.pending_offer["terms"])
    )


def issue_link(db: Session, offer: PendingOffer) -> IssuedToken:
    """The token that the mail carries; void once the address, the links or the offer change."""
    bound_to = _bound_to(db, offer)
    return one_time_tokens.issue(db, PURPOSE, offer.request.id, bound_to, LINK_LASTS)


def find(db: Session, token: str) -> PendingOffer:
    """The offer that a link would make; raises as one_time_tokens.find does, and TokenVoid."""
    return _of(db, one_time_tokens.find(db, PURPOSE, token))


def confirm(db: Session, token: str) -> Offer:
    """Make the offer of a link; raises as one_time_tokens.find does, TokenVoid, BadField.

    The process is locked first and the request after it, as everywhere.
    """
    row = one_time_tokens.find(db, PURPOSE, token, lock=True)
    offer = _of(db, row)
    request = offer.request
    process = db.get_one(Process, request.process_id)
    db.refresh(process, with_for_update=AGAINST_WRITERS)
    db.refresh(request, with_for_update=AGAINST_WRITERS)
    one_time_tokens.use(row, _bound_to(db, offer))
    name = f"{offer.contractor.name}, by link and mail"[:200]
    actor = ActingParty(Actor.CONTRACTOR, None, name, offer.contractor.id)
    try:
        made = offers.offer(db, request, process, actor, offer.terms)
    except (IllegalMove, NotReady) as error:
        raise TokenVoid(_OVER) from error
    unversioned.update(db, request, pending_offer=None)
    return made


_OVER = _("the request does not take this offer any more")


def _of(db: Session, row: OneTimeToken) -> PendingOffer:
    offer = pending(db, row.subject_id)
    if offer is None:
        raise TokenVoid(_OVER)
    one_time_tokens.check(row, _bound_to(db, offer))
    return offer


def _bound_to(db: Session, offer: PendingOffer) -> tuple[str, ...]:
    content = orjson.dumps(offer.request.pending_offer, option=orjson.OPT_SORT_KEYS).decode()
    version = link_versions.version_of(db, offer.contractor.id)
    return content, offer.contractor.confirmed_email or "", str(version)
