"""Answers a request by a signed link: as its contractor, by the same moves as over the API."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import answer_links, clock, offering, requesting
from service.access import AGAINST_WRITERS, SEEING
from service.answer_links import BadLink
from service.models import Message, Offer, Organization, Process, Request
from service.offering import Terms
from service.processes import BadField
from service.who import Who
from workflows.engine import Actor
from workflows.request import REQUEST, RequestFacts, RequestState

#: Characters of what is written on the page.
LONGEST_TEXT = 5000
LONGEST_REASON = 500
LARGEST_AMOUNT = Decimal("99999999.99")
LONGEST_DAYS = 3650
#: Days that an offer binds where the page leaves it open.
USUAL_DAYS = 14


class Closed(Exception):
    """The request does not take answers any more; `state` is how it ended."""

    def __init__(self, state: RequestState) -> None:
        super().__init__(f"the request is {state.value}")
        self.state = state


class Stale(Exception):
    """The page was filled in before something else happened to the request."""


@dataclass(frozen=True)
class Answering:
    """A request as its contractor sees it by a link."""

    request: Request
    process: Process
    contractor: Organization
    who: Who

    @property
    def actions(self) -> tuple[str, ...]:
        """What can be done now."""
        if self.request.state is RequestState.ACCEPTED:
            return ()
        return REQUEST.actions(self.request.state, Actor.CONTRACTOR, RequestFacts())


def find(db: Session, token: str, *, lock: bool = False) -> Answering:
    """The request of a link; raises BadLink, Closed.

    With `lock` the process is locked first and the request after it, as everywhere.
    """
    link = answer_links.read(token)
    request = db.get(Request, link.request_id)
    if request is None or request.contractor_id != link.contractor_id:
        raise BadLink("the link leads to nothing that is here")
    process = db.get_one(Process, request.process_id)
    if lock:
        db.refresh(process, with_for_update=AGAINST_WRITERS)
        db.refresh(request, with_for_update=AGAINST_WRITERS)
    if request.state not in SEEING:
        raise Closed(request.state)
    contractor = db.get_one(Organization, request.contractor_id)
    name = f"{contractor.name}, by signed link"[:200]
    who = Who(Actor.CONTRACTOR, None, name, contractor.id)
    return Answering(request, process, contractor, who)


def offers_of(db: Session, request: Request) -> Sequence[Offer]:
    """The offers that were made, oldest first."""
    query = sa.select(Offer).where(Offer.request_id == request.id).order_by(Offer.number)
    return db.scalars(query).all()


def messages_of(db: Session, request: Request) -> Sequence[Message]:
    """What client and contractor wrote to each other, oldest first; the last hundred."""
    query = sa.select(Message).where(Message.request_id == request.id)
    return db.scalars(query.order_by(Message.id.desc()).limit(100)).all()[::-1]


def act(db: Session, found: Answering, action: str, form: dict[str, str]) -> None:
    """Do what the form asks for; the caller holds the process' lock.

    Raises Stale for a form of an earlier state of the request, BadField for what cannot be, and
    whatever the move raises.
    """
    if form.get("version") != str(found.request.version):
        raise Stale("the request has changed since the page was opened")
    ACTIONS[action](db, found, form)


def _acknowledge(db: Session, found: Answering, form: dict[str, str]) -> None:
    requesting.acknowledge(db, found.request, found.process, found.who)


def _ask(db: Session, found: Answering, form: dict[str, str]) -> None:
    text = _text(form, "text", LONGEST_TEXT, needed=True)
    requesting.ask(db, found.request, found.process, found.who, text)


def _decline(db: Session, found: Answering, form: dict[str, str]) -> None:
    reason = _text(form, "reason", LONGEST_REASON)
    requesting.decline(db, found.request, found.process, found.who, reason)


def _offer_as_quoted(db: Session, found: Answering, form: dict[str, str]) -> None:
    _offer(db, found, Terms(note=_text(form, "note", LONGEST_TEXT)))


def _offer_otherwise(db: Session, found: Answering, form: dict[str, str]) -> None:
    terms = Terms(
        amount=_amount(form.get("amount", "")),
        lead_time_days=_days(form.get("lead_time_days", "")),
        valid_until=_until(form.get("valid_until", "")),
        note=_text(form, "note", LONGEST_TEXT),
    )
    _offer(db, found, terms)


def _offer(db: Session, found: Answering, terms: Terms) -> None:
    offering.offer(db, found.request, found.process, found.who, terms)


ACTIONS: dict[str, Callable[[Session, Answering, dict[str, str]], None]] = {
    "acknowledge": _acknowledge,
    "ask": _ask,
    "decline": _decline,
    "offer": _offer_as_quoted,
    "counter_offer": _offer_otherwise,
}


def _text(form: dict[str, Any], name: str, most: int, *, needed: bool = False) -> str:
    text = str(form.get(name, "")).replace("\r\n", "\n").replace("\x00", "").strip()
    if needed and not text:
        raise BadField([(f"/{name}", "this is missing")])
    if len(text) > most:
        raise BadField([(f"/{name}", f"this has {len(text)} characters; {most} are the most")])
    return text


def _amount(text: str) -> Decimal:
    """An amount as people write it: 1234.50, 1.234,50 or 1,234.50."""
    plain = text.strip().replace(" ", "").replace("\u00a0", "").replace("'", "")
    if "," in plain and plain.rfind(",") > plain.rfind("."):
        plain = plain.replace(".", "").replace(",", ".")
    plain = plain.replace(",", "")
    try:
        amount = Decimal(plain)
        if not amount.is_finite():
            raise InvalidOperation
        amount = amount.quantize(Decimal("0.01"))
    except InvalidOperation as error:
        raise BadField([("/amount", f"{text!r:.40} is no amount")]) from error
    if not 0 < amount <= LARGEST_AMOUNT:
        raise BadField([("/amount", f"{text:.40} is not between 0 and {LARGEST_AMOUNT}")])
    return amount


def _days(text: str) -> int:
    if not text.strip().isdecimal() or not 1 <= int(text.strip()[:9]) <= LONGEST_DAYS:
        raise BadField([("/lead_time_days", f"{text!r:.40} is not 1 to {LONGEST_DAYS} days")])
    return int(text.strip())


def _until(text: str) -> datetime:
    """The end of that day; two weeks without one."""
    if not text.strip():
        return clock.now() + timedelta(days=USUAL_DAYS)
    try:
        day = datetime.strptime(text.strip(), "%Y-%m-%d").date()  # noqa: DTZ007
    except ValueError as error:
        raise BadField([("/valid_until", f"{text!r:.40} is no day")]) from error
    return datetime.combine(day, time(23, 59, 59), UTC)
