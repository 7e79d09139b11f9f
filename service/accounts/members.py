"""Adds, changes and removes the members of an organisation."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from service.access.actor import ActingParty
from service.access.lookup import find_organization, unknown
from service.access.permissions import ORGANIZATION_EDIT, ORGANIZATION_READ, OWNER, Principal
from service.accounts import users
from service.accounts.roles import check_reach, find_role, reach_of
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.database.models import Membership, Organization, Role, User
from service.events.outbox import announce_to_members
from service.settings import settings
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values import emails
from workflows.engine import Actor


class AlreadyMember(Exception):
    """The user belongs to the organisation already."""


class InvitationNeeded(Exception):
    """Nobody is taken in unasked."""


class LastOwner(Exception):
    """Without this owner nobody could give or take rights any more."""


def list_members(
    db: Session, organization: Organization, after: UUID | None = None, limit: int = 200
) -> list[Membership]:
    """Members with their users and roles, in the order of the users' ids."""
    query = _members(organization.id).order_by(Membership.user_id).limit(limit)
    return list(db.scalars(query.where(Membership.user_id > after) if after else query))


def add(
    db: Session, principal: Principal, organization_id: UUID, email: str, role_name: str
) -> Membership:
    """Take an existing user in unasked, where addresses need not be confirmed.

    They and the members are told. Raises InvitationNeeded, Unknown, Forbidden, users.UnknownUser,
    roles.UnknownRole, AlreadyMember.
    """
    organization, actor = find_organization(
        db, principal, organization_id, ORGANIZATION_EDIT, lock=True
    )
    if settings().email_confirmation:
        raise InvitationNeeded(
            _("nobody becomes a member unasked; POST /api/v1/organizations/{id}/invitations")
        )
    role = find_role(db, organization.id, role_name)
    check_reach(principal, organization.id, reach_of(role), "grant")
    user = users.find_by_email(db, email)
    check_new(db, organization, user.email)
    return _add(db, organization, user, role, actor)


def take_in(db: Session, organization: Organization, user: User, role: Role) -> Membership:
    """Let an invited user become a member, who is told with the other members.

    Raises AlreadyMember.
    """
    if db.get(Membership, (user.id, organization.id)):
        raise _already_member(organization, user.email)
    actor = ActingParty(Actor.CLIENT, user.id, user.name, organization.id)
    return _add(db, organization, user, role, actor)


def check_new(db: Session, organization: Organization, email: str) -> None:
    """Raise AlreadyMember if a member has the address; looks at nobody else."""
    query = _members(organization.id).where(User.email.in_(emails.forms(email)))
    if db.scalar(query.with_only_columns(Membership.user_id)):
        raise _already_member(organization, email)


def _already_member(organization: Organization, email: str) -> AlreadyMember:
    return AlreadyMember(
        Sentence(_("{email} belongs to {name} already"), email=email, name=organization.name)
    )


def _add(
    db: Session, organization: Organization, user: User, role: Role, actor: ActingParty
) -> Membership:
    db.add(Membership(user_id=user.id, organization_id=organization.id, role_id=role.id))
    db.flush()
    _note(db, AuditAction.MEMBER_ADDED, organization, user.id, role, by=actor.id)
    _announce(db, organization, "organization.member_added", actor, user.id, role.name)
    return find_member(db, organization.id, user.id)


def change_role(
    db: Session, principal: Principal, organization_id: UUID, user_id: UUID, role_name: str
) -> Membership:
    """Give a member another role; they and the members are told.

    Raises Unknown, Forbidden, roles.UnknownRole, LastOwner.
    """
    organization, actor = find_organization(
        db, principal, organization_id, ORGANIZATION_EDIT, lock=True
    )
    member = find_member(db, organization.id, user_id)
    role = find_role(db, organization.id, role_name)
    check_reach(principal, organization.id, reach_of(member.role), "take")
    check_reach(principal, organization.id, reach_of(role), "grant")
    if role.id != member.role_id:
        _check_owner_stays(db, organization, member)
        member.role_id = role.id
        db.flush()
        _note(db, AuditAction.MEMBER_ROLE_CHANGED, organization, user_id, role)
        _announce(db, organization, "user.rights_changed", actor, user_id, role.name)
    return find_member(db, organization.id, user_id)


