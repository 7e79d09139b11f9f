"""What every route stands on: who asks, one transaction per request, versions."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from flask import Response, current_app, g, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import UnprocessableEntity

from service.access.permissions import DeviceUnapproved, Principal, SecondFactorMissing
from service.accounts import authentication
from service.api.http import origins, preconditions, query_parameters
from service.api.http.query_parameters import SAFE
from service.database import Session, idempotency_keys
from service.database import transactions as database
from service.database.caller import Caller
from service.database.idempotency_keys import ReplayableAnswer, Reservation
from service.settings import settings
from service.translations import Sentence
from service.translations import gettext_noop as _

#: The session's cookie without TLS, as on one machine; by TLS the prefix lets browsers take it
#: from this very host only, and send it there only (RFC 6265bis, section 4.1.3.2).
SESSION_COOKIE = "werkbank_session"
SECURE_SESSION_COOKIE = f"__Host-{SESSION_COOKIE}"
#: Answers that say "not now" or "not like this" must not be kept: the next try may succeed.
NOT_KEPT = frozenset({401, 403, 409, 412, 428, 429})
View = TypeVar("View", bound=Callable[..., Any])


class CsrfFailed(Exception):
    """A write by cookie without the session's CSRF token, or from a page of somebody else."""


class BadMediaType(Exception):
    """The body is not what the route reads."""


class UpgradeRequired(Exception):
    """The address speaks another protocol, and the request does not ask for it."""


def principal() -> Principal:
    """Who asks; found out once per request."""
    if "principal" not in g:
        with database.reading() as db:
            g.principal = authentication.authenticate(
                db,
                request.headers.get("Authorization"),
                session_secret(),
                request.remote_addr or "",
            )
    authenticated: Principal = g.principal
    return authenticated


def session_cookie() -> str:
    """What the session's cookie is called here."""
    is_secure = settings().public_url.startswith("https://")
    return SECURE_SESSION_COOKIE if is_secure else SESSION_COOKIE


def session_secret() -> str | None:
    """The secret in the session's cookie, if the browser sent one."""
    return request.cookies.get(session_cookie())


def db() -> Session:
    """The session of this request's transaction."""
    session: Session = g.db
    return session


def own_transaction(view: View) -> View:
    """Mark a view that works for a while first and then calls `in_transaction` itself."""
    view.own_transaction = True  # type: ignore[attr-defined]
    return view


def for_anybody(view: View) -> View:
    """Mark a view that asks neither who asks nor the database, so that it answers without them."""
    view.for_anybody = True  # type: ignore[attr-defined]
    return view


def without_csrf(view: View) -> View:
    """Mark a view that proves who asks by itself, such as a login with a password."""
    view.without_csrf = True  # type: ignore[attr-defined]
    return view


def while_enrolling(view: View) -> View:
    """Mark a view that somebody may use who can do nothing but enrol a second factor."""
    view.while_enrolling = True  # type: ignore[attr-defined]
    return view


def while_unapproved(view: View) -> View:
    """Mark a view that somebody may use who has to have their device approved."""
    view.while_unapproved = True  # type: ignore[attr-defined]
    return view


def with_tag(view: View) -> View:
    """Mark a read that answers with an entity tag and takes conditions; for the document."""
    view.with_tag = True  # type: ignore[attr-defined]
    return view


def takes_json(view: Callable[..., Any]) -> bool:
    """Whether the view reads a JSON body."""
    return "application/json" in getattr(view, "_spec", {}).get("content_type", ())


def is_dry_run() -> bool:
    """Whether the caller wants to know what would happen, and nothing more."""
    return query_parameters.truth("dry_run")


def in_transaction(answer: Callable[[], ResponseReturnValue]) -> Response:
    """Give `answer` inside the one transaction of this request, and keep it for repeats."""
    with _transaction() as session:
        g.db = session
        reservation: Reservation | None = g.get("reservation")
        if reservation:
            idempotency_keys.hold(session, reservation)
        response = current_app.make_response(answer())
        if request.method not in SAFE:
            is_new = request.method == "PUT" and response.status_code == 201
            preconditions.check_unversioned(there=not is_new)
        if reservation and not _worth_keeping(response):
            reservation = None
        if reservation:
            response.direct_passthrough = False
            idempotency_keys.keep_answer(session, reservation, _replayable(response))
    g.answered = reservation is not None
    if is_dry_run() and request.method not in SAFE:
        response.headers["Dry-Run"] = "true"
    return response


