"""The browsers in which somebody is logged in: listed, and ended one by one or all."""

from datetime import datetime
from functools import partial
from operator import attrgetter
from uuid import UUID

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue
from pydantic import Field

from service.access.permissions import Principal
from service.accounts import sessions
from service.api.http import paging, web
from service.api.http.fields import PageQuery, Shown
from service.database.models import BrowserSession

blueprint = APIBlueprint("sessions", __name__, url_prefix="/auth/sessions", tag="Accounts")

REFUSALS = {401: "Nobody is logged in.", 403: "An API key asks."}


class SessionShown(Shown):
    """A browser in which the user is logged in."""

    id: UUID
    created_at: datetime = Field(description="when they logged in")
    last_seen_at: datetime | None = Field(
        description="when it was last used, to within ten minutes; null if that was not noted yet"
    )
    expires_at: datetime = Field(description="when it ends unless it is used before")
    address: str | None = Field(description="from where it was last used", examples=["192.0.2.7"])
    agent: str | None = Field(
        description="what the browser calls itself", examples=["Mozilla/5.0 (X11; Linux x86_64)"]
    )
    current: bool = Field(description="true for the session that asks")
    awaits_approval: bool = Field(
        description="true if it opens nothing until its device is approved by the mailed link"
    )


class SessionPage(Shown):
    """Some of the sessions."""

    items: list[SessionShown]
    next: str | None = Field(description="cursor of the next page")


@blueprint.get("")
@blueprint.input(PageQuery, location="query")
@blueprint.output(SessionPage)
@blueprint.doc(
    operation_id="list_sessions",
    summary="Where I am logged in",
    description="The user's sessions that have not ended, the oldest first.",
    responses=REFUSALS,
)
def list_sessions(query_data: PageQuery) -> SessionPage:
    """Only a session sees sessions."""
    who = web.principal()
    listed = partial(sessions.list_mine, web.db(), who)
    page, following = paging.page(query_data, listed, attrgetter("id"))
    return SessionPage(items=[_shown(session, who) for session in page], next=following)


@blueprint.delete("")
@blueprint.output({}, status_code=204, description="Ended.")
@blueprint.doc(
    operation_id="end_other_sessions",
    summary="Log me out everywhere else",
    description="Ends all sessions of the user and their streams, but the one that asks.",
    responses=REFUSALS,
)
def end_other_sessions() -> ResponseReturnValue:
    """API keys go on working."""
    sessions.end_others(web.db(), web.principal())
    return "", 204


@blueprint.delete("/<uuid:session_id>")
@blueprint.output({}, status_code=204, description="Ended.")
@blueprint.doc(
    operation_id="end_session",
    summary="Log me out somewhere",
    description="Ends one of the user's sessions and its streams.",
    responses={**REFUSALS, 404: "Unknown, or not yours."},
)
def end_session(session_id: UUID) -> ResponseReturnValue:
    """Also the one that asks."""
    sessions.end_mine(web.db(), web.principal(), session_id)
    return "", 204


def _shown(session: BrowserSession, who: Principal) -> SessionShown:
    return SessionShown(
        id=session.id,
        created_at=session.created_at,
        last_seen_at=session.last_seen_at,
        expires_at=session.expires_at,
        address=session.address or None,
        agent=session.agent or None,
        current=session.id == who.credential_id,
        awaits_approval=session.awaits_approval,
    )
