"""Creates, changes and deletes the roles of an organisation."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.actor import ActingParty
from service.access.lookup import Unknown, find_organization
from service.access.permissions import (
    ORGANIZATION_EDIT,
    OWNER,
    Forbidden,
    Principal,
    granted,
)
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.database.chosen_ids import free_id
from service.database.models import Membership, Organization, Role
from service.errors import TooMany
from service.events.outbox import announce_to_members
from service.translations import Sentence, gettext_noop
from service.values.texts import folded

#: An organisation has no more roles than this.
MOST = 200


class UnknownRole(Exception):
    """The organisation has no role of this name."""


class RoleTaken(Exception):
    """The organisation has a role of this name already."""


class RoleInUse(Exception):
    """Members hold the role, so that it cannot be deleted."""


class OwnerIsFixed(Exception):
    """The owner's role holds every right, and stays."""


def list_roles(
    db: Session, organization: Organization, after: UUID | None = None, limit: int = 200
) -> list[Role]:
    """The organisation's roles in the order in which they were made."""
    query = sa.select(Role).where(Role.organization_id == organization.id)
    query = query.order_by(Role.id).limit(limit)
    return list(db.scalars(query.where(Role.id > after) if after else query))


def create(
    db: Session,
    principal: Principal,
    organization_id: UUID,
    name: str,
    rights: Collection[str],
    id: UUID | None = None,
    sees_prices: bool = True,
) -> Role:
    """A new role; raises Unknown, Forbidden, RoleTaken, IdTaken, TooMany."""
    organization, _ = find_organization(
        db, principal, organization_id, ORGANIZATION_EDIT, lock=True
    )
    check_reach(principal, organization.id, granted(rights, sees_prices), "grant")
    id = free_id(db, id)
    _check_room(db, organization)
    _check_free(db, organization, name)
    role = Role(
        id=id,
        organization_id=organization.id,
        name=name,
        rights=sorted(set(rights)),
        sees_prices=sees_prices,
    )
    db.add(role)
    db.flush()
    _note(db, AuditAction.ROLE_CREATED, role)
    return role


def change(
    db: Session,
    principal: Principal,
    organization_id: UUID,
    role_id: UUID,
    *,
    name: str | None = None,
    rights: Collection[str] | None = None,
    sees_prices: bool | None = None,
) -> Role:
    """Rename a role or change what it may; its holders are told.

    Raises Unknown, Forbidden unless the caller holds what it may before and after, RoleTaken,
    OwnerIsFixed.
    """
    organization, actor = find_organization(
        db, principal, organization_id, ORGANIZATION_EDIT, lock=True
    )
    role = _changeable(db, organization, role_id)
    check_reach(principal, organization.id, reach_of(role), "take")
    changed = []
    if name is not None and name != role.name:
        _check_free(db, organization, name, role.id)
        role.name = name
        changed.append("name")
    if rights is not None and set(rights) != set(role.rights):
        check_reach(principal, organization.id, rights, "grant")
        role.rights = sorted(set(rights))
        changed.append("rights")
    if sees_prices is not None and sees_prices is not role.sees_prices:
        check_reach(principal, organization.id, granted((), sees_prices), "grant")
        role.sees_prices = sees_prices
        changed.append("sees_prices")
    if {"rights", "sees_prices"} & set(changed):
        _tell_holders(db, organization, actor, role)
    db.flush()
    if changed:
        _note(db, AuditAction.ROLE_UPDATED, role, changed)
    return role


def delete(db: Session, principal: Principal, organization_id: UUID, role_id: UUID) -> None:
    """Delete a role that nobody holds; raises Unknown, Forbidden, RoleInUse, OwnerIsFixed."""
    organization, _ = find_organization(
        db, principal, organization_id, ORGANIZATION_EDIT, lock=True
    )
    role = _changeable(db, organization, role_id)
    check_reach(principal, organization.id, reach_of(role), "take")
    holders = sa.select(sa.func.count()).where(Membership.role_id == role.id)
    if number := db.scalar(holders):
        raise RoleInUse(
            Sentence(
                gettext_noop("{number} members are {name}; give them another role first"),
                number=number,
                name=role.name,
            )
        )
    db.delete(role)
    db.flush()
    _note(db, AuditAction.ROLE_DELETED, role)


def _check_room(db: Session, organization: Organization) -> None:
    existing = sa.select(sa.func.count()).where(Role.organization_id == organization.id)
    if (db.scalar(existing) or 0) >= MOST:
        raise TooMany(Sentence(gettext_noop("an organization has at most {most} roles"), most=MOST))


def _tell_holders(db: Session, organization: Organization, actor: ActingParty, role: Role) -> None:
    holders = db.scalars(
        sa.select(Membership.user_id)
        .where(Membership.role_id == role.id)
        .order_by(Membership.user_id)
    ).all()
    data = {"role": role.name, "user_ids": [str(user_id) for user_id in holders]}
    announce_to_members(db, organization, "user.rights_changed", actor, data, users=holders)


def _note(db: Session, action: AuditAction, role: Role, changed: Collection[str] = ()) -> None:
    audit.record(
        db,
        action,
        organization_id=role.organization_id,
        subject_id=role.id,
        subject_name=role.name,
        changed=changed,
    )


def find_role(db: Session, organization_id: UUID, name: str) -> Role:
    """The organisation's role of this name; raises UnknownRole."""
    query = sa.select(Role).where(Role.organization_id == organization_id)
    roles = {role.name: role for role in db.scalars(query)}
    if name not in roles:
        raise UnknownRole(
            Sentence(
                gettext_noop("there is no role {name!r} here; there are {names}"),
                name=name,
                names=", ".join(sorted(roles)),
            )
        )
    return roles[name]


def reach_of(role: Role) -> frozenset[str]:
    """All that a role lets its holders do."""
    return granted(role.rights, role.sees_prices)


def check_reach(
    principal: Principal, organization_id: UUID, rights: Collection[str], verb: str
) -> None:
    """Raise Forbidden if somebody would `verb` (grant or take) a right that they do not hold."""
    beyond = set(rights) - principal.grants_in(organization_id)
    if beyond and not principal.is_operator:
        raise Forbidden(
            Sentence(
                gettext_noop("nobody can {verb} what they may not do themselves: {names}"),
                verb=verb,
                names=", ".join(sorted(beyond)),
            )
        )


def _changeable(db: Session, organization: Organization, role_id: UUID) -> Role:
    role = db.get(Role, role_id, populate_existing=True)
    if role is None or role.organization_id != organization.id:
        raise Unknown(
            Sentence(
                gettext_noop("there is no role {role_id} in organization {id}"),
                role_id=role_id,
                id=organization.id,
            )
        )
    if role.name == OWNER:
        raise OwnerIsFixed(
            gettext_noop("the role owner holds every right; it cannot be changed or deleted")
        )
    return role


def _check_free(
    db: Session, organization: Organization, name: str, own_id: UUID | None = None
) -> None:
    """Raise RoleTaken if another role of the organisation has a name that people take for this."""
    other_names = sa.select(Role.name).where(
        Role.organization_id == organization.id, Role.id != (own_id or organization.id)
    )
    for other_name in db.scalars(other_names):
        if folded(other_name) == folded(name):
            raise RoleTaken(
                Sentence(
                    gettext_noop("{name} has a role {other_name!r} already"),
                    name=organization.name,
                    other_name=other_name,
                )
            )
