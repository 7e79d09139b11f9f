"""Identifies the caller by API key or session cookie."""

import hmac
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.permissions import NOBODY, BadCredentials, Credential, Principal
from service.database.models import ApiKey, BrowserSession, Membership, Organization, Role, User
from service.ids import hashed
from service.settings import settings
from service.translations import SOURCE, Sentence, gettext_noop
from service.values import ip_networks

#: A session or key whose last use was noted within this time need not be noted again.
NOTED_FOR = timedelta(minutes=10)
#: What every API key begins with, so that people and secret scanners recognise one.
KEY_PREFIX = "wb_"

_Roles = Sequence[tuple[UUID, str, bool, list[str], bool]]
#: A user's memberships beside what shows who they are: a row for each, or one without any.
_BESIDE = (
    Organization.id,
    Organization.language,
    Organization.second_factor_required,
    Role.rights,
    Role.sees_prices,
)
_FIRST_MEMBERSHIP_FIRST = (Membership.created_at, Organization.id)
#: What each request asks; to put a query together takes longer than to have it answered.
_SESSION = (
    sa.select(BrowserSession, User, *_BESIDE)
    .outerjoin(User, User.id == BrowserSession.user_id)
    .outerjoin(Membership, Membership.user_id == User.id)
    .outerjoin(Organization, Organization.id == Membership.organization_id)
    .outerjoin(Role, Role.id == Membership.role_id)
    .where(
        BrowserSession.secret_hash == sa.bindparam("secret"),
        BrowserSession.expires_at > sa.bindparam("now"),
        User.disabled_at.is_(None),
    )
    .order_by(*_FIRST_MEMBERSHIP_FIRST)
)
_KEY = (
    sa.select(ApiKey, User, *_BESIDE)
    .join(User, User.id == ApiKey.user_id)
    .outerjoin(Membership, Membership.user_id == User.id)
    .outerjoin(Organization, Organization.id == Membership.organization_id)
    .outerjoin(Role, Role.id == Membership.role_id)
    .where(ApiKey.secret_hash == sa.bindparam("secret"))
    .order_by(*_FIRST_MEMBERSHIP_FIRST)
)
_ROLES = (
    sa.select(Membership.user_id, *_BESIDE)
    .join(Organization, Organization.id == Membership.organization_id)
    .join(Role, Role.id == Membership.role_id)
    .where(Membership.user_id.in_(sa.bindparam("users", expanding=True)))
    .order_by(*_FIRST_MEMBERSHIP_FIRST)
)


def authenticate(
    db: Session, authorization: str | None, cookie: str | None, address: str = ""
) -> Principal:
    """Who asks, by the `Authorization` header or else the session cookie; only reads.

    `address` is where they ask from: where it is not known, a key that is bound to networks does
    not hold. Raises BadCredentials for a header that lets nobody in. A cookie that is not known any
    more makes NOBODY: browsers keep cookies longer than we keep sessions.
    """
    if authorization is not None:
        return _by_key(db, authorization, address)
    if cookie:
        return _by_session(db, cookie)
    return NOBODY


def _by_key(db: Session, authorization: str, address: str) -> Principal:
    scheme, _, secret = authorization.partition(" ")
    secret = secret.strip()
    if scheme.lower() != "bearer" or not secret.startswith(KEY_PREFIX):
        raise BadCredentials(gettext_noop("the Authorization header takes the form: Bearer wb_..."))
    rows = db.execute(_KEY, {"secret": hashed(secret)}).all()
    if not rows:
        raise BadCredentials(gettext_noop("this API key is not known"))
    key, user = rows[0][:2]
    if refusal := _refusal_of(key, user, address):
        raise BadCredentials(refusal)
    return _with_key(key, user, _roles_beside(row[2:] for row in rows))


def _refusal_of(key: ApiKey, user: User, address: str) -> str | None:
    """Why a key lets nobody in from there now, as a sentence; None if it does."""
    if key.revoked_at:
        return Sentence(
            gettext_noop("the API key {prefix}... was revoked at {revoked_at} UTC"),
            prefix=key.prefix,
            revoked_at=f"{key.revoked_at:%Y-%m-%d %H:%M}",
        )
    if key.expires_at and key.expires_at <= clock.now():
        return Sentence(
            gettext_noop("the API key {prefix}... expired at {expires_at} UTC"),
            prefix=key.prefix,
            expires_at=f"{key.expires_at:%Y-%m-%d %H:%M}",
        )
    if user.disabled_at:
        return Sentence(
            gettext_noop("the account of the API key {prefix}... is disabled"), prefix=key.prefix
        )
    if key.networks is not None and not ip_networks.contains(key.networks, address):
        return Sentence(
            gettext_noop("the API key {prefix}... may not be used from the address {address!r}"),
            prefix=key.prefix,
            address=address,
        )
    return None


def _by_session(db: Session, secret: str) -> Principal:
    rows = db.execute(_SESSION, {"secret": hashed(secret), "now": clock.now()}).all()
    return _in_browser(*rows[0][:2], _roles_beside(row[2:] for row in rows)) if rows else NOBODY