def remove(db: Session, principal: Principal, organization_id: UUID, user_id: UUID) -> None:
    """Let a member go; everybody may leave. They and the members are told.

    Raises Unknown, Forbidden, LastOwner.
    """
    leaves = user_id == principal.user_id and principal.ceiling is None
    right = ORGANIZATION_READ if leaves else ORGANIZATION_EDIT
    organization, actor = find_organization(db, principal, organization_id, right, lock=True)
    member = find_member(db, organization.id, user_id)
    if not leaves:
        check_reach(principal, organization.id, reach_of(member.role), "take")
    leave(db, organization, member, actor)


def leave(db: Session, organization: Organization, member: Membership, actor: ActingParty) -> None:
    """Let a member go from an organisation, whose row the caller holds; raises LastOwner."""
    _check_owner_stays(db, organization, member)
    db.delete(member)
    db.flush()
    _note(db, AuditAction.MEMBER_REMOVED, organization, member.user_id, member.role)
    _announce(db, organization, "organization.member_removed", actor, member.user_id, None)


def follow_role(db: Session, organization: Organization, user: User, role: Role | None) -> None:
    """Give a member the role that a provider of identities says, or let them go without one.

    The last owner stays what they are. They and the members are told.
    """
    member = find_member(db, organization.id, user.id)
    actor = ActingParty(Actor.SYSTEM, None, "Werkbank", organization.id)
    if role is not None and role.id == member.role_id:
        return
    try:
        _check_owner_stays(db, organization, member)
    except LastOwner:
        return
    if role is None:
        former = member.role
        db.delete(member)
        db.flush()
        _note(db, AuditAction.MEMBER_REMOVED, organization, user.id, former, by=user.id)
        _announce(db, organization, "organization.member_removed", actor, user.id, None)
        return
    member.role_id = role.id
    db.flush()
    _note(db, AuditAction.MEMBER_ROLE_CHANGED, organization, user.id, role, by=user.id)
    _announce(db, organization, "user.rights_changed", actor, user.id, role.name)


def find_member(db: Session, organization_id: UUID, user_id: UUID) -> Membership:
    """The membership with its user and role, as it is now; raises Unknown."""
    query = _members(organization_id).where(Membership.user_id == user_id)
    member = db.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if member is None:
        raise unknown(
            _("there is no member {user_id} in organization {organization_id}"),
            user_id=user_id,
            organization_id=organization_id,
        )
    return member


def _members(organization_id: UUID) -> sa.Select[Membership]:
    return (
        sa.select(Membership)
        .join(Membership.user)
        .join(Membership.role)
        .options(contains_eager(Membership.user), contains_eager(Membership.role))
        .where(Membership.organization_id == organization_id)
    )


def _check_owner_stays(db: Session, organization: Organization, member: Membership) -> None:
    other_owners = (
        sa.select(sa.func.count())
        .select_from(Membership)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.organization_id == organization.id,
            Membership.role_id == member.role_id,
            Membership.user_id != member.user_id,
            User.disabled_at.is_(None),  # whom nothing lets in gives and takes no rights
        )
    )
    if member.role.name == OWNER and not db.scalar(other_owners):
        raise LastOwner(
            Sentence(
                _(
                    "{member} is the last owner of {organization}; make somebody else "
                    "its owner first"
                ),
                member=member.user.name,
                organization=organization.name,
            )
        )


def _note(
    db: Session,
    action: AuditAction,
    organization: Organization,
    user_id: UUID,
    role: Role,
    by: UUID | None = None,
) -> None:
    audit.record(
        db,
        action,
        organization_id=organization.id,
        account_id=user_id,
        subject_id=role.id,
        subject_name=role.name,
        by=by,
    )


def _announce(
    db: Session,
    organization: Organization,
    type: str,
    actor: ActingParty,
    user_id: UUID,
    role_name: str | None,
) -> None:
    data = {"user_id": str(user_id), "role": role_name}
    announce_to_members(db, organization, type, actor, data, users=[user_id])


def owner_email(db: Session, organization_id: UUID) -> str | None:
    """Where the longest-standing owner of an organisation reads mail; None without one."""
    query = (
        sa.select(User.email)
        .join(Membership, Membership.user_id == User.id)
        .join(Role, Role.id == Membership.role_id)
        .where(Membership.organization_id == organization_id, Role.name == OWNER)
        .where(User.disabled_at.is_(None), User.email_verified_at.is_not(None))
        .order_by(Membership.created_at)
    )
    return db.scalar(query.limit(1))
