"""Decides who sees a request, and until when its contractor sees the process behind it."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from service.access.actor import ActingParty
from service.access.permissions import PROCESSES_READ, Principal
from service.database.models import Request
from workflows.engine import Actor
from workflows.request import RequestState

#: A contractor sees a process from the dispatch on, until it no longer is under consideration.
_SEEING = (
    RequestState.DISPATCHED,
    RequestState.ACKNOWLEDGED,
    RequestState.CLARIFICATION,
    RequestState.OFFERED,
    RequestState.ACCEPTED,
)
#: A request that is still being dispatched is not in its contractor's inbox yet.
_ARRIVED = frozenset(RequestState) - {
    RequestState.QUEUED,
    RequestState.DISPATCHING,
    RequestState.UNREACHABLE,
    RequestState.REFUSED,
}
#: The same two as conditions of a query.
SHOWS_PROCESS: sa.ColumnElement[bool] = Request.state.in_(_SEEING)
HAS_ARRIVED: sa.ColumnElement[bool] = Request.state.in_(_ARRIVED)


def shows_process(state: RequestState) -> bool:
    """Whether the contractor of a request in this state sees the process behind it."""
    return state in _SEEING


def has_arrived(state: RequestState) -> bool:
    """Whether a request in this state is in its contractor's inbox; what is over stays there."""
    return state in _ARRIVED


def may_see_process(request: Request, actor: ActingParty) -> bool:
    """Whether the actor may see the process: a contractor only while under consideration."""
    return actor.role is not Actor.CONTRACTOR or shows_process(request.state)


def restricted_to(actor: ActingParty) -> UUID | None:
    """The contractor whose requests alone, and what belongs to them, `actor` may see of a process.

    None for the client's side and operators, who see those of all contractors.
    """
    return actor.party_id if actor.role is Actor.CONTRACTOR else None


def of_contractor(actor: ActingParty) -> sa.ColumnElement[bool]:
    """The same as a condition of a query for requests."""
    contractor_id = restricted_to(actor)
    return sa.true() if contractor_id is None else Request.contractor_id == contractor_id


def shows_papers(actor: ActingParty) -> sa.ColumnElement[bool]:
    """That `actor` may read the papers of a request, as a condition of a query.

    The client's side reads all that went out; a contractor its own while it is under consideration.
    """
    return (
        HAS_ARRIVED
        if restricted_to(actor) is None
        else sa.and_(SHOWS_PROCESS, of_contractor(actor))
    )


def visible_requests(requests: Collection[Request], actor: ActingParty) -> list[Request]:
    """Those of a process' requests that `actor` may see: a contractor its own, others all."""
    contractor_id = restricted_to(actor)
    return [r for r in requests if contractor_id in (None, r.contractor_id)]


def readable_parties(principal: Principal) -> list[UUID]:
    """The parties whose requests the caller may read."""
    return [p for p in principal.parties if PROCESSES_READ in principal.rights_in(p)]
