"""Adds up what the processes of projects are worth: ordered, offered, or quoted so far."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.request_view import SHOWS_PROCESS
from service.database.models import Offer, Process, Project, Request, Verification
from service.lifecycle.fact_sources import IS_NEWEST_OFFER
from workflows.engine import Actor
from workflows.process import ASKED, ProcessState
from workflows.request import OPEN, RequestState

#: Amounts by currency: they are never added across currencies.
Amounts = dict[str, Decimal]

#: Ended without a delivery: worth nothing.
VOID = (ProcessState.CANCELLED, ProcessState.FAILED)
#: Quoted and perhaps asked for already; an offer takes the quote's place.
QUOTED = (ProcessState.VERIFIED, ProcessState.SENDING, *ASKED)


@dataclass(frozen=True)
class Totals:
    """What the processes of one project are worth; each counts once, as far as it has come."""

    #: accepted offers
    confirmed: Amounts = field(default_factory=dict)
    #: the lowest binding offer of each process that waits for a decision
    offered: Amounts = field(default_factory=dict)
    #: of each process that is not offered yet the lowest quote of whoever is asked, or the best
    quoted: Amounts = field(default_factory=dict)


def totals_of(
    db: Session, rows: Sequence[tuple[Project, Actor]], parties: Collection[UUID]
) -> dict[UUID, Totals]:
    """The totals of each project for the side that looks, without tax; three queries in all.

    Contractors see the worth of their own offers and quotes alone.
    """
    owned = [project.id for project, side in rows if side is not Actor.CONTRACTOR]
    received = [project.id for project, side in rows if side is Actor.CONTRACTOR]
    confirmed = _confirmed(db, owned, received, parties)
    offered = _offered(db, owned, received, parties)
    quoted = _quoted(db, owned, received, parties)
    for process_id in offered:
        quoted.pop(process_id, None)
    sums = {project.id: Totals() for project, _ in rows}
    for worth, name in ((confirmed, "confirmed"), (offered, "offered"), (quoted, "quoted")):
        for project_id, currency, amount in worth.values():
            amounts = getattr(sums[project_id], name)
            amounts[currency] = amounts.get(currency, Decimal(0)) + amount
    return sums


#: By process: its project, and what it is worth.
Worth = dict[UUID, tuple[UUID, str, Decimal]]


def _confirmed(
    db: Session, owned: list[UUID], received: list[UUID], parties: Collection[UUID]
) -> Worth:
    of_contractor = sa.and_(Process.project_id.in_(received), Process.contractor_id.in_(parties))
    query = (
        sa.select(Process.id, Process.project_id, Offer.currency, Offer.amount)
        .join(Offer, Offer.id == Process.offer_id)
        .where(
            Process.deleted_at.is_(None),
            Process.state.not_in(VOID),
            sa.or_(Process.project_id.in_(owned), of_contractor),
        )
    )
    offers = _amounts(db, query)
    return {id: (project, currency, amount) for id, project, currency, amount in offers}


def _offered(
    db: Session, owned: list[UUID], received: list[UUID], parties: Collection[UUID]
) -> Worth:
    query = (
        sa.select(Process.id, Process.project_id, Offer.currency, Offer.amount)
        .join(Request, Request.process_id == Process.id)
        .join(Offer, Offer.request_id == Request.id)
        .where(
            Process.deleted_at.is_(None),
            Process.state.in_(ASKED),
            Request.state == RequestState.OFFERED,
            IS_NEWEST_OFFER,
            _visible(owned, received, parties),
        )
    )
    return _lowest(_amounts(db, query))


def _quoted(
    db: Session, owned: list[UUID], received: list[UUID], parties: Collection[UUID]
) -> Worth:
    """The lowest quote of whoever is asked; of a process that nobody was asked for, the best."""
    best = Verification.best_quote
    has_open_request = sa.exists().where(Request.process_id == Process.id, Request.state.in_(OPEN))
    unasked = (
        sa.select(
            Process.id,
            Process.project_id,
            best["currency"].as_string(),
            best["amount"].as_string(),
        )
        .join(Verification, Verification.id == Process.verification_id)
        .where(
            Process.deleted_at.is_(None),
            Process.state.in_(QUOTED),
            Process.project_id.in_(owned),
            best.is_not(None),
            ~has_open_request,
        )
    )
    total = Request.quote["total"]
    of_requests = (
        sa.select(
            Process.id,
            Process.project_id,
            total["currency"].as_string(),
            total["amount"].as_string(),
        )
        .join(Request, Request.process_id == Process.id)
        .where(
            Process.deleted_at.is_(None),
            Process.state.in_(QUOTED),
            _visible(owned, received, parties),
        )
    )
    return _lowest(_amounts(db, sa.union_all(unasked, of_requests)))


def _visible(
    owned: list[UUID], received: list[UUID], parties: Collection[UUID]
) -> sa.ColumnElement[bool]:
    of_received = sa.and_(
        Request.project_id.in_(received),
        Request.contractor_id.in_(parties),
        SHOWS_PROCESS,
    )
    return sa.or_(sa.and_(Request.project_id.in_(owned), Request.state.in_(OPEN)), of_received)


def _amounts(db: Session, query: sa.Executable) -> Iterator[tuple[UUID, UUID, str, Decimal]]:
    for process_id, project_id, currency, amount in db.execute(query):
        yield process_id, project_id, currency, Decimal(amount)


def _lowest(quotes: Iterable[tuple[UUID, UUID, str, Decimal]]) -> Worth:
    """The lowest amount of each process, in the currency that most of its amounts are in."""
    amounts: dict[UUID, dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    projects: dict[UUID, UUID] = {}
    for process_id, project_id, currency, amount in quotes:
        amounts[process_id][currency].append(amount)
        projects[process_id] = project_id
    worth: Worth = {}
    for process_id, by_currency in amounts.items():
        currency = min(by_currency, key=lambda code: (-len(by_currency[code]), code))
        worth[process_id] = (projects[process_id], currency, min(by_currency[currency]))
    return worth
