"""The address book of an organisation: its entries, and copies of them for orders."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final, Literal, cast, get_args
from uuid import UUID

import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.orm import Session

from service import clock
from service.access.actor import ActingParty
from service.access.lookup import unknown
from service.access.permissions import ORGANIZATION_READ, Principal
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.database.chosen_ids import free_id
from service.database.models import BookedAddress, Organization, Project
from service.database.models.column_json import AddressJson
from service.errors import BadField, TooMany
from service.events.outbox import announce_to_members
from service.merge_patch import merged
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.values import input_errors
from service.values.json_object import JsonObject
from service.values.postal_addresses import Address

Use = Literal["delivery", "billing"]
USES: Final[tuple[Use, ...]] = get_args(Use)
#: The fields of an order that hold a copy, and what the address must be good for.
FIELDS: Final[Mapping[str, Use]] = {
    "delivery_address": "delivery",
    "billing_address": "billing",
}
#: More than any company has gates; a book is read as a whole where defaults change.
MOST_ADDRESSES = 500


def entries(
    db: Session,
    organization: Organization,
    after: UUID | None = None,
    limit: int | None = None,
    *,
    use: Use | None = None,
) -> list[BookedAddress]:
    """The addresses of a book, oldest first; if a use is named, only those that are good for it."""
    query = _of(organization.id)
    query = query.where(BookedAddress.id > after) if after else query
    rows = [row for row in db.scalars(query.order_by(BookedAddress.id)) if _is_for(row, use)]
    return rows[:limit]


def entries_of_all(
    db: Session, organization_ids: Collection[UUID], *, use: Use
) -> Mapping[UUID, list[BookedAddress]]:
    """The addresses of several books that are good for a use, by the book, oldest first."""
    books: dict[UUID, list[BookedAddress]] = {id: [] for id in organization_ids}
    query = sa.select(BookedAddress).where(BookedAddress.organization_id.in_(organization_ids))
    for entry in db.scalars(query.order_by(BookedAddress.id)):
        if _is_for(entry, use):
            books[entry.organization_id].append(entry)
    return books


def find_readable(
    db: Session, principal: Principal, address_id: UUID, *, use: Use
) -> BookedAddress | None:
    """An address of a book that the caller may read, if it is good for that use."""
    entry = db.get(BookedAddress, address_id)
    if entry is None or ORGANIZATION_READ not in principal.rights_in(entry.organization_id):
        return None
    return entry if _is_for(entry, use) else None


def _is_for(entry: BookedAddress, use: Use | None) -> bool:
    return use is None or use in entry.uses


def _of(organization_id: UUID) -> sa.Select[BookedAddress]:
    return sa.select(BookedAddress).where(BookedAddress.organization_id == organization_id)


def find(db: Session, organization: Organization, address_id: UUID) -> BookedAddress:
    """An address of that book; raises Unknown."""
    entry = db.get(BookedAddress, address_id)
    if entry is None or entry.organization_id != organization.id:
        raise unknown(_("there is no address {address_id}"), address_id=address_id)
    return entry


def add(
    db: Session,
    organization: Organization,
    actor: ActingParty,
    fields: JsonObject,
    id: UUID | None = None,
) -> BookedAddress:
    """A new address in the book of an organisation, which the caller holds.

    Raises IdTaken, BadField, TooMany.
    """
    id = free_id(db, id)
    count = _of(organization.id).with_only_columns(sa.func.count())
    if (db.scalar(count) or 0) >= MOST_ADDRESSES:
        sentence = _("an address book holds at most {most} addresses")
        raise TooMany(Sentence(sentence, most=MOST_ADDRESSES))
    entry = BookedAddress(id=id, organization_id=organization.id, label="", uses=[], default_for=[])
    _fill(db, organization, entry, {"uses": list(USES), **fields})
    db.add(entry)
    _announce(db, organization, actor, AuditAction.ADDRESS_CREATED, entry)
    return entry


def change(
    db: Session,
    organization: Organization,
    actor: ActingParty,
    entry: BookedAddress,
    changes: JsonObject,
) -> None:
    """Change an address of the book, a merge patch (RFC 7396); orders stay. Raises BadField."""
    _fill(db, organization, entry, changes)
    _announce(db, organization, actor, AuditAction.ADDRESS_UPDATED, entry, changes)


def remove(
    db: Session, organization: Organization, actor: ActingParty, entry: BookedAddress
) -> None:
    """Take an address out of the book; orders keep their copies."""
    db.delete(entry)
    _announce(db, organization, actor, AuditAction.ADDRESS_DELETED, entry)


def _fill(
    db: Session, organization: Organization, entry: BookedAddress, changes: JsonObject
) -> None:
    if "label" in changes:
        entry.label = changes["label"] or ""
    if "address" in changes:
        entry.address = _whole(merged(dict(entry.address or {}), changes["address"]))
    uses: list[str] = [use for use in USES if use in changes.get("uses", entry.uses)]
    default_for = changes.get("default_for", entry.default_for)
    if unfit := [use for use in default_for if use not in uses]:
        sentence = _("an address that is not for {use} cannot be the default of it")
        raise BadField([("/default_for", Sentence(sentence, use=unfit[0]))])
    entry.uses, entry.default_for = uses, [use for use in USES if use in default_for]
    others = entries(db, organization) if default_for else ()
    for other in others:
        if other is not entry:
            other.default_for = [use for use in other.default_for if use not in default_for]
    entry.updated_at = clock.now()


def _whole(address: JsonObject) -> AddressJson:
    try:
        whole = Address.model_validate(address)
    except ValidationError as error:
        raise BadField(input_errors.sentences(error, "/address")) from error
    return cast(AddressJson, whole.model_dump())


def _announce(
    db: Session,
    organization: Organization,
    actor: ActingParty,
    action: AuditAction,
    entry: BookedAddress,
    fields: Iterable[str] = (),
) -> None:
    db.flush()
    audit.record(db, action, organization_id=organization.id, subject_id=entry.id, changed=fields)
    changed = {"changed": ["addresses"]}
    announce_to_members(db, organization, "organization.updated", actor, changed)


def defaults(db: Session, project: Project) -> JsonObject:
    """Copies of the default addresses of the project's owner, by the field of an order."""
    if project.client_id is None:
        return {}
    book = db.scalars(_of(project.client_id)).all()
    return {
        field: dict(entry.address)
        for field, use in FIELDS.items()
        for entry in book
        if use in entry.default_for
    }


def with_copies(db: Session, project: Project, changes: JsonObject) -> JsonObject:
    """`changes` of an order with the addresses themselves where it names some of the owner's book.

    They are copied now, so that no later change of the book changes an order. Raises BadField.
    """
    copied = dict(changes)
    for field, use in FIELDS.items():
        address_id = copied.pop(f"{field}_id", None)
        if address_id is None:
            continue
        if field in changes:
            sentence = _("state either {field} or {field}_id")
            raise BadField([(f"/{field}_id", Sentence(sentence, field=field))])
        copied[field] = _copy(db, project, UUID(str(address_id)), field, use)
    return copied


def _copy(db: Session, project: Project, address_id: UUID, field: str, use: Use) -> JsonObject:
    entry = db.get(BookedAddress, address_id)
    if entry is None or entry.organization_id != project.client_id:
        sentence = _("the address book of the client has no address {id}")
        raise BadField([(f"/{field}_id", Sentence(sentence, id=address_id))])
    if use not in entry.uses:
        sentence = _("address {id} is not for {use}; see its uses")
        raise BadField([(f"/{field}_id", Sentence(sentence, id=address_id, use=use))])
    return dict(entry.address)
