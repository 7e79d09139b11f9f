"""Erases accounts: what is the person's own goes, and what others need stays without their name."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from service import clock
from service.access.actor import ERASED_NAME, ActingParty
from service.access.permissions import Principal
from service.accounts import members, organization_deletion, passwords, personal_data, sessions
from service.accounts.login import LoginCandidate
from service.accounts.personal_data import Fate
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.database.locks import AGAINST_WRITERS
from service.database.models import (
    AccountMail,
    Event,
    IdempotentAnswer,
    Invitation,
    Membership,
    OneTimeToken,
    Organization,
    OutboxEvent,
    User,
)
from workflows.engine import Actor

#: What stands for the address of an erased account; nobody can be mailed there (RFC 2606, 2).
ERASED = "{id}@erased.invalid"


def erase(db: Session, principal: Principal, shown: LoginCandidate | None = None) -> None:
    """Erase the caller's account; nothing lets anybody in with it any more.

    `shown` is that they have just shown their password. Organisations without another member are
    deleted with it, the others are left. Raises Unauthenticated, Forbidden unless they have shown
    a password or have just logged in, organization_deletion.OpenOrders, members.LastOwner.
    """
    user_id = personal_data.owner_of(principal)
    user = db.get_one(User, user_id, with_for_update=AGAINST_WRITERS, populate_existing=True)
    if not _has_shown_password(user, shown):
        sessions.check_just_begun(db, principal)
    close(db, user, AuditAction.ACCOUNT_ERASED)


def close(db: Session, user: User, action: AuditAction) -> None:
    """Erase an account whose row the caller holds, for what the log calls `action`.

    Raises organization_deletion.OpenOrders, members.LastOwner.
    """
    _leave_organizations(db, user)
    audit.record(db, action, account_id=user.id)
    sessions.end_sessions_of(db, user.id)
    _delete_rows(db, user)
    _rename(db, user.id)
    user.email, user.claimed_email = ERASED.format(id=user.id), None
    user.password_hash = passwords.NONE
    user.is_operator = False
    user.second_factor_at = None
    user.disabled_at = user.erased_at = clock.now()
    db.flush()


def _has_shown_password(user: User, shown: LoginCandidate | None) -> bool:
    """Whoever has none, who comes by a provider of identities, has not shown any."""
    if shown is None or user.password_hash == passwords.NONE:
        return False
    return shown.password_hash == user.password_hash


def sole_organizations(db: Session, user_id: UUID) -> list[Organization]:
    """Those of which nobody else is a member: they are deleted with the account."""
    other = aliased(Membership)
    others = sa.exists().where(other.organization_id == Organization.id, other.user_id != user_id)
    query = sa.select(Organization).join(Membership, Membership.organization_id == Organization.id)
    query = query.where(Membership.user_id == user_id, ~others).order_by(Organization.id)
    return list(db.scalars(query))


def _leave_organizations(db: Session, user: User) -> None:
    mine = sa.select(Membership.organization_id).where(Membership.user_id == user.id)
    for organization_id in db.scalars(mine.order_by(Membership.organization_id)).all():
        organization = db.get_one(
            Organization, organization_id, with_for_update=AGAINST_WRITERS, populate_existing=True
        )
        actor = ActingParty(Actor.CLIENT, user.id, user.name, organization.id)
        others = sa.select(Membership.user_id).where(
            Membership.organization_id == organization.id, Membership.user_id != user.id
        )
        if db.scalar(others.limit(1)):
            members.leave(
                db, organization, members.find_member(db, organization.id, user.id), actor
            )
        else:
            organization_deletion.close(db, organization, actor)


def _delete_rows(db: Session, user: User) -> None:
    addresses = [address for address in (user.email, user.claimed_email) if address]
    for of in personal_data.TABLES.values():
        if of.fate is Fate.DELETED:
            db.execute(sa.delete(of.table).where(getattr(of.table, of.owner) == user.id))
    db.execute(sa.delete(OneTimeToken).where(OneTimeToken.subject_id == user.id))
    db.execute(sa.delete(AccountMail).where(AccountMail.email.in_(addresses)))
    db.execute(sa.delete(Invitation).where(Invitation.email.in_(addresses)))
    # Not the answer that is just being given: it is stored once this has been committed.
    answers = sa.and_(
        IdempotentAnswer.principal == str(user.id), IdempotentAnswer.status.is_not(None)
    )
    db.execute(sa.delete(IdempotentAnswer).where(answers))


def _rename(db: Session, user_id: UUID) -> None:
    """Take the name out of whatever stays; histories hide it, for nobody can change them."""
    db.flush()
    for of in personal_data.TABLES.values():
        if of.name:
            theirs = getattr(of.table, of.owner) == user_id
            _set_name(db, sa.update(of.table).where(theirs).values({of.name: ERASED_NAME}))
    for table in (Event, OutboxEvent):
        theirs = table.actor_id == user_id
        _set_name(db, sa.update(table).where(theirs).values(actor_name=ERASED_NAME))


def _set_name(db: Session, statement: sa.Update) -> None:
    db.execute(statement.execution_options(synchronize_session="fetch"))
