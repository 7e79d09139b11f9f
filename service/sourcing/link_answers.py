"""Answers a request by a signed link: as its contractor, by the same moves as over the API."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel, ValidationError
from sqlalchemy.orm import Session

from service import clock
from service.access.actor import ActingParty
from service.catalogue import calendars, link_versions
from service.database.locks import AGAINST_WRITERS
from service.database.models import Message, Organization, Process, Request
from service.sourcing import amounts, answer_links, offer_confirmations, offers, requests
from service.sourcing.amounts import BadAmount
from service.sourcing.answer_fields import NewOffer, Question, Refusal
from service.sourcing.answer_links import BadLink
from service.values.json_object import JsonObject
from workflows.engine import Actor
from workflows.request import ANSWERABLE, REQUEST, RequestFacts, RequestState

#: What a form sends, by the names of its fields.
Form = Mapping[str, str]
Model = TypeVar("Model", bound=BaseModel)


class BadForm(Exception):
    """Fields hold what cannot be: each with its name, what is wrong, and what a sentence needs."""

    def __init__(self, errors: Sequence[tuple[str, str, Mapping[str, Any]]]) -> None:
        super().__init__("; ".join(f"{field}: {why}" for field, why, _ in errors))
        self.errors = list(errors)


class Closed(Exception):
    """The link takes no answers any more."""


class Decided(Closed):
    """The request is over; `state` is how it ended."""

    def __init__(self, state: RequestState) -> None:
        super().__init__(f"the request is {state.value}")
        self.state = state


class Expired(Closed):
    """The time in which the link could be used is over."""


class Revoked(Closed):
    """The contractor is reached otherwise since, or has let no earlier link answer for it."""


class Stale(Exception):
    """The page was filled in before something else happened to the request."""


@dataclass(frozen=True)
class LinkAnswer:
    """A request as its contractor sees it by a link, which stood in a mail of `mailed_at`."""

    request: Request
    process: Process
    contractor: Organization
    actor: ActingParty
    mailed_at: datetime

    @property
    def actions(self) -> tuple[str, ...]:
        """What can be done now."""
        return REQUEST.actions(self.request.state, Actor.CONTRACTOR, RequestFacts())


def find(db: Session, token: str, *, lock: bool = False) -> LinkAnswer:
    """The request of a link; raises BadLink, Closed in one of its kinds.

    Once it is decided how it ended is all that a link says, also after its time; a revoked one says
    nothing. With `lock` the process is locked first and the request after it, as everywhere.
    """
    link = answer_links.read(token)
    request = db.get(Request, link.request_id)
    if request is None:
        raise BadLink("the link leads to nothing that is here")
    process = db.get_one(Process, request.process_id)
    if lock:
        db.refresh(process, with_for_update=AGAINST_WRITERS)
        db.refresh(request, with_for_update=AGAINST_WRITERS)
    if link_versions.version_of(db, request.contractor_id) != link.version:
        raise Revoked("the links mailed so far were revoked")
    if request.state not in ANSWERABLE:
        raise Decided(request.state)
    if link.expires_at <= clock.now():
        raise Expired(f"the link could be used until {link.expires_at.isoformat()}")
    contractor = db.get_one(Organization, request.contractor_id)
    name = f"{contractor.name}, by signed link"[:200]
    actor = ActingParty(Actor.CONTRACTOR, None, name, contractor.id)
    return LinkAnswer(request, process, contractor, actor, link.mailed_at)


def number_and_language(db: Session, token: str) -> tuple[str, str]:
    """The number of a link's request, even of one that is over, and what its contractor speaks."""
    link = answer_links.read(token)
    request = db.get_one(Request, link.request_id)
    return request.number, db.get_one(Organization, request.contractor_id).language


def messages_of(db: Session, answer: LinkAnswer) -> Sequence[Message]:
    """What client and contractor had written to each other when the link was mailed.

    Oldest first; the last hundred.
    """
    query = sa.select(Message).where(Message.request_id == answer.request.id)
    query = query.where(Message.created_at <= answer.mailed_at)
    return db.scalars(query.order_by(Message.id.desc()).limit(100)).all()[::-1]


