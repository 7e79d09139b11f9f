"""Creates, finds and changes organisations."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.actor import ActingParty, check_confirmed, only_confirmed
from service.access.permissions import (
    ORGANIZATION_EDIT,
    ORGANIZATION_READ,
    OWNER,
    ROLES,
    Forbidden,
    Principal,
    SecondFactorMissing,
    Unauthenticated,
)
from service.access.process_view import check_sees_prices
from service.access.reader_zones import reader_zone
from service.accounts import organization_emails
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.catalogue import contractor_names
from service.catalogue.link_versions import void_links
from service.catalogue.versions import mark_changed
from service.database.chosen_ids import free_id
from service.database.locks import AGAINST_WRITERS
from service.database.models import ContractorRow, Membership, Organization, Role, User
from service.database.models.column_json import WindowJson
from service.errors import QuotaExceeded
from service.events.access_changes import announce_access
from service.events.outbox import announce_to_members
from service.ids import new_id
from service.merge_patch import merged
from service.settings import settings
from service.translations import SOURCE, Sentence
from service.translations import gettext_noop as _
from service.values.json_object import JsonObject
from workflows.engine import Actor

#: What a merge patch may touch; `address` is merged field by field.
CHANGEABLE = (
    *("name", "email", "country", "language", "address", "vat_id", "general_terms"),
    "second_factor_required",
    "device_approval_required",
)


def create(
    db: Session, principal: Principal, details: JsonObject, id: UUID | None = None
) -> Organization:
    """A new organisation that the caller owns.

    `details` holds `name` and may hold the other fields of CHANGEABLE. Raises Unauthenticated,
    Forbidden, IdTaken, QuotaExceeded, and Unconfirmed if mails were to go to an address.
    """
    if principal.user_id is None:
        raise Unauthenticated(_("founding an organization takes an account; log in or register"))
    if principal.only_in:
        raise Forbidden(_("this API key acts for one organization, and founds no other"))
    if principal.ceiling is not None and ORGANIZATION_EDIT not in principal.ceiling:
        raise Forbidden(
            Sentence(
                _("this API key lacks the right {right}"),
                right=ORGANIZATION_EDIT,
            )
        )
    if details.get("email"):
        check_confirmed(principal.is_confirmed)
    id = free_id(db, id)
    _check_room(db, principal.user_id)
    organization = create_for(db, principal.user_id, principal.name, id=id, **details)
    organization_emails.claim(db, organization)
    db.flush()
    audit.record(db, AuditAction.ORGANIZATION_CREATED, organization_id=organization.id)
    return organization


def _check_room(db: Session, user_id: UUID) -> None:
    """Of two that somebody founds at once, one alone takes the last place."""
    if most := settings().organizations_per_user:
        db.get_one(User, user_id, with_for_update=AGAINST_WRITERS, populate_existing=True)
        if (founded := founded_by(db, user_id)) >= most:
            raise QuotaExceeded("organizations", most, founded, 1)


def founded_by(db: Session, user_id: UUID) -> int:
    """How many organisations somebody has founded that are not deleted, their own among them."""
    query = sa.select(sa.func.count()).where(
        Organization.founded_by == user_id, Organization.deleted_at.is_(None)
    )
    return db.scalar(query) or 0


def create_for(
    db: Session, user_id: UUID, user_name: str, *, id: UUID | None = None, **details: Any
) -> Organization:
    """A new organisation with the default roles, in which the user is the owner."""
    organization = Organization(id=id or new_id(), founded_by=user_id, **details)
    roles = [
        Role(id=new_id(), organization_id=organization.id, name=name, rights=sorted(rights))
        for name, rights in ROLES.items()
    ]
    owner = next(role for role in roles if role.name == OWNER)
    # The tables are tied by ids only, so the order of writing is ours to give.
    db.add(organization)
    db.flush()
    db.add_all(roles)
    db.flush()
    db.add(Membership(user_id=user_id, organization_id=organization.id, role_id=owner.id))
    actor = ActingParty(Actor.CLIENT, user_id, user_name, organization.id)
    announce_to_members(
        db, organization, "organization.created", actor, {"name": organization.name}
    )
    db.flush()
    return organization


def find(db: Session, organization_id: UUID) -> Organization | None:
    """The organisation with this id, for whoever holds a signed link that names it."""
    return db.get(Organization, organization_id)


def list_mine(
    db: Session, principal: Principal, after: UUID | None = None, limit: int = 200
) -> list[Organization]:
    """The organisations that the caller may read, in the order of their ids."""
    readable = [party for party, rights in principal.rights.items() if ORGANIZATION_READ in rights]
    query = sa.select(Organization).where(Organization.id.in_(readable))
    query = query.order_by(Organization.id).limit(limit)
    return list(db.scalars(query.where(Organization.id > after) if after else query))


def roles_of(db: Session, user_id: UUID | None) -> list[tuple[Organization, Role]]:
    """Where somebody is a member, and as what; the first organisation first."""
    query = (
        sa.select(Organization, Role)
        .join(Membership, Membership.organization_id == Organization.id)
        .join(Role, Role.id == Membership.role_id)
        .where(Membership.user_id == user_id)
        .order_by(Membership.created_at, Organization.id)
    )
    return [(organization, role) for organization, role in db.execute(query)]


def language_of(db: Session, user_id: UUID) -> str:
    """In which language to write to somebody: as they say, else that of their organisation.

    Of several organisations it is the one that they have belonged to longest.
    """
    if chosen := db.scalar(sa.select(User.language).where(User.id == user_id)):
        return chosen
    query = (
        sa.select(Organization.language)
        .join(Membership, Membership.organization_id == Organization.id)
        .where(Membership.user_id == user_id)
        .order_by(Membership.created_at, Organization.id)
    )
    return db.scalar(query.limit(1)) or SOURCE


def zone_of(db: Session, user_id: UUID) -> ZoneInfo:
    """In which time zone to tell somebody times: as they say, else that of that organisation."""
    chosen = db.scalar(sa.select(User.zone).where(User.id == user_id))
    query = sa.select(Membership.organization_id).where(Membership.user_id == user_id)
    query = query.order_by(Membership.created_at, Membership.organization_id)
    return reader_zone(db, db.scalar(query.limit(1)), chosen)


def update(
    db: Session, organization: Organization, actor: ActingParty, changes: JsonObject
) -> None:
    """Change what `changes` names (RFC 7396); members are told if anything is new.

    Raises Unconfirmed if mails were to go elsewhere, PricesHidden too if whoever sends them there
    may not see what stands in them, NameTaken for the name of another contractor, and
    SecondFactorMissing if who demands a second factor of the members has none.
    """
    if "email" in changes:
        only_confirmed(actor)
        if changes["email"] != organization.email:
            check_sees_prices(actor)  # requests are mailed there, with prices and a link to offer
    if changes.get("second_factor_required"):
        _check_second_factor(db, actor)
    changed = []
    for name in sorted(changes.keys() & set(CHANGEABLE)):
        value, before = changes[name], getattr(organization, name)
        if name == "address" and value is not None:
            value = merged(before or {}, value)
        if value != before:
            setattr(organization, name, value)
            changed.append(name)
    if "email" in changed:
        organization_emails.claim(db, organization)
    if changed:
        contractor = db.get(ContractorRow, organization.id)
        if "name" in changed and contractor is not None:
            db.flush()
            mark_changed(db, organization.id)  # quotes and reasons name their contractor
            contractor_names.claim(db, contractor, organization.name)
        if "email" in changed:
            void_links(db, organization.id)
        if "second_factor_required" in changed:
            _announce_access_of_members(db, organization)
        _note_changes(db, organization, actor, changed)


def _check_second_factor(db: Session, actor: ActingParty) -> None:
    """Nobody demands of others what would keep out themselves."""
    user = db.get(User, actor.id) if actor.id else None
    if actor.role is not Actor.OPERATOR and (user is None or user.second_factor_at is None):
        raise SecondFactorMissing(
            _("enrol a second factor yourself first, with POST /api/v1/auth/totp")
        )


def _announce_access_of_members(db: Session, organization: Organization) -> None:
    """Whoever lacks what is demanded loses all rights at once, also in open streams."""
    members = sa.select(Membership.user_id).where(Membership.organization_id == organization.id)
    announce_access(db, users=db.scalars(members).all())


def set_deadlines(
    db: Session, organization: Organization, actor: ActingParty, chosen: dict[str, WindowJson]
) -> None:
    """Let the states of its orders last as `chosen`; members are told if anything is new."""
    if chosen != organization.deadlines:
        organization.deadlines = chosen
        _note_changes(db, organization, actor, ["deadlines"])


def _note_changes(
    db: Session, organization: Organization, actor: ActingParty, changed: list[str]
) -> None:
    db.flush()
    audit.record(
        db, AuditAction.ORGANIZATION_UPDATED, organization_id=organization.id, changed=changed
    )
    announce_to_members(db, organization, "organization.updated", actor, {"changed": changed})
