"""Finds out whose rights an event changes, so that open streams look them up again."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from service.access.actor import SYSTEM
from service.events import outbox
from service.events.catalogue import ACCESS_CHANGED
from service.events.visibility import Published

#: Types of events after which somebody may see more than before, or less.
_OF_MEMBERS = ("organization.", "user.")


class AccessChange(NamedTuple):
    """Whose rights are to be looked up again: users, and sessions or keys by their ids."""

    users: frozenset[UUID]
    credentials: frozenset[UUID]


def concerned(event: Published) -> AccessChange | None:
    """Whose rights have changed with an event; None if nobody's."""
    data = event.body["data"]
    if event.type == ACCESS_CHANGED:
        return AccessChange(_ids(data["user_ids"]), _ids(data["credential_ids"]))
    if not event.type.startswith(_OF_MEMBERS):
        return None
    user_ids = {*data.get("user_ids", ()), data.get("user_id"), str(event.actor_id)}
    return AccessChange(_ids(user_ids - {None, "None"}), frozenset())


def _ids(texts: Collection[str]) -> frozenset[UUID]:
    return frozenset(UUID(text) for text in texts)


def announce_access(
    db: Session, *, users: Collection[UUID] = (), credentials: Collection[UUID] = ()
) -> None:
    """Let open streams look up again what `users` may, and whether `credentials` still hold.

    Call it in the transaction that ends a session or a key, or disables somebody. Changes of
    members and roles are announced by events of their own.
    """
    outbox.announce(
        db,
        ACCESS_CHANGED,
        actor=SYSTEM,
        parties=(),
        right="",
        data={
            "user_ids": [str(id) for id in sorted(users)],
            "credential_ids": [str(id) for id in sorted(credentials)],
        },
    )
