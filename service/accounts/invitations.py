"""Invites people to an organisation by their address, and lets those who accept become members.

Whether somebody has an account with an address plays no part in inviting, so that the answer says
nothing about it.
"""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from service import clock
from service.access.actor import only_confirmed
from service.access.lookup import find_organization, unknown
from service.access.permissions import (
    ORGANIZATION_EDIT,
    ORGANIZATION_READ,
    Forbidden,
    Principal,
    Unauthenticated,
)
from service.accounts import email_confirmations, members
from service.accounts.roles import check_reach, find_role, reach_of
from service.audit import log as audit
from service.audit import reading
from service.audit.actions import AuditAction
from service.database import one_time_tokens
from service.database.locks import AGAINST_WRITERS
from service.database.models import Invitation, Membership, Organization, Role, User
from service.database.one_time_tokens import IssuedToken, TokenVoid
from service.errors import TooMany
from service.notifications import account_mails
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values import emails

PURPOSE: one_time_tokens.Purpose = "invitation"
#: How long an invitation can be accepted.
LASTS = timedelta(days=7)
#: Invitations of one organisation that nobody has accepted yet.
MOST = 200
#: Invitations that one user sends within a day, whatever becomes of them: each is a mail to
#: somebody who has not asked for it.
MOST_A_DAY = 200


class NotInvited(Exception):
    """Somebody else was invited than who accepts."""


def invite(
    db: Session, principal: Principal, organization_id: UUID, email: str, role_name: str
) -> Invitation:
    """Invite whoever reads mail at the address; inviting again renews what there is.

    Raises Unknown, Forbidden, Unconfirmed, roles.UnknownRole, members.AlreadyMember, TooMany.
    """
    organization, actor = find_organization(
        db, principal, organization_id, ORGANIZATION_EDIT, lock=True
    )
    only_confirmed(actor)
    role = find_role(db, organization.id, role_name)
    check_reach(principal, organization.id, reach_of(role), "grant")
    if principal.user_id is None:
        raise Unauthenticated(_("only who is logged in invites others"))
    _check_number_sent(db, principal.user_id)
    members.check_new(db, organization, email)
    pending = sa.select(Invitation).where(Invitation.organization_id == organization.id)
    invitation = db.scalar(pending.where(Invitation.email == email))
    if invitation is None:
        _check_number(db, organization)
        invitation = Invitation(organization_id=organization.id, email=email)
        db.add(invitation)
    invitation.role_id, invitation.invited_by = role.id, principal.user_id
    invitation.expires_at = clock.now() + LASTS
    db.flush()
    account_mails.enqueue(db, "invitation", email, subject_id=invitation.id)
    _note(db, AuditAction.INVITATION_SENT, organization.id, invitation.id, role.name)
    return _shown(db, invitation.id)


def list_pending(
    db: Session, principal: Principal, organization_id: UUID, after: UUID | None, limit: int
) -> list[Invitation]:
    """What nobody has accepted yet, in the order of the ids; raises Unknown, Forbidden."""
    organization, _actor = find_organization(db, principal, organization_id, ORGANIZATION_READ)
    query = _whole().where(
        Invitation.organization_id == organization.id, Invitation.expires_at > clock.now()
    )
    query = query.order_by(Invitation.id).limit(limit)
    return list(db.scalars(query.where(Invitation.id > after) if after else query))


def take_back(
    db: Session, principal: Principal, organization_id: UUID, invitation_id: UUID
) -> None:
    """Let an invitation not be accepted any more; raises Unknown, Forbidden."""
    organization, _actor = find_organization(db, principal, organization_id, ORGANIZATION_EDIT)
    own = sa.and_(Invitation.id == invitation_id, Invitation.organization_id == organization.id)
    if db.scalar(sa.delete(Invitation).where(own).returning(Invitation.id)) is None:
        raise unknown(_("there is no invitation {id}"), id=invitation_id)
    _note(db, AuditAction.INVITATION_TAKEN_BACK, organization.id, invitation_id)


def _note(
    db: Session,
    action: AuditAction,
    organization_id: UUID,
    invitation_id: UUID,
    role_name: str | None = None,
) -> None:
    """The audit log says as what somebody is invited, but never their address."""
    audit.record(
        db,
        action,
        organization_id=organization_id,
        subject_id=invitation_id,
        subject_name=role_name,
    )


def find_sendable(db: Session, invitation_id: UUID | None) -> Invitation | None:
    """The invitation that a queued mail is about, if it can still be accepted."""
    query = _whole().where(Invitation.id == invitation_id, Invitation.expires_at > clock.now())
    invitation = db.scalar(query)
    return invitation if invitation and _holds(db, invitation) else None


