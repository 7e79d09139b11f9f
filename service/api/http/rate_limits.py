"""How often one address may try: logins, and whatever needs no account; and says so in answers.

The counters live in the web process, so that no answer waits for Redis.
"""

import math
import time
from collections.abc import Iterator
from typing import NamedTuple

from flask import Flask, Response, g, request
from flask.sansio.blueprints import BlueprintSetupState
from flask_limiter import Limiter
from limits import parse

from service.access.permissions import NOBODY, Principal
from service.api.http import query_parameters, server_contract, web
from service.settings import settings
from service.values.addresses import customer_of


def install_limits(state: BlueprintSetupState) -> None:
    """Let an application that offers accounts count; each begins with counters of its own."""
    assert isinstance(state.app, Flask), f"{state.app!r} cannot count requests"
    state.app.after_request(_show_limits)
    limiter.init_app(state.app)


def _address() -> str:
    return customer_of(request.remote_addr or "127.0.0.1")


def _per_login() -> str:
    return f"{settings().logins_per_minute} per minute"


def _per_anonymous_write() -> str:
    return f"{settings().anonymous_writes_per_minute} per minute"


def _per_estimate() -> str:
    return f"{settings().estimates_per_minute} per minute"


class Rate(NamedTuple):
    """A limit of requests as it stands for an address."""

    name: str
    limit: int
    window_s: int
    remaining: int
    #: Until the oldest of the counted requests counts no more.
    reset_s: int


def rates(principal: Principal) -> Iterator[Rate]:
    """Each limit that counts for somebody, for the address that asks.

    Other processes of the service count for themselves.
    """
    known = {} if principal.user_id else {WRITES: _per_anonymous_write}
    for name, text in (_OF_VIEWS | known).items():
        limit = parse(text())
        scope = name if name in _OF_VIEWS else _EVERYWHERE
        window = limiter.limiter.get_window_stats(limit, _address(), scope)
        reset_s = max(0, math.ceil(window.reset_time - time.time()))
        yield Rate(name, limit.amount, limit.get_expiry(), window.remaining, reset_s)


def counts_as_login() -> bool:
    """Whether this request was counted as one that tries a password, a code or a link."""
    return any(limit.request_args[-1] == LOGINS for limit in limiter.current_limits)


def _show_limits(response: Response) -> Response:
    """Say which limits counted this request (draft-ietf-httpapi-ratelimit-headers-10)."""
    counted = {limit.request_args[-1] for limit in limiter.current_limits}
    principal: Principal = g.get("principal", NOBODY)
    if request.method not in query_parameters.SAFE and "principal" in g:
        counted.add(WRITES)  # a view's own limits hide it
    shown = [rate for rate in rates(principal) if rate.name in counted]
    if shown:
        policies = (f'"{rate.name}";q={rate.limit};w={rate.window_s}' for rate in shown)
        states = (f'"{rate.name}";r={rate.remaining};t={rate.reset_s}' for rate in shown)
        response.headers["RateLimit-Policy"] = ", ".join(policies)
        response.headers["RateLimit"] = ", ".join(states)
    if response.status_code == 429:
        waits = (rate.reset_s for rate in shown if not rate.remaining)
        longest = max(int(response.headers.get("Retry-After", 1)), *waits, 1)
        response.headers["Retry-After"] = str(longest)
    return response


def _is_known() -> bool:
    return web.principal().user_id is not None


def _writes_nothing_anonymously() -> bool:
    return _is_counted() or request.method in query_parameters.SAFE or _is_known()


def _has_session() -> bool:
    return _is_counted() or web.principal().via != "none"


def _is_counted() -> bool:
    return server_contract.ASKED_BEFORE in request.environ


#: The limit of views that try a password, a code or a link.
LOGINS = "logins"
#: The limits of some views by their names, which are also scopes of counting.
_OF_VIEWS = {LOGINS: _per_login, "estimates": _per_estimate, "visitors": _per_anonymous_write}
#: The limit that counts for all views, and the scope under which the library counts it.
WRITES, _EVERYWHERE = "writes", "global"

limiter = Limiter(
    key_func=_address,
    storage_uri="memory://",
    strategy="moving-window",
    application_limits=[_per_anonymous_write],
    application_limits_exempt_when=_writes_nothing_anonymously,
)
#: For views that try a password or register with one.
limit_logins = limiter.shared_limit(
    _per_login,
    scope=LOGINS,
    error_message="too many logins and registrations from your address; try again in a minute",
)
#: For views that a provider of identities calls, for whom it likes: only what is refused counts.
limit_refused_logouts = limiter.shared_limit(
    _per_login,
    scope=LOGINS,
    deduct_when=lambda response: response.status_code >= 400,
    error_message="too many tokens that end no logins from your address; try again in a minute",
)
#: For views that calculate for whoever asks.
limit_estimates = limiter.shared_limit(
    _per_estimate,
    scope="estimates",
    error_message="too many estimates from your address; try again in a minute",
)
#: For views that give a session to whoever has none.
limit_new_visitors = limiter.shared_limit(
    _per_anonymous_write,
    scope="visitors",
    exempt_when=_has_session,
    error_message="too many new visitors from your address; try again in a minute",
)
