"""Lets pages of other origins call the API, where the operator says so (Fetch standard, CORS)."""

from typing import Final

from flask import Response, request

from service.settings import settings

#: What a page may send beside what it may always (Fetch, "CORS-safelisted request-header").
ALLOWED_HEADERS: Final = (
    *("Authorization", "Content-Type", "Content-Encoding", "Idempotency-Key", "If-Match"),
    *("If-None-Match", "If-Range", "Last-Event-ID", "Range", "X-CSRF-Token", "X-Request-Id"),
)
#: What a page may read beside what it may always.
EXPOSED_HEADERS: Final = (
    *("Allow", "Content-Disposition", "Content-Range", "Deprecation", "Dry-Run", "ETag"),
    *("Idempotent-Replayed", "Link", "Location", "RateLimit", "RateLimit-Policy", "Retry-After"),
    *("Sunset", "X-Request-Id"),
)
#: Seconds for which a browser need not ask again whether it may ask; none keeps it for longer.
PREFLIGHT_FRESH_S: Final = 7200
ANY: Final = "*"


def share(response: Response) -> Response:
    """Say whether the page that asks may read the answer.

    Cookies count for listed origins only, never where any origin may ask.
    """
    if not (origins := settings().shared_with):
        return response
    if ANY in origins:
        response.headers["Access-Control-Allow-Origin"] = ANY
    else:
        response.vary.add("Origin")
        origin = request.headers.get("Origin", "")
        if origin not in origins:
            return response
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
    if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
        response.headers["Access-Control-Allow-Methods"] = ", ".join(sorted(response.allow))
        response.headers["Access-Control-Allow-Headers"] = ", ".join(ALLOWED_HEADERS)
        response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_FRESH_S)
    else:
        response.headers["Access-Control-Expose-Headers"] = ", ".join(EXPOSED_HEADERS)
    return response