def act(db: Session, answer: LinkAnswer, action: str, form: Form) -> str:
    """Do what the form asks for; the caller holds the process' lock. What came of it.

    That is "offer", "confirmation" where an offer has to be confirmed first, or the action.

    Raises Stale for a form of an earlier state of the request, BadForm and BadField for what
    cannot be, and whatever the move raises.
    """
    if form.get("version") != str(answer.request.version):
        raise Stale("the request has changed since the page was opened")
    return ACTIONS[action](db, answer, form)


def _acknowledge(db: Session, answer: LinkAnswer, form: Form) -> str:
    requests.acknowledge(db, answer.request, answer.process, answer.actor)
    return "acknowledge"


def _ask(db: Session, answer: LinkAnswer, form: Form) -> str:
    question = checked(Question, {"text": form.get("text", "")})
    requests.ask(db, answer.request, answer.process, answer.actor, question.text)
    return "ask"


def _decline(db: Session, answer: LinkAnswer, form: Form) -> str:
    refusal = checked(Refusal, {"reason": form.get("reason", "")})
    requests.decline(db, answer.request, answer.process, answer.actor, refusal.reason)
    return "decline"


def _offer_as_quoted(db: Session, answer: LinkAnswer, form: Form) -> str:
    terms = checked(NewOffer, {"as_quoted": True, "note": form.get("note", "")})
    return _offer(db, answer, terms)


def _offer_otherwise(db: Session, answer: LinkAnswer, form: Form) -> str:
    return _offer(db, answer, stated_terms(db, answer.request, form))


def stated_terms(db: Session, request: Request, form: Form) -> NewOffer:
    """The price and the dates that a form states for an offer; raises BadForm."""
    currency = str(request.quote["total"]["currency"])
    try:
        amount = amounts.read(form.get("amount", ""), currency)
    except BadAmount as error:
        raise BadForm([("amount", error.why, error.values)]) from error
    fields = {
        "price": {"amount": amount, "currency": currency},
        "lead_time_days": _days(db, request.contractor_id, form),
        "valid_until": _until(form.get("valid_until", "")),
        "note": form.get("note", ""),
    }
    return checked(NewOffer, fields)


def _offer(db: Session, answer: LinkAnswer, terms: NewOffer) -> str:
    if not offer_confirmations.is_needed(db, answer.request, terms):
        offers.offer(db, answer.request, answer.process, answer.actor, terms)
        return "offer"
    offers.check(db, answer.request, answer.process, answer.actor, terms)
    offer_confirmations.mail_link(db, answer.request, answer.contractor, terms)
    return "confirmation"


ACTIONS: dict[str, Callable[[Session, LinkAnswer, Form], str]] = {
    "acknowledge": _acknowledge,
    "ask": _ask,
    "decline": _decline,
    "offer": _offer_as_quoted,
    "counter_offer": _offer_otherwise,
}


def checked(model: type[Model], fields: JsonObject) -> Model:
    """What the API takes too, or BadForm with what is wrong about each field."""
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise BadForm(
            [
                (str(e["loc"][0] if e["loc"] else ""), e["type"], e.get("ctx", {}))
                for e in error.errors()
            ]
        ) from error


def _days(db: Session, contractor_id: UUID, form: Form) -> int:
    """Calendar days until the date on which the parts arrive, or so many as are stated.

    They count from the contractor's day, as those of a contract do.
    """
    text = form.get("delivery_date", "").strip()
    if text:
        today = calendars.working_days_of(db, contractor_id).day_of(clock.now())
        return (_day("delivery_date", text) - today).days
    stated = form.get("lead_time_days", "").strip()
    if not (stated.isdecimal() and len(stated) < 10):
        raise BadForm([("delivery_date", "unreadable", {})])
    return int(stated)


def _until(text: str) -> datetime | None:
    """The end of that day; None where the page leaves it open."""
    if not text.strip():
        return None
    return datetime.combine(_day("valid_until", text.strip()), time(23, 59, 59), UTC)


def _day(field: str, text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007
    except ValueError as error:
        raise BadForm([(field, "unreadable", {})]) from error
