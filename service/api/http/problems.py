"""The one table that knows both our errors and HTTP: RFC 9457 problem documents."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import structlog
from apiflask import APIFlask, HTTPError
from flask import Response, current_app, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from service.access import lookup, permissions
from service.access.permissions import BadCredentials
from service.accounts import api_keys, login, members, passwords, roles, users
from service.api.http import content_coding, paging, preconditions, uploads, web
from service.api.orders.batches import NoneAccepted
from service.api.orders.refusal_context import standing
from service.catalogue import terms
from service.database import idempotency_keys
from service.database.errors import (
    DatabaseError,
    DriverError,
    StaleDataError,
    is_lost_race,
    is_outage,
)
from service.errors import BadField, Busy, IdTaken, TooMany
from service.events import feed
from service.events.streaming import handover
from service.files import disk_space, repairs, storage
from service.manufacturing.geometry.meshes import Unreadable
from service.operations import parked
from service.orders import dependencies, projects
from service.values import emails
from service.verification import estimates
from workflows.engine import IllegalMove, NotReady

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"
#: Where the documentation explains each `type`.
DOCUMENTED_AT = "/api/v1/docs/problems#"
#: Seconds after which a caller may try again while a dependency is down.
RETRY_AFTER_S = 2


class Row(NamedTuple):
    """How an error is answered."""

    status: int
    slug: str
    title: str


#: What is not in this table is a bug and answers 500.
TABLE: dict[type[Exception], Row] = {
    web.BadText: Row(400, "bad-text", "The request holds a forbidden character"),
    paging.BadCursor: Row(422, "bad-cursor", "The cursor is not known"),
    paging.BadIds: Row(422, "bad-ids", "The ids cannot be read"),
    web.BadMediaType: Row(415, "unsupported-media-type", "The media type is not supported"),
    content_coding.UnknownCoding: Row(415, "unknown-coding", "The content coding is not known"),
    content_coding.BrokenCoding: Row(400, "broken-coding", "The body cannot be unpacked"),
    web.CsrfFailed: Row(403, "csrf", "The CSRF token is missing or wrong"),
    preconditions.PreconditionFailed: Row(412, "version-moved-on", "The version has moved on"),
    preconditions.ThereAlready: Row(412, "there-already", "There is something already"),
    preconditions.UnreadableTags: Row(400, "unreadable-tags", "The entity tags cannot be read"),
    idempotency_keys.KeyInUse: Row(409, "idempotency-key-in-use", "The first request still runs"),
    idempotency_keys.KeyReused: Row(422, "idempotency-key-reused", "The key was used otherwise"),
    NoneAccepted: Row(409, "none-accepted", "Nothing was started"),
    IllegalMove: Row(409, "illegal-move", "The state does not allow this"),
    NotReady: Row(409, "not-ready", "Something is missing"),
    StaleDataError: Row(409, "changed-meanwhile", "Somebody else was faster"),
    lookup.Unknown: Row(404, "not-found", "There is no such thing"),
    permissions.Unauthenticated: Row(401, "unauthenticated", "Nobody knows who asks"),
    permissions.Forbidden: Row(403, "forbidden", "A right is missing"),
    IdTaken: Row(409, "id-taken", "The id is taken"),
    projects.CannotDelete: Row(409, "cannot-delete", "This cannot be deleted yet"),
    BadField: Row(422, "invalid", "The input is not valid"),
    TooMany: Row(409, "too-many", "The limit is reached"),
    dependencies.BadDependency: Row(409, "bad-dependency", "The dependency is not possible"),
    estimates.NotMeasured: Row(409, "not-measured", "The file is not measured yet"),
    parked.NotParked: Row(409, "not-parked", "The process is not parked"),
    feed.Gone: Row(410, "events-gone", "The events are no longer kept"),
    handover.StreamsFull: Row(503, "crowded", "Too much at once"),
    handover.NoStreamingProcess: Row(503, "no-streams", "No stream can be opened now"),
    web.UpgradeRequired: Row(426, "upgrade-required", "This address speaks another protocol"),
    storage.TooLarge: Row(413, "too-large", "The content is too large"),
    BadCredentials: Row(401, "bad-credentials", "This lets nobody in"),
    login.Disabled: Row(403, "account-disabled", "The account is disabled"),
    passwords.WeakPassword: Row(422, "weak-password", "The password is not acceptable"),
    emails.BadEmail: Row(422, "bad-email", "The e-mail address is not valid"),
    users.EmailTaken: Row(409, "email-taken", "The e-mail address is taken"),
    users.UnknownUser: Row(422, "unknown-user", "Nobody has this e-mail address"),
    members.AlreadyMember: Row(409, "already-member", "The user is a member already"),
    members.LastOwner: Row(409, "last-owner", "An organization keeps an owner"),
    roles.UnknownRole: Row(422, "unknown-role", "There is no such role"),
    roles.RoleTaken: Row(409, "role-taken", "The role's name is taken"),
    roles.RoleInUse: Row(409, "role-in-use", "Members hold the role"),
    roles.OwnerIsFixed: Row(409, "owner-is-fixed", "The owner's role stays as it is"),
    api_keys.BadExpiry: Row(422, "bad-expiry", "The key would have expired already"),
    uploads.BadUpload: Row(400, "bad-upload", "The upload cannot be read"),
    Unreadable: Row(422, "unreadable-model", "The model cannot be read"),
    repairs.NotRepairable: Row(422, "not-repairable", "The model cannot be repaired"),
    repairs.NothingToRepair: Row(409, "nothing-to-repair", "There is nothing to repair"),
    repairs.NotOffered: Row(409, "not-offered", "The file is not offered"),
    terms.NoTerms: Row(409, "no-terms", "The organization makes no parts yet"),
    Busy: Row(503, "crowded", "Too much at once"),
    storage.ContentMissing: Row(503, "content-missing", "The content cannot be read now"),
}
#: Errors that depend on where a process stands; who gets one wants to know that.
REFUSED_AS_IT_STANDS = (
    IllegalMove,
    NotReady,
    StaleDataError,
    DriverError,
    preconditions.PreconditionFailed,
    preconditions.ThereAlready,
)
#: Slugs of the answers that Flask and Werkzeug give themselves.
SLUGS = {
    400: "unreadable",
    401: "unauthenticated",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "unsupported-media-type",
    416: "range-not-satisfiable",
    422: "invalid",
    429: "too-many-requests",
    500: "internal",
    503: "unavailable",
    507: "no-room",
}


#: What pydantic says, and what we say instead.
PLAINLY = {
    "Extra inputs are not permitted": "there is no such field",
    "Field required": "this is missing",
}


def problem(
    status: int, slug: str, title: str, detail: str, more: Mapping[str, Any] | None = None
) -> Response:
    """A problem document; `type` is a stable address in the documentation."""
    body = {
        "type": DOCUMENTED_AT + slug,
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.path,
        **(more or {}),
    }
    response = current_app.make_response((body, status))
    response.headers["Content-Type"] = MEDIA_TYPE
    if status in (429, 503, 507) and "Retry-After" not in response.headers:
        response.headers["Retry-After"] = str(RETRY_AFTER_S)
    if slug == "unknown-coding":
        response.headers["Accept-Encoding"] = content_coding.GZIP
    if status == 426:
        response.headers["Upgrade"] = "websocket"
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="werkbank"'
    return response


def handle(app: APIFlask) -> None:
    """Let the application answer every error with a problem document."""
    for error in TABLE:
        app.register_error_handler(error, _known)
    app.error_processor(_invalid)  # also takes every HTTPException, so ours must come after it
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DatabaseError, _database)
    app.register_error_handler(OSError, _system)
    app.register_error_handler(Exception, _bug)


def row_of(error: Exception) -> Row:
    """The table's row for an error, by its nearest class."""
    return next(TABLE[cls] for cls in type(error).__mro__ if cls in TABLE)


