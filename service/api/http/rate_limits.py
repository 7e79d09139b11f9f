"""How often one address may try: logins, and whatever needs no account.

The counters live in the web process, so that no answer waits for Redis.
"""

from ipaddress import IPv6Address, ip_address, ip_network

from flask import Flask, request
from flask.sansio.blueprints import BlueprintSetupState
from flask_limiter import Limiter

from service.api.http import query_parameters, web
from service.settings import settings

#: Bits of an IPv6 address that name a customer; they can change the rest (RFC 6177).
IPV6_PREFIX = 64


def install_limits(state: BlueprintSetupState) -> None:
    """Let an application that offers accounts count; each begins with counters of its own."""
    assert isinstance(state.app, Flask), f"{state.app!r} cannot count requests"
    limiter.init_app(state.app)


def _address() -> str:
    text = request.remote_addr or "127.0.0.1"
    if isinstance(ip_address(text), IPv6Address):
        return str(ip_network((text, IPV6_PREFIX), strict=False))
    return text


def _per_login() -> str:
    return f"{settings().logins_per_minute} per minute"


def _per_anonymous_write() -> str:
    return f"{settings().anonymous_writes_per_minute} per minute"


def _per_estimate() -> str:
    return f"{settings().estimates_per_minute} per minute"


def _is_known() -> bool:
    return web.principal().user_id is not None


def _writes_nothing_anonymously() -> bool:
    return request.method in query_parameters.SAFE or _is_known()


def _has_session() -> bool:
    return web.principal().via != "none"


limiter = Limiter(
    key_func=_address,
    storage_uri="memory://",
    strategy="moving-window",
    headers_enabled=True,
    application_limits=[_per_anonymous_write],
    application_limits_exempt_when=_writes_nothing_anonymously,
)
#: For views that try a password or register with one.
limit_logins = limiter.shared_limit(
    _per_login,
    scope="logins",
    error_message="too many logins and registrations from your address; try again in a minute",
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
