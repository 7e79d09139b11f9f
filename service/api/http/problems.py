"""The one table that knows both our errors and HTTP: RFC 9457 problem documents."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import structlog
from apiflask import APIFlask, HTTPError
from flask import Response, current_app, request
from pydantic import ValidationError
from werkzeug.exceptions import (
    HTTPException,
    MethodNotAllowed,
    NotFound,
    RequestEntityTooLarge,
)

from service.access import lookup, permissions
from service.access.permissions import BadCredentials
from service.accounts import api_keys, login, members, passwords, roles, users
from service.api.http import (
    content_coding,
    paging,
    preconditions,
    uploads,
    web,
)
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
from service.translations import SOURCE, Language, Sentence, choose_language, languages, say
from service.translations import gettext_noop as _
from service.values import emails, input_errors
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
    web.BadText: Row(400, "bad-text", _("The request holds a forbidden character")),
    paging.BadCursor: Row(422, "bad-cursor", _("The cursor is not known")),
    paging.BadIds: Row(422, "bad-ids", _("The ids cannot be read")),
    web.BadMediaType: Row(415, "unsupported-media-type", _("The media type is not supported")),
    content_coding.UnknownCoding: Row(415, "unknown-coding", _("The content coding is not known")),
    content_coding.BrokenCoding: Row(400, "broken-coding", _("The body cannot be unpacked")),
    web.CsrfFailed: Row(403, "csrf", _("The CSRF token is missing or wrong")),
    preconditions.PreconditionFailed: Row(412, "version-moved-on", _("The version has moved on")),
    preconditions.ThereAlready: Row(412, "there-already", _("There is something already")),
    preconditions.UnreadableTags: Row(400, "unreadable-tags", _("The entity tags cannot be read")),
    idempotency_keys.KeyInUse: Row(
        409, "idempotency-key-in-use", _("The first request still runs")
    ),
    idempotency_keys.KeyReused: Row(422, "idempotency-key-reused", _("The key was used otherwise")),
    NoneAccepted: Row(409, "none-accepted", _("Nothing was started")),
    IllegalMove: Row(409, "illegal-move", _("The state does not allow this")),
    NotReady: Row(409, "not-ready", _("Something is missing")),
    StaleDataError: Row(409, "changed-meanwhile", _("Somebody else was faster")),
    lookup.Unknown: Row(404, "not-found", _("There is no such thing")),
    permissions.Unauthenticated: Row(401, "unauthenticated", _("Nobody knows who asks")),
    permissions.Forbidden: Row(403, "forbidden", _("A right is missing")),
    IdTaken: Row(409, "id-taken", _("The id is taken")),
    projects.CannotDelete: Row(409, "cannot-delete", _("This cannot be deleted yet")),
    BadField: Row(422, "invalid", _("The input is not valid")),
    TooMany: Row(409, "too-many", _("The limit is reached")),
    dependencies.BadDependency: Row(409, "bad-dependency", _("The dependency is not possible")),
    estimates.NotMeasured: Row(409, "not-measured", _("The file is not measured yet")),
    parked.NotParked: Row(409, "not-parked", _("The process is not parked")),
    feed.Gone: Row(410, "events-gone", _("The events are no longer kept")),
    handover.StreamsFull: Row(503, "crowded", _("Too much at once")),
    handover.NoStreamingProcess: Row(503, "no-streams", _("No stream can be opened now")),
    web.UpgradeRequired: Row(426, "upgrade-required", _("This address speaks another protocol")),
    storage.TooLarge: Row(413, "too-large", _("The content is too large")),
    BadCredentials: Row(401, "bad-credentials", _("This lets nobody in")),
    login.Disabled: Row(403, "account-disabled", _("The account is disabled")),
    passwords.WeakPassword: Row(422, "weak-password", _("The password is not acceptable")),
    emails.BadEmail: Row(422, "bad-email", _("The e-mail address is not valid")),
    users.EmailTaken: Row(409, "email-taken", _("The e-mail address is taken")),
    users.UnknownUser: Row(422, "unknown-user", _("Nobody has this e-mail address")),
    members.AlreadyMember: Row(409, "already-member", _("The user is a member already")),
    members.LastOwner: Row(409, "last-owner", _("An organization keeps an owner")),
    roles.UnknownRole: Row(422, "unknown-role", _("There is no such role")),
    roles.RoleTaken: Row(409, "role-taken", _("The role's name is taken")),
    roles.RoleInUse: Row(409, "role-in-use", _("Members hold the role")),
    roles.OwnerIsFixed: Row(409, "owner-is-fixed", _("The owner's role stays as it is")),
    api_keys.BadExpiry: Row(422, "bad-expiry", _("The key would have expired already")),
    uploads.BadUpload: Row(400, "bad-upload", _("The upload cannot be read")),
    Unreadable: Row(422, "unreadable-model", _("The model cannot be read")),
    repairs.NotRepairable: Row(422, "not-repairable", _("The model cannot be repaired")),
    repairs.NothingToRepair: Row(409, "nothing-to-repair", _("There is nothing to repair")),
    repairs.NotOffered: Row(409, "not-offered", _("The file is not offered")),
    terms.NoTerms: Row(409, "no-terms", _("The organization makes no parts yet")),
    Busy: Row(503, "crowded", _("Too much at once")),
    storage.ContentMissing: Row(503, "content-missing", _("The content cannot be read now")),
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


def problem(
    status: int, slug: str, title: str, detail: str, more: Mapping[str, Any] | None = None
) -> Response:
    """A problem document in the caller's language; `type` is a stable address in the docs."""
    language = caller_language()
    body = {
        "type": DOCUMENTED_AT + slug,
        "title": say(title, language),
        "status": status,
        "detail": say(detail, language),
        "instance": request.path,
        **{name: _said_in(language, value) for name, value in (more or {}).items()},
    }
    response = current_app.make_response((body, status))
    response.headers["Content-Type"] = MEDIA_TYPE
    response.headers["Content-Language"] = language
    response.vary.add("Accept-Language")
    if status in (429, 503, 507) and "Retry-After" not in response.headers:
        response.headers["Retry-After"] = str(RETRY_AFTER_S)
    if slug == "unknown-coding":
        response.headers["Accept-Encoding"] = content_coding.GZIP
    if status == 426:
        response.headers["Upgrade"] = "websocket"
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="werkbank"'
    return response


