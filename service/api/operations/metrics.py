"""`/metrics` for Prometheus, and the counting of requests that it shows."""

import time

from flask import Blueprint, Response, abort, g, request
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from service.api.http.operators import may_look_inside
from service.operations import metrics

at_root = Blueprint("metrics", __name__)

#: Addresses that no route knows count together, else anybody could make numbers without end.
NO_ROUTE = "none"


@at_root.get("/metrics")
def show() -> Response:
    """All numbers, for those who may look inside; for others there is nothing here."""
    if not may_look_inside():
        abort(404)
    return Response(metrics.exposition(), content_type=CONTENT_TYPE_LATEST)


@at_root.before_app_request
def _begin() -> None:
    g.began_at = time.perf_counter()


@at_root.after_app_request
def _count(response: Response) -> Response:
    route = request.url_rule.rule if request.url_rule else NO_ROUTE
    # Methods are free text, too.
    method = request.method if request.url_rule else NO_ROUTE
    if "began_at" in g:
        seconds = time.perf_counter() - g.began_at
        metrics.note_request(method, route, response.status_code, seconds)
    return response