def _transaction() -> AbstractContextManager[Session]:
    if request.method in SAFE:
        return database.reading()
    return database.trying(caller()) if is_dry_run() else database.writing(caller())


def caller() -> Caller:
    """Who asks, as the audit log names them."""
    who = principal()
    address = request.remote_addr or ""
    return Caller(who.via, who.user_id, who.credential_id, address, who.is_operator)


def link_holder() -> Caller:
    """Whoever holds the link of a mail, on a page that asks for nothing else."""
    return Caller("link", address=request.remote_addr or "")


def _worth_keeping(response: Response) -> bool:
    if "no-store" in response.headers.get("Cache-Control", ""):
        return False  # it holds a secret that is shown once
    return response.status_code < 500 and response.status_code not in NOT_KEPT


def _replayable(response: Response) -> ReplayableAnswer:
    names = ("Content-Type", "Location", "ETag")
    headers = {name: response.headers[name] for name in names if name in response.headers}
    return ReplayableAnswer(
        response.status_code, headers, response.get_data(), g.get("content_digest")
    )


def check_request() -> None:
    """Refuse what no route should have to think about: CSRF, media types."""
    who = principal()
    view = current_app.view_functions[request.endpoint or ""]
    if who.must_enrol and not getattr(view, "while_enrolling", False):
        raise SecondFactorMissing(
            _("a second factor is demanded of this account; enrol one with POST /api/v1/auth/totp")
        )
    if who.must_approve and not getattr(view, "while_unapproved", False):
        raise DeviceUnapproved(
            _(
                "open the link that was mailed to you, which approves this device; or have it sent "
                "again by POST /api/v1/auth/devices/approval/send"
            )
        )
    if request.method in SAFE:
        return
    preconditions.check_readable()
    if takes_json(view):
        _check_json(request.get_data(cache=True).strip())
    by_itself = getattr(view, "without_csrf", False)
    if (by_itself or who.via == "session") and not origins.is_ours(request.headers.get("Origin")):
        raise CsrfFailed(_("a page of another origin may not act here for its reader"))
    if by_itself or who.via != "session":
        return
    if not authentication.has_csrf_token(who, request.headers.get("X-CSRF-Token")):
        raise CsrfFailed(
            _(
                "a write with the session cookie needs the header X-CSRF-Token with"
                " the csrf_token of GET /api/v1/auth/me"
            )
        )


def _check_json(body: bytes) -> None:
    if body and not request.mimetype.endswith("json"):
        raise BadMediaType(
            Sentence(
                _("this reads application/json, not {media_type}"),
                media_type=request.mimetype or "a body without Content-Type",
            )
        )
    if body == b"null":
        raise UnprocessableEntity(_("the body is null; send an object, or nothing at all"))


def answer(body: Any, status: int = 200) -> Response:
    """A JSON response, not checked against a schema again."""
    return Response(current_app.json.dumps(body), status, mimetype="application/json")


def etag(version: int) -> str:
    """The strong entity tag of a version."""
    return f'"{version}"'


def check_version(version: int) -> None:
    """Hold the caller's `If-Match` and `If-None-Match` against a version; raises as `check`."""
    preconditions.check([str(version)], f"the version is {version}")


def with_version(response: Response, version: int) -> Response:
    """A read of what may change without its version, so that it is never 304."""
    preconditions.check_read(str(version))
    response.headers["ETag"] = etag(version)
    return response


def with_etag(body: ResponseReturnValue, version: int, status: int = 200) -> Response:
    """A response with `ETag`; 304 when the caller has this version already."""
    response = current_app.make_response(body)
    response.status_code = status
    response.headers["ETag"] = etag(version)
    if request.method in SAFE:
        preconditions.answer_read(response)
    return response
