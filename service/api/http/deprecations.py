"""Says of what will go since when, until when, and what comes instead (RFC 9745, RFC 8594)."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar

from flask import Response, current_app, request
from werkzeug.http import http_date

View = TypeVar("View", bound=Callable[..., Any])


class Deprecated(NamedTuple):
    """Since when nobody should begin with something, when it goes, and where that is explained."""

    since: datetime
    sunset: datetime
    explained_at: str


def deprecated(since: datetime, sunset: datetime, explained_at: str) -> Callable[[View], View]:
    """Mark a view that will go; its answers and the document say so."""

    def marked(view: View) -> View:
        view.deprecated = Deprecated(since, sunset, explained_at)  # type: ignore[attr-defined]
        return view

    return marked


def announce(response: Response) -> Response:
    """Add to each answer of a view that will go when it does."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or (going := getattr(view, "deprecated", None)) is None:
        return response
    response.headers["Deprecation"] = f"@{int(going.since.astimezone(UTC).timestamp())}"
    response.headers["Sunset"] = http_date(going.sunset)
    for relation in ("deprecation", "sunset"):
        response.headers.add("Link", f'<{going.explained_at}>; rel="{relation}"; type="text/html"')
    return response
