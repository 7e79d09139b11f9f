"""The session cookie: how browsers get it, and how it lasts while it is used."""

from flask import Response, g, request

from service import db as database
from service import sessions
from service.api import web
from service.rights import NOBODY, Principal
from service.settings import settings


def set_session_cookie(response: Response, secret: str) -> None:
    """Give the browser its session's secret; scripts and other sites do not get it."""
    response.set_cookie(
        web.SESSION_COOKIE,
        secret,
        max_age=sessions.SESSION_LASTS,
        path="/",
        secure=settings().public_url.startswith("https://"),
        httponly=True,
        samesite="Lax",
    )


def note_use(response: Response) -> Response:
    """After a request: let the session last longer, or note that the API key was used.

    Happens now and then only, in a transaction of its own, because most requests just read.
    """
    who: Principal = g.get("principal", NOBODY)
    if not who.credential_stale or response.status_code >= 500:
        return response
    with database.writing() as db:
        still_there = sessions.note_use(db, who)
    secret = request.cookies.get(web.SESSION_COOKIE)
    if still_there and secret and who.via == "session":
        set_session_cookie(response, secret)
    return response