def issue_link(db: Session, invitation: Invitation) -> IssuedToken:
    """The token that a mail to the invited carries; it is void once the invitation has changed."""
    lasts = invitation.expires_at - clock.now()
    return one_time_tokens.issue(db, PURPOSE, invitation.id, _bound_to(invitation), lasts)


def of_link(db: Session, token: str) -> Invitation:
    """What the link invites to; raises as one_time_tokens.find does, and TokenVoid."""
    row = one_time_tokens.find(db, PURPOSE, token)
    invitation = _invitation_of(db, row.subject_id)
    one_time_tokens.check(row, _bound_to(invitation))
    return invitation


def accept(db: Session, principal: Principal, token: str) -> tuple[Organization, Role]:
    """Let the user who is logged in become a member: of what, and as what.

    Raises Unauthenticated, Forbidden, and as `join`.
    """
    if principal.user_id is None:
        raise Unauthenticated(_("log in, or register with the address that was invited"))
    if principal.via != "session":
        raise Forbidden(_("an API key accepts no invitation; log in"))
    user = db.get_one(User, principal.user_id, with_for_update=AGAINST_WRITERS)
    return join(db, user, token)


def join(db: Session, user: User, token: str) -> tuple[Organization, Role]:
    """Let a user become a member by the link in a mail to their address: of what, and as what.

    The link shows that they read what is sent there, so that the address is confirmed by it.
    Raises as one_time_tokens.find does, TokenVoid, NotInvited, members.AlreadyMember.
    """
    row = one_time_tokens.find(db, PURPOSE, token, lock=True)
    invitation = _invitation_of(db, row.subject_id)
    if invitation.email not in emails.forms(user.stated_email):
        raise NotInvited(
            Sentence(
                _("the invitation is for {email}; log in or register with this address"),
                email=invitation.email,
            )
        )
    one_time_tokens.use(row, _bound_to(invitation))
    email_confirmations.let_count(db, user)
    organization, role = invitation.organization, invitation.role
    db.delete(invitation)
    members.take_in(db, organization, user, role)
    return organization, role


def delete_expired(db: Session, now: datetime, most: int) -> int:
    """Delete at most `most` invitations that nobody can accept any more; the number of them."""
    expired = sa.select(Invitation.id).where(Invitation.expires_at <= now).limit(most)
    deletion = sa.delete(Invitation).where(Invitation.id.in_(expired))
    return len(db.scalars(deletion.returning(Invitation.id)).all())


def _check_number_sent(db: Session, user_id: UUID) -> None:
    """What was taken back has been mailed all the same."""
    since = clock.now() - timedelta(days=1)
    if reading.number_done(db, AuditAction.INVITATION_SENT, user_id, since) >= MOST_A_DAY:
        raise TooMany(
            Sentence(
                _("you have sent {most} invitations within a day; go on tomorrow"), most=MOST_A_DAY
            )
        )


def _check_number(db: Session, organization: Organization) -> None:
    pending = sa.select(sa.func.count()).where(Invitation.organization_id == organization.id)
    if (db.scalar(pending) or 0) >= MOST:
        raise TooMany(
            Sentence(_("there are {most} invitations already; take some back"), most=MOST)
        )


def _whole() -> sa.Select[Invitation]:
    return sa.select(Invitation).options(
        joinedload(Invitation.organization),
        joinedload(Invitation.role),
        joinedload(Invitation.inviter),
    )


def _shown(db: Session, invitation_id: UUID) -> Invitation:
    query = _whole().where(Invitation.id == invitation_id)
    return db.scalars(query.execution_options(populate_existing=True)).one()


def _invitation_of(db: Session, invitation_id: UUID) -> Invitation:
    invitation = db.scalar(_whole().where(Invitation.id == invitation_id))
    if invitation is None or not _holds(db, invitation):
        raise TokenVoid(_("the invitation was taken back; ask whoever invited you"))
    return invitation


def _holds(db: Session, invitation: Invitation) -> bool:
    """Whether who has invited could still do so: an invitation does not outlive their rights."""
    query = (
        sa.select(Role)
        .join(Membership, Membership.role_id == Role.id)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.user_id == invitation.invited_by,
            Membership.organization_id == invitation.organization_id,
            User.disabled_at.is_(None),
        )
    )
    held = reach_of(role) if (role := db.scalar(query)) else frozenset()
    may_invite = ORGANIZATION_EDIT in held and held.issuperset(reach_of(invitation.role))
    return may_invite or bool(
        invitation.inviter.is_operator and invitation.inviter.disabled_at is None
    )


def _bound_to(invitation: Invitation) -> tuple[str, ...]:
    return str(invitation.organization_id), invitation.email, str(invitation.role_id)
