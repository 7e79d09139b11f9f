"""Gives a request that is repeated with its `Idempotency-Key` the answer that it got."""

import hashlib
import hmac
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from flask import Response, current_app, g, request

from service.access.permissions import Forbidden
from service.api.http import web
from service.api.http.query_parameters import SAFE
from service.database import idempotency_keys
from service.database import transactions as database
from service.database.errors import DatabaseError
from service.database.idempotency_keys import Reservation
from service.settings import settings
from service.translations import gettext_noop as _


def note_content(sha256: str, *beside: str) -> str:
    """Keep in mind what an upload brought, for its repeats: the digest that stands for it."""
    g.content_digest = _keyed(sha256, *beside).hexdigest()
    return str(g.content_digest)


def reserve_key(content: Callable[[], str]) -> Response | None:
    """The kept answer of this `Idempotency-Key`; or None, and then the key is reserved.

    `content` reads an upload, without keeping it, and answers as `note_content` does.
    """
    key = request.headers.get("Idempotency-Key")
    view = current_app.view_functions[request.endpoint or ""]
    is_login = getattr(view, "without_csrf", False)
    if not key or request.method in SAFE or web.is_dry_run() or is_login:
        return None  # a login answers with a cookie, which must not be kept
    if not 1 <= len(key) <= 255 or not key.isprintable():
        raise idempotency_keys.KeyReused(_("an Idempotency-Key has 1 to 255 printable characters"))
    who = web.principal()
    name = str(who.user_id or who.visitor_id or request.remote_addr)
    keep = timedelta(hours=settings().idempotency_hours)
    works_before = getattr(view, "own_transaction", False)
    free_after = idempotency_keys.RESERVED_FOR if works_before else idempotency_keys.ABANDONED_AFTER
    with database.writing(web.caller()) as session:
        reserved = idempotency_keys.reserve(
            session, name, key, _request_digest(), keep, who.reach(), free_after=free_after
        )
    if isinstance(reserved, Reservation):
        g.reservation = reserved
        return None
    if not who.reaches(reserved.reach):
        raise Forbidden(
            _("this Idempotency-Key was answered to somebody who might more than you; take another")
        )
    if reserved.content_digest:
        idempotency_keys.check_content(reserved, key, content())
    answer = Response(reserved.body, reserved.status, reserved.headers)
    answer.headers["Idempotent-Replayed"] = "true"
    return answer


def _request_digest() -> str:
    digest = _keyed(request.method, request.full_path, request.mimetype)
    if request.mimetype.endswith("json"):
        digest.update(request.get_data(cache=True))
    return digest.hexdigest()  # an upload is not read before its view does


def _keyed(*words: str) -> hmac.HMAC:
    """Keyed, so that a body which holds something secret cannot be guessed from its digest."""
    digest = hmac.new(settings().secret_key.encode(), digestmod=hashlib.sha256)
    digest.update("\0".join(words).encode())
    return digest


def release_key() -> None:
    """After a request that came to nothing: let its key be used again."""
    reservation: Reservation | None = g.get("reservation")
    if reservation and not g.get("answered"):
        # Harmless if it fails: the reservation ends by itself, only later.
        with suppress(DatabaseError), database.writing(web.caller()) as session:
            idempotency_keys.release(session, reservation)