def _roles_beside(memberships: Iterable[tuple[Any, ...]]) -> _Roles:
    """Those of a user; nothing stands there for somebody without any."""
    return [(id, *more) for id, *more in memberships if id]


def principal_of(db: Session, session: BrowserSession) -> Principal:
    """The user or visitor whose browser this is."""
    user = db.get(User, session.user_id) if session.user_id else None
    return _in_browser(session, user, _roles(db, user))


def refreshed(db: Session, principal: Principal) -> Principal:
    """The same session or key, with what holds after a change in this transaction."""
    credential = (principal.via, principal.credential_id)
    return principals(db, [credential]).get(credential, principal)


def _roles(db: Session, user: User | None) -> _Roles:
    return _roles_of(db, [user.id])[user.id] if user else ()


def _in_browser(session: BrowserSession, user: User | None, roles: _Roles) -> Principal:
    # A session that waits for its device to be approved is a visitor's, whatever it is used for.
    is_users = user is not None and not session.awaits_approval
    return replace(
        _of_user(user, roles) if user and is_users else Principal(name="visitor"),
        must_approve=session.awaits_approval,
        visitor_id=session.visitor_id,
        via="session",
        csrf_token=session.csrf_token,
        credential_id=session.id,
        credential_stale=_is_stale(session.last_seen_at),
    )


def _with_key(key: ApiKey, user: User, roles: _Roles) -> Principal:
    ceiling = None if key.rights is None else frozenset(key.rights)
    return replace(
        _of_user(user, roles, ceiling, only_in=key.organization_id),
        via="api_key",
        credential_id=key.id,
        credential_stale=_is_stale(key.last_used_at),
    )


def _is_stale(noted_at: datetime | None) -> bool:
    return noted_at is None or noted_at < clock.now() - NOTED_FOR


def principals(db: Session, credentials: Collection[Credential]) -> dict[Credential, Principal]:
    """Who holds each of these sessions and keys, as of now; those that do not hold are left out.

    Costs a few queries however many they are.
    """
    session_ids = [id for via, id in credentials if via == "session" and id]
    key_ids = [id for via, id in credentials if via == "api_key" and id]
    now = clock.now()
    open_sessions = db.execute(
        sa.select(BrowserSession, User)
        .outerjoin(User, User.id == BrowserSession.user_id)
        .where(
            BrowserSession.id.in_(session_ids),
            BrowserSession.expires_at > now,
            User.disabled_at.is_(None),
        )
    ).all()
    valid_keys = db.execute(
        sa.select(ApiKey, User)
        .join(User)
        .where(
            ApiKey.id.in_(key_ids),
            ApiKey.revoked_at.is_(None),
            User.disabled_at.is_(None),
            sa.or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > now),
        )
    ).all()
    users = {user.id for _, user in (*open_sessions, *valid_keys) if user}
    roles = _roles_of(db, users)
    holders: dict[Credential, Principal] = {}
    for session, user in open_sessions:
        holders["session", session.id] = _in_browser(session, user, roles[user.id] if user else ())
    for key, user in valid_keys:
        holders["api_key", key.id] = _with_key(key, user, roles[user.id])
    return holders


def _roles_of(db: Session, user_ids: Collection[UUID]) -> Mapping[UUID, _Roles]:
    """Where users are members, the first organisation first: its id, language and what they may."""
    roles: dict[UUID, list[tuple[UUID, str, bool, list[str], bool]]] = {id: [] for id in user_ids}
    rows = db.execute(_ROLES, {"users": list(user_ids)})
    for user_id, organization_id, language, is_required, rights, sees_prices in rows:
        roles[user_id].append((organization_id, language, is_required, rights, sees_prices))
    return roles


def _of_user(
    user: User,
    roles: _Roles,
    ceiling: frozenset[str] | None = None,
    only_in: UUID | None = None,
) -> Principal:
    is_required = settings().second_factor or any(required for _, _, required, *_ in roles)
    must_enrol = is_required and user.second_factor_at is None
    if only_in:
        roles = [role for role in roles if role[0] == only_in]
    return Principal(
        user_id=user.id,
        name=user.name,
        # Operators act beyond any list of rights and any organisation: a key so bound is none.
        is_operator=user.is_operator and ceiling is None and only_in is None and not must_enrol,
        is_confirmed=user.email_verified_at is not None,
        rights={
            id: frozenset(rights) if ceiling is None else ceiling.intersection(rights)
            for id, _, _, rights, _ in roles
            if not must_enrol
        },
        without_prices=frozenset(id for id, *_, sees_prices in roles if not sees_prices),
        language=user.language or (roles[0][1] if roles else SOURCE),
        chosen_language=user.language,
        zone=user.zone,
        home_id=roles[0][0] if roles else None,
        second_factor_required=is_required,
        must_enrol=must_enrol,
        ceiling=ceiling,
        only_in=only_in,
    )


def has_csrf_token(principal: Principal, token: str | None) -> bool:
    """Whether `token` is the one of the principal's session; compared in constant time."""
    expected = principal.csrf_token or ""
    return bool(expected) and hmac.compare_digest(expected.encode(), (token or "").encode())
