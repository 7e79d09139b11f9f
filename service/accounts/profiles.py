"""Lets users change what they are called, and how they are told things: language, time zone."""

from sqlalchemy.orm import Session

from service.access.permissions import Forbidden, Principal, Unauthenticated
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.database.locks import AGAINST_WRITERS
from service.database.models import User
from service.translations import gettext_noop as _
from service.values.json_object import JsonObject

#: What a merge patch may touch.
CHANGEABLE = ("name", "language", "zone")


def change(db: Session, principal: Principal, changes: JsonObject) -> None:
    """Change what `changes` names (RFC 7396) of the caller; raises Unauthenticated, Forbidden.

    What they did before stays under the name that they had then.
    """
    if principal.user_id is None:
        raise Unauthenticated(_("only who is logged in has a profile to change"))
    if principal.via != "session":
        raise Forbidden(_("an API key changes no profile; log in"))
    user = db.get_one(
        User, principal.user_id, with_for_update=AGAINST_WRITERS, populate_existing=True
    )
    changed = [
        name for name in CHANGEABLE if name in changes and changes[name] != getattr(user, name)
    ]
    for name in changed:
        setattr(user, name, changes[name])
    if changed:
        db.flush()
        audit.record(db, AuditAction.ACCOUNT_UPDATED, account_id=user.id, changed=changed)
