"""Events over HTTP: listening to them as server-sent events."""

import socket
from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, Any

import orjson
import sqlalchemy as sa
from apiflask import APIBlueprint
from flask import Response, request
from pydantic import BaseModel, Field, StringConstraints
from sqlalchemy.orm import Session

from service import db as database
from service import feed, missed, projects, sessions, streams
from service.api import web
from service.api.events import Filters, Position
from service.feed import Gone, Page, Wanted
from service.models import Project
from service.rights import Principal
from service.settings import settings

blueprint = APIBlueprint("event_stream", __name__, url_prefix="/events", tag="Events")

#: Milliseconds after which a browser whose stream ended comes back.
RETRY_MS = 2000


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
ANSWERS: dict[int, Any] = {
    200: {
        "description": "A stream without an end.",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    },
    401: "Neither key nor session.",
    503: "As many streams are open as may be; `Retry-After` says when to try again.",
}


@blueprint.get("/stream")
@blueprint.input(StreamQuery, location="query")
@blueprint.input(StreamHeaders, location="headers")
@blueprint.doc(
    operation_id="stream_events",
    summary="Listen to events",
    description="Server-sent events: `id` is the position, `event` the type, `data` the event. "
    "A comment every 15 seconds shows that the stream lives. If the position is no longer kept, "
    "an event `reset` says so: read everything anew; the stream goes on from there. A visitor's "
    "drafts become the user's when he opens the stream after logging in.",
    responses=ANSWERS,
)
@web.own_transaction
def stream(query_data: StreamQuery, headers_data: StreamHeaders) -> Response:
    """Give the request's thread to the stream; it holds no transaction while it waits."""
    reader = web.principal()
    missed.me(reader)
    _save_drafts(reader)
    after = int(headers_data.last_event_id) if headers_data.last_event_id else query_data.after
    if after is None:
        with database.reading() as db:
            after = feed.last_position(db)
    if request.method == "HEAD":
        return _event_stream(())
    streams.watch.enter(_seats())
    response = _event_stream(_frames(after, query_data.wanted(), _reader(), _has_left()))
    response.call_on_close(streams.watch.leave)
    return response


def _save_drafts(reader: Principal) -> None:
    if not (reader.user_id and reader.visitor_id and reader.home_id):
        return
    drafts = sa.select(Project.id).where(
        Project.visitor_id == reader.visitor_id, Project.deleted_at.is_(None)
    )
    with database.reading() as db:
        if db.scalar(drafts.limit(1)) is None:  # mostly; then nobody need wait for a writer
            return
    with database.writing() as db:
        projects.save(db, reader, reader.visitor_id)


def _seats() -> int:
    """At least half of the threads serve requests, whatever the setting says."""
    return min(settings().max_streams, settings().web_threads // 2)


def _event_stream(frames: Iterable[bytes]) -> Response:
    response = Response(frames, mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"  # nginx would hold events back
    return response


def _reader() -> Callable[[Session], Principal]:
    authorization = request.headers.get("Authorization")
    cookie = request.cookies.get(web.SESSION_COOKIE)
    return lambda db: sessions.authenticate(db, authorization, cookie)


def _has_left() -> Callable[[], bool]:
    """Whether the client has hung up; without it, only the second heartbeat would find out."""
    connection = request.environ.get("gunicorn.socket") or request.environ.get("werkzeug.socket")
    if type(connection) is not socket.socket:  # none, or one that cannot peek, as with TLS
        return lambda: False

    def has_left() -> bool:
        try:
            return connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    return has_left


def _frames(
    after: int,
    wanted: Wanted,
    find_reader: Callable[[Session], Principal],
    has_left: Callable[[], bool],
) -> Iterator[bytes]:
    yield f"retry: {RETRY_MS}\nid: {after}\n: open\n\n".encode()
    while True:
        try:
            for page in streams.follow(find_reader, after, wanted, has_left=has_left):
                yield _frame(page)
            return
        except Gone as gone:
            after = gone.last
            data = orjson.dumps({"position": after, "detail": str(gone)})
            yield b"id: %d\nevent: reset\ndata: %s\n\n" % (after, data)


def _frame(page: Page) -> bytes:
    """The events, and a comment with the position reached, so that a resume skips the rest."""
    events = [
        b"id: %d\nevent: %s\ndata: %s\n\n"
        % (event.position or 0, event.type.encode(), orjson.dumps(feed.as_dict(event)))
        for event in page.events
    ]
    return b"".join(events) or b"id: %d\n: still here\n\n" % page.position
