"""Reads the audit log of an organisation or of a user, the newest entry first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from service.access.lookup import find_organization
from service.access.permissions import (
    ORGANIZATION_AUDIT,
    Forbidden,
    Principal,
    Unauthenticated,
)
from service.audit.actions import AuditAction
from service.database.models import AuditAudience, AuditEntry, User
from service.translations import gettext_noop as _


@dataclass(frozen=True)
class AuditFilter:
    """Which entries are wanted: of these actions, by this user, from `since` on, before `until`."""

    actions: tuple[str, ...] = ()
    actor_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class ListedEntry:
    """An entry with the names that its users have now; None where there is no user."""

    entry: AuditEntry
    actor_name: str | None
    account_name: str | None


def log_of_organization(db: Session, principal: Principal, organization_id: UUID) -> UUID:
    """Whose log is to be read, for who may read it; raises Unknown, Forbidden."""
    organization, _actor = find_organization(db, principal, organization_id, ORGANIZATION_AUDIT)
    return organization.id


def log_of_user(principal: Principal) -> UUID:
    """Whose log is to be read by the user who is logged in; raises Unauthenticated, Forbidden."""
    if principal.user_id is None:
        raise Unauthenticated(_("only who is logged in has a log to look at"))
    if principal.via != "session":
        raise Forbidden(_("an API key does not see what was done with the account; log in"))
    return principal.user_id


def entries(
    db: Session, party_id: UUID, wanted: AuditFilter, before: UUID | None, limit: int
) -> Sequence[ListedEntry]:
    """What a party may read, newest first, from before an entry on; the caller has been checked."""
    actor, account = aliased(User), aliased(User)
    query = (
        sa.select(AuditEntry, actor.name, account.name)
        .join(AuditAudience, AuditAudience.entry_id == AuditEntry.id)
        .outerjoin(actor, actor.id == AuditEntry.actor_id)
        .outerjoin(account, account.id == AuditEntry.account_id)
        .where(AuditAudience.party_id == party_id, *_conditions(wanted, before))
        .order_by(AuditAudience.entry_id.desc())
        .limit(limit)
    )
    return [ListedEntry(*row) for row in db.execute(query)]


def _conditions(wanted: AuditFilter, before: UUID | None) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if before:
        conditions.append(AuditAudience.entry_id < before)
    if wanted.actions:
        conditions.append(AuditEntry.action.in_(wanted.actions))
    if wanted.actor_id:
        conditions.append(AuditEntry.actor_id == wanted.actor_id)
    if wanted.since:
        conditions.append(AuditEntry.at >= wanted.since)
    if wanted.until:
        conditions.append(AuditEntry.at < wanted.until)
    return conditions


def number_done(db: Session, action: AuditAction, actor_id: UUID, since: datetime) -> int:
    """How often a user has done something since then."""
    query = (
        sa.select(sa.func.count())
        .select_from(AuditEntry)
        .join(AuditAudience, AuditAudience.entry_id == AuditEntry.id)
        .where(
            AuditAudience.party_id == actor_id,
            AuditEntry.actor_id == actor_id,
            AuditEntry.action == action.value,
            AuditEntry.at > since,
        )
    )
    return db.scalar(query) or 0


def delete_old(db: Session, before: datetime, most: int) -> int:
    """Delete at most `most` of the entries from `before`; the number of them."""
    old = sa.select(AuditEntry.id).where(AuditEntry.at < before).order_by(AuditEntry.at).limit(most)
    deletion = sa.delete(AuditEntry).where(AuditEntry.id.in_(old)).returning(AuditEntry.id)
    return len(db.scalars(deletion).all())