def _known(error: Exception) -> Response:
    row = row_of(error)
    detail = str(error)
    if isinstance(error, StaleDataError):
        detail = "somebody else changed it at the same moment; read it again and decide anew"
    return problem(row.status, row.slug, row.title, detail, _more(error) | _standing(error))


def _more(error: Exception) -> dict[str, Any]:
    """What a problem says beside its sentence: states, actions, missing things, pointers."""
    if isinstance(error, IllegalMove):
        return {"state": error.state.value, "actions": list(error.allowed)}
    if isinstance(error, NotReady):
        return {"missing": [missing._asdict() for missing in error.missing]}
    if isinstance(error, NoneAccepted):
        return {"items": error.items}
    if isinstance(error, feed.Gone):
        return {"position": error.last}
    if isinstance(error, BadField):
        return {"errors": [{"pointer": p, "detail": d} for p, d in error.errors]}
    return {}


def _standing(error: Exception) -> dict[str, Any]:
    process_id = (request.view_args or {}).get("process_id")
    if process_id and isinstance(error, REFUSED_AS_IT_STANDS):
        return standing(process_id)
    return {}


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400 and error.response:  # a redirect of the router
        return current_app.make_response(error.response)
    detail = _said(error)
    response = problem(status, SLUGS.get(status, f"http-{status}"), error.name, detail)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After", "Content-Range"):
            response.headers[name] = value
    return response