def caller_language() -> Language:
    """The first language of `Accept-Language` that there is, or English."""
    wanted = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
    return choose_language(next((tag for tag in wanted if tag in languages()), None))


def _said_in(language: Language, value: Any) -> Any:
    """What a problem says beside its sentence, with each `detail` in that language."""
    if not isinstance(value, list):
        return value
    return [
        row | {"detail": say(row["detail"], language)}
        if isinstance(row, dict) and "detail" in row
        else row
        for row in value
    ]


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
    detail = _sentence(error)
    return problem(row.status, row.slug, row.title, detail, _more(error) | _standing(error))


def _sentence(error: Exception) -> str:
    if isinstance(error, StaleDataError):
        return _("somebody else changed it at the same moment; read it again and decide anew")
    if isinstance(error, IllegalMove | NotReady) and caller_language() != SOURCE:
        return _move_refused(error)
    if isinstance(error, BadField):
        return _of_fields(error.errors)
    return error.args[0] if len(error.args) == 1 else str(error)


def _move_refused(error: IllegalMove | NotReady) -> str:
    """As the workflow says it in English, made of words that stand in every language."""
    if isinstance(error, NotReady):
        details = "; ".join(say(missing.detail, caller_language()) for missing in error.missing)
        return Sentence(
            _("{trigger} is not possible yet: {details}"), trigger=error.trigger, details=details
        )
    return Sentence(
        _("{trigger} is not possible in the state {state}; possible is: {actions}"),
        trigger=error.trigger,
        state=error.state.value,
        actions=", ".join(error.allowed) or "-",
    )


def _of_fields(errors: Iterable[tuple[str, str]]) -> str:
    """One sentence of all that is wrong with fields, in the caller's language."""
    language = caller_language()
    body = say(_("the body"), language)
    return "; ".join(f"{pointer or body}: {say(detail, language)}" for pointer, detail in errors)


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
        possible = ", ".join(error.valid_methods or ())
        message = _("{method} is not possible here; {possible} is")
        return Sentence(message, method=request.method, possible=possible)
    if isinstance(error, NotFound):
        message = _("there is nothing at {path}; /api/v1/docs lists what there is")
        return Sentence(message, path=request.path)
    if isinstance(error, RequestEntityTooLarge):
        return _("the body is larger than is taken here; `quotas` of GET /auth/me says how large")
    return error.description or error.name


def _invalid(error: HTTPError) -> Response:
    """What APIFlask raises: input that its schema refuses, above all."""
    slug = SLUGS.get(error.status_code, f"http-{error.status_code}")
    if not isinstance(error.__cause__, ValidationError):
        title = error.message or "Error"
        return problem(error.status_code, slug, title, error.message or "")
    (location,) = error.detail
    where = "" if location == "json" else f"{location}:"
    errors = input_errors.sentences(error.__cause__, where)
    rows = [{"pointer": pointer, "detail": detail} for pointer, detail in errors]
    return problem(422, slug, _("The input is not valid"), _of_fields(errors), {"errors": rows})


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
