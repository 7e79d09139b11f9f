"""`/metrics` for Prometheus, and the counting of requests that it shows."""

import time

from flask import Blueprint, Response, abort, current_app, g, request
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from service.api.http import rate_limits
from service.api.http.operators import may_look_inside
from service.api.http.query_parameters import SAFE
from service.operations import metrics

at_root = Blueprint("metrics", __name__)

#: Addresses that no route knows count together, else anybody could make numbers without end.
NO_ROUTE = "none"
#: How the type of the problem ends that asks for a second factor.
CODE = "code-wanted"


@at_root.get("/metrics")
def show() -> Response:
    """All numbers, for those who may look inside; for others there is nothing here."""
    if not may_look_inside():
        abort(404)
    _, findings = current_app.extensions["doctor"].examine()
    return Response(metrics.exposition(findings), content_type=CONTENT_TYPE_LATEST)


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
    if request.method not in SAFE and rate_limits.counts_as_login():
        metrics.note_login_attempt(_result(response))
    return response


def _result(response: Response) -> str:
    if response.status_code < 400:
        return "accepted"
    if response.status_code == 429:
        return "limited"
    # The password was right, and the second factor is asked for.
    is_half_way = response.is_json and (response.get_json() or {}).get("type", "").endswith(CODE)
    return "code_wanted" if is_half_way else "refused"