def _said(error: HTTPException) -> str:
    """What the error says; Werkzeug's own sentences are about browsers, so ours replace them."""
    if error.description and error.description != type(error).description:
        return error.description
    if isinstance(error, MethodNotAllowed):
        return f"{request.method} is not possible here; {', '.join(error.valid_methods or ())} is"
    if isinstance(error, NotFound):
        return f"there is nothing at {request.path}; /api/v1/docs lists what there is"
    return error.description or error.name


def _invalid(error: HTTPError) -> Response:
    """What APIFlask raises: input that its schema refuses, above all."""
    detail, errors = error.message or "", []
    if error.status_code == 422 and isinstance(error.detail, dict):
        for location, fields in error.detail.items():
            for name, sentences in fields.items():
                pointer = "" if name == "_schema" else "/" + str(name).replace(".", "/")
                where = "" if location == "json" else f"{location}:"
                errors += [
                    {"pointer": where + pointer, "detail": _plainly(text)} for text in sentences
                ]
        detail = "; ".join(f"{e['pointer'] or 'the body'}: {e['detail']}" for e in errors)
    slug = SLUGS.get(error.status_code, f"http-{error.status_code}")
    title = "The input is not valid" if errors else error.message or "Error"
    return problem(error.status_code, slug, title, detail, {"errors": errors} if errors else None)


def _plainly(text: str) -> str:
    return PLAINLY.get(text, text.removeprefix("Value error, "))


def _system(error: OSError) -> Response:
    return _no_room(error) if disk_space.is_full(error) else _bug(error)


def _no_room(error: Exception) -> Response:
    log.error("there is no room left", error=str(error)[:300])
    detail = "the disk is full; nothing was changed, and it works again once there is room"
    return problem(507, "no-room", "There is no room left", detail)


def _database(error: Exception) -> Response:
    if disk_space.is_full(error):
        return _no_room(error)
    if is_lost_race(error):
        more = _standing(error)
        return problem(
            409, "changed-meanwhile", "Somebody else was faster", "try again in a moment", more
        )
    if not is_outage(error):
        return _bug(error)
    log.error("the database cannot be reached", error=str(error)[:300])
    return problem(503, "unavailable", "The database is down", "the database cannot be reached")


def _bug(error: Exception) -> Response:
    route = request.url_rule.rule if request.url_rule else None  # a path may hold a secret
    log.exception("a request failed", route=route, method=request.method)
    return problem(500, "internal", "This is a bug", "the request failed; it has been logged")
