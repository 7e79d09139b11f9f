"""The session cookie: how browsers get it, and how it lasts while it is used."""

from datetime import timedelta

import structlog
from flask import Response, g

from service.access.permissions import NOBODY, Principal
from service.accounts import sessions
from service.accounts.login import LoginResult
from service.api.http import web
from service.api.http.devices import SECURE_DEVICE_COOKIE, calling_device, device_cookie
from service.database import transactions as database
from service.database.errors import DatabaseError

#: Browsers keep no cookie for longer than 400 days (RFC 6265bis, section 5.5).
DEVICE_DAYS = 400
log = structlog.get_logger(__name__)


def set_session_cookie(response: Response, secret: str) -> None:
    """Give the browser its session's secret; scripts and other sites do not get it."""
    response.set_cookie(
        web.session_cookie(),
        secret,
        max_age=sessions.SESSION_LASTS,
        path="/",
        secure=web.session_cookie() == web.SECURE_SESSION_COOKIE,
        httponly=True,
        samesite="Lax",
    )


def set_login_cookies(response: Response, entry: LoginResult) -> None:
    """Give the browser its new session's secret, and what its device is to be known by."""
    set_session_cookie(response, entry.secret)
    if entry.device_secret:
        set_device_cookie(response, entry.device_secret)


def set_device_cookie(response: Response, secret: str) -> None:
    """Let the browser be known again as the same device, also once it has signed out."""
    response.set_cookie(
        device_cookie(),
        secret,
        max_age=timedelta(days=DEVICE_DAYS),
        path="/",
        secure=device_cookie() == SECURE_DEVICE_COOKIE,
        httponly=True,
        samesite="Lax",
    )


def forget_session_cookie(response: Response) -> None:
    """Take the cookie of a session that has ended out of the browser."""
    is_secure = web.session_cookie() == web.SECURE_SESSION_COOKIE
    response.delete_cookie(web.session_cookie(), path="/", secure=is_secure)


def record_use(response: Response) -> Response:
    """After a request: let the session last longer, or note that the API key was used.

    Happens now and then only, in a transaction of its own, because most requests just read.
    """
    who: Principal = g.get("principal", NOBODY)
    if not who.credential_stale or response.status_code >= 500:
        return response
    try:
        with database.writing(web.caller()) as db:
            still_there = sessions.record_use(db, who, calling_device())
    except DatabaseError as error:
        # The answer is given already and must not be lost; the next request notes the use.
        log.warning("the use of a credential was not noted", error=str(error)[:300])
        return response
    secret = web.session_secret()
    if still_there and secret and who.via == "session":
        set_session_cookie(response, secret)
    return response
