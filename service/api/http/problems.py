"""Answers errors as problem documents (RFC 9457), in the language of the caller."""

from collections.abc import Iterable, Mapping
from typing import Any

import structlog
from apiflask import APIFlask, HTTPError
from flask import Response, current_app, g, request
from pydantic import ValidationError
from werkzeug.datastructures import LanguageAccept
from werkzeug.exceptions import (
    HTTPException,
    MethodNotAllowed,
    NotFound,
    RequestEntityTooLarge,
)

from service.accounts.login_limits import TooManyGuesses
from service.accounts.passwords import WeakPassword
from service.api.http import content_coding
from service.api.http.problem_types import REFUSED_AS_IT_STANDS, SLUGS, TABLE, row_of, title_of
from service.api.orders.batches import NoneAccepted
from service.api.orders.refusal_context import standing
from service.database.errors import (
    DatabaseError,
    StaleDataError,
    is_lost_race,
    is_outage,
)
from service.documents import lifecycle
from service.errors import BadField, QuotaExceeded
from service.events import feed
from service.files import disk_space, fault_words
from service.manufacturing.geometry.meshes import Unreadable
from service.translations import (
    SOURCE,
    Language,
    Sentence,
    Term,
    choose_language,
    languages,
    pgettext,
    say,
)
from service.translations import gettext_noop as _
from service.values import input_errors
from workflows.engine import IllegalMove, NotReady, Workflow
from workflows.process import PROCESS, ProcessState
from workflows.request import REQUEST

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"
#: Where the documentation explains each `type`.
DOCUMENTED_AT = "/api/v1/docs/problems#"
#: Seconds after which a caller may try again while a dependency is down.
RETRY_AFTER_S = 2


def problem(status: int, slug: str, detail: str, more: Mapping[str, Any] | None = None) -> Response:
    """A problem document in the caller's language; `type` is a stable address in the docs."""
    language = caller_language()
    body = {
        "type": DOCUMENTED_AT + slug,
        "title": say(title_of(slug), language),
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
    """That of the page which is being made; else the first of `Accept-Language` that there is."""
    if "language" in g:
        return choose_language(g.language)
    return wanted_language(request.accept_languages)


def wanted_language(accepted: LanguageAccept) -> Language:
    """The first of `Accept-Language` that there is."""
    wanted = (tag.partition("-")[0].lower() for tag in accepted.values())
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


def _known(error: Exception) -> Response:
    row = row_of(error)
    detail = sentence_of(error)
    response = problem(row.status, row.slug, detail, _more(error) | _standing(error))
    if isinstance(error, TooManyGuesses):
        response.headers["Retry-After"] = str(error.wait_s)
    return response


def sentence_of(error: Exception) -> str:
    """What an error of the table says to people."""
    if isinstance(error, StaleDataError):
        return _("somebody else changed it at the same moment; read it again and decide anew")
    if isinstance(error, IllegalMove | NotReady) and caller_language() != SOURCE:
        return _move_refused(error)
    if isinstance(error, BadField):
        return _of_fields(error.errors)
    if isinstance(error, Unreadable) and not isinstance(error.args[0], Sentence):
        return fault_words.of_model(error.code, error.args[0])
    return error.args[0] if len(error.args) == 1 else str(error)


def _move_refused(error: IllegalMove | NotReady) -> str:
    """As the workflow says it in English, made of words that stand in every language."""
    if isinstance(error, NotReady):
        details = "; ".join(say(missing.detail, caller_language()) for missing in error.missing)
        move = _move_named(error.trigger, PROCESS, REQUEST)
        return Sentence(_("not possible yet: {move}: {details}"), move=move, details=details)
    workflow = PROCESS if isinstance(error.state, ProcessState) else REQUEST
    name = error.state.value
    state = {"state": Term(lifecycle.STATE, name), "state_name": name}
    move = _move_named(error.trigger, workflow)
    if not error.allowed:
        message = _(
            "in the state “{state}” ({state_name}) you can do nothing; not possible: {move}"
        )
        return Sentence(message, move=move, **state)
    return Sentence(
        _("in the state “{state}” ({state_name}) not possible: {move}; possible: {moves}"),
        move=move,
        moves=", ".join(_move_named(trigger, workflow) for trigger in error.allowed),
        **state,
    )


def _move_named(trigger: str, *workflows: Workflow[Any, Any]) -> str:
    """A move in the words of people, with its name in the API."""
    moves = (move for workflow in workflows for move in workflow.moves)
    summary = next((move.summary for move in moves if move.trigger == trigger), None)
    if summary is None:  # what is asked for is no move, and has words of its own
        return say(trigger, caller_language())
    return f"{pgettext(lifecycle.ACTION, summary, caller_language())} ({trigger})"


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
    if isinstance(error, QuotaExceeded):
        return error.figures
    if isinstance(error, BadField):
        return {"errors": [{"pointer": p, "detail": d} for p, d in error.errors]}
    if isinstance(error, WeakPassword):
        return {"errors": [{"pointer": f"/{error.field}", "detail": error.args[0]}]}
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
    response = problem(status, SLUGS.get(status, f"http-{status}"), detail)
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
        return problem(error.status_code, slug, error.message or "")
    (location,) = error.detail
    where = "" if location == "json" else f"{location}:"
    errors = input_errors.sentences(error.__cause__, where)
    rows = [{"pointer": pointer, "detail": detail} for pointer, detail in errors]
    return problem(422, slug, _of_fields(errors), {"errors": rows})


def _system(error: OSError) -> Response:
    return _no_room(error) if disk_space.is_full(error) else _bug(error)


def _no_room(error: Exception) -> Response:
    log.error("there is no room left", error=str(error)[:300])
    detail = _("the disk is full; nothing was changed, and it works again once there is room")
    return problem(507, "no-room", detail)


def _database(error: Exception) -> Response:
    if disk_space.is_full(error):
        return _no_room(error)
    if is_lost_race(error):
        more = _standing(error)
        return problem(
            409,
            "changed-meanwhile",
            _("try again in a moment"),
            more,
        )
    if not is_outage(error):
        return _bug(error)
    log.error("the database cannot be reached", error=str(error)[:300])
    return problem(503, "unavailable", _("the database cannot be reached"))


def _bug(error: Exception) -> Response:
    route = request.url_rule.rule if request.url_rule else None  # a path may hold a secret
    log.exception("a request failed", route=route, method=request.method)
    return problem(500, "internal", _("the request failed; it has been logged"))
