"""Creates, lists and revokes API keys."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.lookup import unknown
from service.access.permissions import (
    KEYS_MANAGE,
    BadCredentials,
    Forbidden,
    Principal,
    Unauthenticated,
)
from service.accounts.authentication import KEY_PREFIX
from service.accounts.devices import NO_DEVICE, Device
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.database.chosen_ids import free_id
from service.database.locks import AGAINST_WRITERS
from service.database.models import ApiKey, User
from service.errors import TooMany
from service.events.access_changes import announce_access
from service.ids import hashed, new_id, new_secret
from service.notifications import account_mails
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values import ip_networks

_NO_KEY = _("there is no API key {key_id}")
#: Keys of a user that are neither revoked nor expired.
MOST = 1000
#: Characters of a key that lists show, enough to tell one's keys apart and too few to guess one.
SHOWN = 12


class BadExpiry(Exception):
    """The key would have expired before it exists, or outlive the one that makes it."""


@dataclass(frozen=True)
class KeyBounds:
    """What a key may at most; nothing named means no bound of that kind.

    Its rights, the only organisation that it acts for, the networks that it is used from (CIDR),
    and when it ends.
    """

    rights: Collection[str] | None = None
    organization_id: UUID | None = None
    networks: Sequence[str] | None = None
    expires_at: datetime | None = None


def create(
    db: Session,
    principal: Principal,
    *,
    name: str,
    bounds: KeyBounds = KeyBounds(),
    id: UUID | None = None,
    device: Device = NO_DEVICE,
) -> tuple[str, ApiKey]:
    """A new key and its secret, which is shown only here.

    Without bounds it may whatever its owner may, now and later; one that a key makes is bound as
    that key is, and ends with it. Raises Unauthenticated, Forbidden if it could do more than the
    key that makes it, Unknown for a foreign organisation, BadExpiry, IdTaken, TooMany.
    """
    user_id = _owner(principal)
    _check_room(db, user_id)
    parent = _parent(db, principal)
    if parent:
        bounds = _bounded_by(parent, bounds)
    if bounds.organization_id and not principal.rights_in(bounds.organization_id):
        raise unknown(_("there is no organization {id}"), id=bounds.organization_id)
    if bounds.expires_at and bounds.expires_at <= clock.now():
        raise BadExpiry(
            Sentence(
                _("expires_at is {moment}, which is over"), moment=bounds.expires_at.isoformat()
            )
        )
    id = free_id(db, id)
    parent_id = parent.id if parent else None
    return issue(db, user_id, name=name, bounds=bounds, parent_id=parent_id, id=id, device=device)


def _check_room(db: Session, user_id: UUID) -> None:
    """Raise TooMany if a user has as many keys as they may; keys made at once may be more."""
    valid = sa.select(sa.func.count()).where(
        ApiKey.user_id == user_id,
        ApiKey.revoked_at.is_(None),
        sa.or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > clock.now()),
    )
    if (db.scalar(valid) or 0) >= MOST:
        sentence = _("a user has at most {most} valid API keys; revoke those that nobody uses")
        raise TooMany(Sentence(sentence, most=MOST))


def _parent(db: Session, principal: Principal) -> ApiKey | None:
    """The key that is about to make another, held, so that it is not revoked meanwhile."""
    if principal.via != "api_key":
        return None
    if principal.ceiling is not None and KEYS_MANAGE not in principal.ceiling:
        raise Forbidden(Sentence(_("this API key lacks the right {right}"), right=KEYS_MANAGE))
    parent = db.get(
        ApiKey, principal.credential_id, with_for_update=AGAINST_WRITERS, populate_existing=True
    )
    if parent is None or parent.revoked_at:
        raise BadCredentials(_("this API key is not known"))
    return parent


def _bounded_by(parent: ApiKey, wanted: KeyBounds) -> KeyBounds:
    """What is wanted of a key that another makes, with the bounds of that one where none is."""
    if parent.rights is not None and (
        wanted.rights is None or not set(parent.rights).issuperset(wanted.rights)
    ):
        raise _beyond()
    organization_id = wanted.organization_id or parent.organization_id
    networks = parent.networks if wanted.networks is None else wanted.networks
    if parent.organization_id and organization_id != parent.organization_id:
        raise _beyond()
    if parent.networks is not None and not ip_networks.covers(parent.networks, networks or ()):
        raise _beyond()
    expires_at = wanted.expires_at or parent.expires_at
    if parent.expires_at and expires_at and expires_at > parent.expires_at:
        raise BadExpiry(
            Sentence(
                _("expires_at is {moment} at the latest, when the key ends that makes this one"),
                moment=parent.expires_at.isoformat(),
            )
        )
    return replace(
        wanted, organization_id=organization_id, networks=networks, expires_at=expires_at
    )


def _beyond() -> Forbidden:
    return Forbidden(_("an API key cannot make one that may more than it may itself"))


def issue(
    db: Session,
    user_id: UUID,
    *,
    name: str,
    bounds: KeyBounds = KeyBounds(),
    parent_id: UUID | None = None,
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
        rights=None if bounds.rights is None else sorted(set(bounds.rights)),
        parent_id=parent_id,
        organization_id=bounds.organization_id,
        networks=None if bounds.networks is None else sorted(set(bounds.networks)),
        expires_at=bounds.expires_at,
    )
    db.add(key)
    db.flush()
    _note(db, AuditAction.KEY_CREATED, key)
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
    return [key for key in keys if _within(principal, key)][:limit]


def list_all(db: Session, owner_id: UUID | None = None) -> Iterator[tuple[User, ApiKey]]:
    """Every key that is not revoked, by owner; for operators. Only those of `owner_id` if given."""
    query = sa.select(User, ApiKey).join(ApiKey, ApiKey.user_id == User.id)
    query = query.where(ApiKey.revoked_at.is_(None)).order_by(User.id, ApiKey.id)
    if owner_id:
        query = query.where(User.id == owner_id)
    yield from db.execute(query.execution_options(yield_per=200))


def revoke(db: Session, principal: Principal, key_id: UUID) -> None:
    """Let nobody in with this key any more, nor with those that it has made.

    A key revokes itself, and with the right `keys:manage` others that may no more than itself.
    Raises Unauthenticated, Forbidden, Unknown.
    """
    user_id = _owner(principal)
    is_itself = principal.via == "api_key" and principal.credential_id == key_id
    if not is_itself and principal.ceiling is not None and KEYS_MANAGE not in principal.ceiling:
        raise Forbidden(Sentence(_("this API key lacks the right {right}"), right=KEYS_MANAGE))
    key = db.get(ApiKey, key_id, with_for_update=AGAINST_WRITERS, populate_existing=True)
    may_revoke = key is not None and key.user_id == user_id and _within(principal, key)
    if key is None or not may_revoke or key.revoked_at:
        raise unknown(_NO_KEY, key_id=key_id)
    revoke_with_descent(db, [key])


def revoke_by_prefix(db: Session, prefix: str) -> list[ApiKey]:
    """Revoke every key that begins so, and what it made, whoever owns it; for operators.

    The keys revoked now.
    """
    query = sa.select(ApiKey).where(ApiKey.prefix == prefix[:SHOWN], ApiKey.revoked_at.is_(None))
    return revoke_with_descent(db, list(db.scalars(query.with_for_update(**AGAINST_WRITERS))))


def revoke_with_descent(db: Session, keys: Sequence[ApiKey]) -> list[ApiKey]:
    """Revoke locked keys and all that they have made; all of them.

    One generation after the other is locked before the next is looked for: a key that makes another
    at this moment has done so before, or is refused.
    """
    revoked: list[ApiKey] = []
    while keys:
        revoked += keys
        children = sa.select(ApiKey).where(
            ApiKey.parent_id.in_([key.id for key in keys]), ApiKey.revoked_at.is_(None)
        )
        keys = db.scalars(children.order_by(ApiKey.id).with_for_update(**AGAINST_WRITERS)).all()
    for key in revoked:
        key.revoked_at = clock.now()
        _note(db, AuditAction.KEY_REVOKED, key)
    announce_access(db, credentials=[key.id for key in revoked])
    db.flush()
    return revoked


def delete_ended(db: Session, before: datetime, most: int) -> int:
    """Delete at most `most` keys that were revoked or expired before then; the number of them.

    What they have made has ended no later, and goes with them.
    """
    has_ended = sa.or_(ApiKey.revoked_at < before, ApiKey.expires_at < before)
    ended = sa.select(ApiKey.id).where(has_ended).limit(most)
    return len(db.scalars(sa.delete(ApiKey).where(ApiKey.id.in_(ended)).returning(ApiKey.id)).all())


def _note(db: Session, action: AuditAction, key: ApiKey) -> None:
    audit.record(
        db,
        action,
        organization_id=key.organization_id,
        account_id=key.user_id,
        subject_id=key.id,
        subject_name=key.name,
    )


def _owner(principal: Principal) -> UUID:
    if principal.user_id is None:
        raise Unauthenticated(_("API keys belong to accounts; log in or register"))
    return principal.user_id


def _within(principal: Principal, key: ApiKey) -> bool:
    """Whether a key may no more than the caller."""
    if principal.only_in and key.organization_id != principal.only_in:
        return False
    if principal.ceiling is None:
        return True
    return key.rights is not None and principal.ceiling.issuperset(key.rights)
