"""Gives each request an id, and writes one line of the log when it was answered."""

import re
import time
from uuid import UUID

import structlog
from flask import Flask, Response, g, request

from service import ids, tracing

log = structlog.get_logger(__name__)

HEADER = "X-Request-Id"
#: What is taken over from a caller or a proxy; anything else could forge lines or fill the disk.
_ACCEPTABLE = re.compile(r"[A-Za-z0-9._:+/=@-]{1,128}", re.ASCII)
#: What supervisors and Prometheus ask.
_WATCHED = ("/health/live", "/health/ready", "/metrics")


def install(app: Flask) -> None:
    """Let `app` take or make an id for each request, answer it, and log each answer."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_leave)


def _begin() -> None:
    sent = request.headers.get(HEADER, "")
    g.request_id = sent if _ACCEPTABLE.fullmatch(sent) else str(ids.new_id())
    g.request_began_at = time.perf_counter()
    structlog.contextvars.clear_contextvars()  # the thread has served others before
    # Under a name of its own: `request_id` in a path names a request to a contractor.
    structlog.contextvars.bind_contextvars(http_request_id=g.request_id, **_named_ids())
    if tracing.is_on() and not request.path.endswith(_WATCHED):
        parent = request.headers.get(tracing.HEADER)
        attributes = {"http.request.method": request.method, "http_request_id": g.request_id}
        g.span = tracing.span(request.method, "server", parent=parent, attributes=attributes)
        g.span.__enter__()


def _leave(error: BaseException | None) -> None:
    if span := g.pop("span", None):
        span.__exit__(error and type(error), error, error and error.__traceback__)


def _end(response: Response) -> Response:
    if "request_id" not in g:
        return response
    response.headers[HEADER] = g.request_id
    if "span" in g:
        route = request.url_rule.rule if request.url_rule else "none"
        attributes: tracing.Attributes = {
            "http.route": route,
            "http.response.status_code": response.status_code,
        }
        name = f"{request.method} {route}"
        tracing.describe(name, attributes, failed=response.status_code >= 500)
    # Those who watch ask every few seconds, and are of interest when they get no good answer.
    routine = request.path.endswith(_WATCHED) and response.status_code < 400
    (log.debug if routine else log.info)(
        "request answered",
        method=request.method,
        # Never the path or the query: links by mail hold their secret there.
        route=request.url_rule.rule if request.url_rule else None,
        status=response.status_code,
        duration_ms=round((time.perf_counter() - g.request_began_at) * 1000, 1),
        remote_address=request.remote_addr,
    )
    return response


def _named_ids() -> dict[str, str]:
    """The ids that the path names (`process_id` and others), which are no secrets."""
    named = request.view_args or {}
    return {name: str(value) for name, value in named.items() if isinstance(value, UUID)}
