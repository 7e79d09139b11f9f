"""Knows who may look inside: operators, and programs that have the token of the settings."""

import hmac

from flask import request

from service.access.permissions import BadCredentials
from service.api.http import web
from service.database.errors import DatabaseError
from service.settings import settings


def may_look_inside() -> bool:
    """Whether the caller may see how the installation is and what it does.

    Everybody may in the embedded mode. Asks the database only about callers who say who they are,
    so that probes without a name are answered while it is down.
    """
    if settings().embedded or _has_token():
        return True
    if "Authorization" not in request.headers and not web.session_secret():
        return False
    try:
        return web.principal().is_operator
    except (BadCredentials, DatabaseError):
        return False


def _has_token() -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    expected = settings().operations_token
    if not expected or scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(token.strip().encode(), expected.encode())
