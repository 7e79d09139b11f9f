"""Events over HTTP: listening to them, as server-sent events or at a WebSocket."""

from typing import Annotated, Any

from apiflask import APIBlueprint
from flask import Response, request
from pydantic import BaseModel, Field, StringConstraints
from websockets.datastructures import Headers
from websockets.http11 import Request
from websockets.server import ServerProtocol
from werkzeug.exceptions import BadRequest

from service.access.permissions import NOBODY, Principal
from service.api.events.events import Filters, Position
from service.api.http import web
from service.api.http.origins import is_ours
from service.api.http.server_contract import StreamResponse
from service.database import transactions as database
from service.events import feed
from service.events.streaming.acceptor import seat_of
from service.events.streaming.openings import StreamOpening
from service.notifications import unread
from service.orders import projects
from service.translations import gettext_noop as _

blueprint = APIBlueprint("event_stream", __name__, url_prefix="/events", tag="Events")


class StreamQuery(Filters):
    """Which events are wanted, and from where on."""

    after: Position | None = Field(
        None, description="the last position that was seen; without it: what comes from now on"
    )


class StreamHeaders(BaseModel):
    """Where a stream that broke off goes on."""

    last_event_id: Annotated[str, StringConstraints(pattern=r"^\d{0,18}$")] | None = Field(
        None, description="goes before `after`; browsers send it"
    )


#: What the document says about the answers.
REFUSALS: dict[int, Any] = {
    401: "Neither key nor session.",
    429: "Your address or organisation has as many streams open as it may.",
    503: "No stream can be opened now; `Retry-After` says when to try again.",
}
ANSWERS: dict[int, Any] = {
    200: {
        "description": "A stream without an end.",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    },
    **REFUSALS,
}
SOCKET_ANSWERS: dict[int, Any] = {
    101: {"description": "The connection is a WebSocket from here on."},
    400: "The handshake is not one of RFC 6455.",
    426: "The request does not ask for a WebSocket; `Upgrade` names the protocol.",
    **REFUSALS,
}


@blueprint.get("/stream")
@blueprint.input(StreamQuery, location="query")
@blueprint.input(StreamHeaders, location="headers")
@blueprint.doc(
    operation_id="stream_events",
    summary="Listen to events",
    description="Server-sent events: `id` is the position, `event` the type, `data` the event. "
    "A comment every 15 seconds shows that the stream lives. If the position is no longer kept, "
    "an event `reset` says so: read everything anew; the stream goes on from there. What you may "
    "hear is what you may see at that moment; the stream ends with your session or key. Who takes "
    "nothing for ten seconds is cut off, and may resume there. A visitor's drafts become the "
    "user's when they open the stream after logging in.",
    responses=ANSWERS,
)
@web.own_transaction
def stream(query_data: StreamQuery, headers_data: StreamHeaders) -> Response:
    """Find out who asks; then the connection is a stream."""
    reader = web.principal()
    unread.reader_id(reader)
    _save_drafts(reader)
    headers = {
        "Content-Type": "text/event-stream",
        "Connection": "close",
        "X-Accel-Buffering": "no",  # nginx would hold events back
    }
    after = int(headers_data.last_event_id) if headers_data.last_event_id else query_data.after
    if request.method == "HEAD":
        return Response(status=200, headers=headers)
    return StreamResponse(_opening("sse", reader, after, query_data), 200, headers)


@blueprint.get("/ws")
@blueprint.input(StreamQuery, location="query")
@blueprint.doc(
    operation_id="listen_to_events",
    summary="Listen to events at a WebSocket",
    description='Say first where to begin: `{"after": 1841}`, or null for what comes from now '
    "on; an API key can be given beside it as `token`, for browsers of other sites cannot send "
    'it as a header. Then every message is an event; `{"ping": 1841}` every 20 seconds shows '
    "that the stream lives, and the position reached; a message of the type `reset` says that the "
    "position is no longer kept: read everything anew. Ends with the code 4401 when the session "
    "or key does not hold (any more), 4400 for a first message that makes no sense. The session "
    "cookie counts only for pages of this site.",
    responses=SOCKET_ANSWERS,
)
@web.own_transaction
def listen(query_data: StreamQuery) -> Response:
    """Agree on the protocol; then the connection is a stream."""
    reader = web.principal()
    if not request.headers.get("Upgrade"):
        unread.reader_id(reader)  # nobody gets another answer here than elsewhere
    headers = _handshake()
    if reader.via == "session" and not is_ours(request.headers.get("Origin")):
        reader = NOBODY
    _save_drafts(reader)
    return StreamResponse(_opening("ws", reader, query_data.after, query_data), 101, headers)


def _opening(kind: Any, reader: Principal, after: int | None, filters: Filters) -> StreamOpening:
    if after is None:
        with database.reading() as db:
            after = feed.last_position(db)
    return StreamOpening(
        kind=kind,
        head=b"",
        after=after,
        via=reader.via,
        credential_id=reader.credential_id,
        filter=filters.filter(),
        seat=seat_of(reader, request.remote_addr or ""),
    )


def _save_drafts(reader: Principal) -> None:
    if not (reader.user_id and reader.visitor_id and reader.home_id):
        return
    with database.reading() as db:
        if not projects.has_drafts(db, reader.visitor_id):  # mostly; then no writer is waited for
            return
    with database.writing(web.caller()) as db:
        projects.save(db, reader, reader.visitor_id, partly=True)


def _handshake() -> dict[str, str]:
    """The headers that agree to a WebSocket; raises web.UpgradeRequired, BadRequest."""
    asked = Request(request.path, Headers(list(request.headers)))
    answer = ServerProtocol().accept(asked)
    reason = answer.body.decode().splitlines()[0] if answer.body else ""
    if answer.status_code == 426:
        raise web.UpgradeRequired(_("this address speaks WebSocket: send Upgrade: websocket"))
    if answer.status_code != 101:
        raise BadRequest(reason)
    return dict(answer.headers.raw_items())
