"""Shows the administrators of an organisation the API keys of its members, and revokes them."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.lookup import find_organization, unknown
from service.access.permissions import KEYS_MANAGE, Principal
from service.accounts import api_keys, members
from service.accounts.devices import NO_DEVICE
from service.accounts.roles import check_reach, reach_of
from service.database.locks import AGAINST_WRITERS
from service.database.models import ApiKey, Membership, User
from service.notifications import account_mails
from service.translations import gettext_noop as _


def list_keys(
    db: Session,
    principal: Principal,
    organization_id: UUID,
    after: UUID | None = None,
    limit: int = 200,
) -> list[tuple[ApiKey, User]]:
    """The keys that act for the organisation and are not revoked, with their owners, oldest first.

    Raises Unknown, Forbidden.
    """
    find_organization(db, principal, organization_id, KEYS_MANAGE)
    query = _acting_for(organization_id).order_by(ApiKey.id).limit(limit)
    rows = db.execute(query.where(ApiKey.id > after) if after else query)
    return [(key, user) for key, user in rows]


def revoke(db: Session, principal: Principal, organization_id: UUID, key_id: UUID) -> None:
    """Let nobody in with a member's key any more, nor with those that it has made.

    Its owner is told by mail. Raises Unknown, and Forbidden unless the caller holds all rights that
    the member has there.
    """
    find_organization(db, principal, organization_id, KEYS_MANAGE)
    row = db.execute(_acting_for(organization_id).where(ApiKey.id == key_id)).one_or_none()
    if row is None:
        raise unknown(_("there is no API key {key_id}"), key_id=key_id)
    key, owner = row
    member = members.find_member(db, organization_id, owner.id)
    check_reach(principal, organization_id, reach_of(member.role), "take")
    db.refresh(key, with_for_update=AGAINST_WRITERS)
    api_keys.revoke_with_descent(db, [key])
    data = NO_DEVICE.as_told() | {"key": key.name}
    account_mails.enqueue(db, "key_revoked", owner.email, subject_id=owner.id, data=data)


def _acting_for(organization_id: UUID) -> sa.Select[ApiKey, User]:
    """Keys of members: those that are bound to no organisation, or to this one."""
    return (
        sa.select(ApiKey, User)
        .join(User, User.id == ApiKey.user_id)
        .join(Membership, Membership.user_id == ApiKey.user_id)
        .where(
            Membership.organization_id == organization_id,
            ApiKey.revoked_at.is_(None),
            sa.or_(ApiKey.organization_id.is_(None), ApiKey.organization_id == organization_id),
        )
    )
