"""The one table that knows both our errors and HTTP: RFC 9457 problem documents."""

from typing import Any, NamedTuple

import structlog
from apiflask import HTTPError
from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import DBAPIError, OperationalError, TimeoutError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from service import (
    api_keys,
    choosing,
    feed,
    files,
    idempotency,
    messages,
    moves,
    organizations,
    people,
    processes,
    projects,
    requesting,
    sessions,
    storage,
    verifying,
)
from service.api import web
from workflows.engine import IllegalMove, NotReady

log = structlog.get_logger(__name__)


class Row(NamedTuple):
    """How an error is answered."""

    status: int
    slug: str
    title: str


#: What is not in this table is a bug and answers 500.
TABLE: dict[type[Exception], Row] = {
    web.BadText: Row(400, "bad-text", "The request holds a forbidden character"),
    web.BadCursor: Row(422, "bad-cursor", "The cursor is not known"),
    web.BadIds: Row(422, "bad-ids", "The ids cannot be read"),
    web.BadMediaType: Row(415, "unsupported-media-type", "The media type is not supported"),
    web.CsrfFailed: Row(403, "csrf", "The CSRF token is missing or wrong"),
    web.PreconditionFailed: Row(412, "version-moved-on", "The version has moved on"),
    idempotency.KeyInUse: Row(409, "idempotency-key-in-use", "The first request still runs"),
    idempotency.KeyReused: Row(422, "idempotency-key-reused", "The key was used otherwise"),
    IllegalMove: Row(409, "illegal-move", "The state does not allow this"),
    NotReady: Row(409, "not-ready", "Something is missing"),
    StaleDataError: Row(409, "changed-meanwhile", "Somebody else was faster"),
}


def define(rows: dict[type[Exception], Row]) -> None:
    """Add rows for the errors of a resource."""
    TABLE.update(rows)


def problem(
    status: int, slug: str, title: str, detail: str, **more: Any
) -> Response:
    """A problem document; `type` is a stable address in the documentation."""
    body = {
        "type": f"/api/v1/docs/problems#{slug}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.path,
        **more,
    }
    response = current_app.make_response((body, status))
    response.headers["Content-Type"] = "application/problem+json"
    return response
