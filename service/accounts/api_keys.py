"""Creates, lists and revokes API keys."""

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.lookup import Unknown
from service.access.permissions import Forbidden, Principal, Unauthenticated
from service.accounts.authentication import KEY_PREFIX
from service.accounts.devices import NO_DEVICE, Device
from service.database.locks import AGAINST_WRITERS
from service.database.models import ApiKey, User
from service.errors import IdTaken
from service.events.access_changes import announce_access
from service.ids import hashed, new_id, new_secret
from service.notifications import account_mails
from service.translations import Sentence
from service.translations import gettext_noop as _

#: Characters of a key that lists show, enough to tell one's keys apart and too few to guess one.
SHOWN = 12


class BadExpiry(Exception):
    """The key would have expired before it exists."""


def create(
    db: Session,
    principal: Principal,
    *,
    name: str,
    rights: Collection[str] | None = None,
    expires_at: datetime | None = None,
    id: UUID | None = None,
    device: Device = NO_DEVICE,
) -> tuple[str, ApiKey]:
    """A new key and its secret, which is shown only here.

    With `rights` None it may whatever its owner may, now and later. Raises Unauthenticated,
    Forbidden if it would be able to do more than the key that makes it, BadExpiry, IdTaken.
    """
    user_id = _owner(principal)
    if not _within(principal, rights):
        raise Forbidden(_("an API key cannot make one that may more than it may itself"))
    if expires_at and expires_at <= clock.now():
        raise BadExpiry(
            Sentence(_("expires_at is {moment}, which is over"), moment=expires_at.isoformat())
        )
    if id and db.get(ApiKey, id):
        raise IdTaken(Sentence(_("the id {id} is taken"), id=id))
    return issue(db, user_id, name=name, rights=rights, expires_at=expires_at, id=id, device=device)


def issue(
    db: Session,
    user_id: UUID,
    *,
    name: str,
    rights: Collection[str] | None = None,
    expires_at: datetime | None = None,
    id: UUID | None = None,
    device: Device = NO_DEVICE,
) -> tuple[str, ApiKey]:
    """A new key of a user, who is told by mail, and its secret; whoever calls has checked it."""
    secret = KEY_PREFIX + new_secret()
    key = ApiKey(
        id=id or new_id(),
        user_id=user_id,
        name=name,
        prefix=secret[:SHOWN],
        secret_hash=hashed(secret),
        rights=None if rights is None else sorted(set(rights)),
        expires_at=expires_at,
    )
    db.add(key)
    db.flush()
    user = db.get_one(User, user_id)
    data = device.as_told() | {"key": name}
    account_mails.enqueue(db, "new_key", user.email, subject_id=user_id, data=data)
    return secret, key


def list_mine(
    db: Session, principal: Principal, after: UUID | None = None, limit: int = 200
) -> list[ApiKey]:
    """The caller's keys that are not revoked; a key sees those that may no more than itself.

    Raises Unauthenticated.
    """
    query = sa.select(ApiKey).where(
        ApiKey.user_id == _owner(principal), ApiKey.revoked_at.is_(None)
    )
    query = query.order_by(ApiKey.id)
    keys = db.scalars(query.where(ApiKey.id > after) if after else query)
    return [key for key in keys if _within(principal, key.rights)][:limit]


def list_all(db: Session, owner_id: UUID | None = None) -> Iterator[tuple[User, ApiKey]]:
    """Every key that is not revoked, by owner; for operators. Only those of `owner_id` if given."""
    query = sa.select(User, ApiKey).join(ApiKey, ApiKey.user_id == User.id)
    query = query.where(ApiKey.revoked_at.is_(None)).order_by(User.id, ApiKey.id)
    if owner_id:
        query = query.where(User.id == owner_id)
    yield from db.execute(query.execution_options(yield_per=200))


def revoke(db: Session, principal: Principal, key_id: UUID) -> None:
    """Let nobody in with this key any more; raises Unauthenticated, Unknown."""
    user_id = _owner(principal)
    key = db.get(ApiKey, key_id, with_for_update=AGAINST_WRITERS)
    may_revoke = key is not None and key.user_id == user_id and _within(principal, key.rights)
    if key is None or not may_revoke or key.revoked_at:
        raise Unknown(Sentence(_("there is no API key {key_id}"), key_id=key_id))
    key.revoked_at = clock.now()
    announce_access(db, credentials=[key.id])
    db.flush()


def revoke_by_prefix(db: Session, prefix: str) -> list[ApiKey]:
    """Revoke every key that begins so, whoever owns it; for operators. The keys revoked now."""
    query = sa.select(ApiKey).where(ApiKey.prefix == prefix[:SHOWN], ApiKey.revoked_at.is_(None))
    keys = list(db.scalars(query.with_for_update(**AGAINST_WRITERS)))
    for key in keys:
        key.revoked_at = clock.now()
    announce_access(db, credentials=[key.id for key in keys])
    db.flush()
    return keys


def _owner(principal: Principal) -> UUID:
    if principal.user_id is None:
        raise Unauthenticated(_("API keys belong to accounts; log in or register"))
    return principal.user_id


def _within(principal: Principal, rights: Collection[str] | None) -> bool:
    if principal.ceiling is None:
        return True
    return rights is not None and principal.ceiling.issuperset(rights)
