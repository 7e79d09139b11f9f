"""How the parties of an order and its configuration read in documents."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.models import CatalogueItem, Organization, Project, User
from service.documents.catalogue_names import catalogue_name, color_name
from service.documents.layout.sheet import Party
from service.translations import Language, choose_language, formats, gettext, gettext_noop

#: What a field of a configuration is called in documents, and its unit.
FIELDS: Mapping[str, tuple[str, str]] = {
    "material_id": (gettext_noop("Material"), ""),
    "technology": (gettext_noop("Technology"), ""),
    "color": (gettext_noop("Colour"), ""),
    "post_processing_ids": (gettext_noop("Post-processing"), ""),
    "layer_height_mm": (gettext_noop("Layer height"), " mm"),
    "tolerance_mm": (gettext_noop("Tolerance"), " mm"),
    "surface_roughness_um": (gettext_noop("Surface roughness Ra"), " µm"),
    "infill": (gettext_noop("Infill (share)"), ""),
    "wanted_date": (gettext_noop("Wanted by"), ""),
    "certificate": (gettext_noop("Certificate"), ""),
    "acceptance_criteria": (gettext_noop("Acceptance criteria"), ""),
    "express": (gettext_noop("Express"), ""),
    "delivery_country": (gettext_noop("Country of delivery"), ""),
    "delivery_address": (gettext_noop("Delivery to"), ""),
}
#: What is kept as a text so that each place stays as it was stated.
DECIMALS = frozenset({"layer_height_mm", "tolerance_mm", "surface_roughness_um", "infill"})


def language_of(organization: Organization | None) -> Language:
    """The language of documents for the organisation: its own if there is a catalogue for it."""
    return choose_language(organization.language if organization else None)


def language_for(db: Session, party_id: UUID | None, chosen: str | None = None) -> Language:
    """The language that a reader has `chosen`, else that of the party they read for.

    That of a visitor is not known.
    """
    if chosen:
        return choose_language(chosen)
    return language_of(db.get(Organization, party_id) if party_id else None)


def client(
    db: Session, project: Project, language: Language | None = None, *, with_email: bool = False
) -> Party:
    """Who orders: the person who created the project, and its organisation."""
    owner = db.get(Organization, project.client_id) if project.client_id else None
    person = db.get(User, project.created_by) if project.created_by else None
    return client_of(owner, person, language, with_email=with_email)


def client_of(
    owner: Organization | None,
    person: User | None,
    language: Language | None = None,
    *,
    with_email: bool = False,
) -> Party:
    """Who orders, of rows that were read already."""
    if owner is None:
        return Party(person.name if person else "")
    if person is None or person.erased_at or person.name == owner.name:
        return party(owner, language, with_email=with_email)
    address = address_of(owner.address, owner.country, language)
    email = _email(owner, person) if with_email else None
    return Party(person.name, owner.name, address, email, owner.vat_id)


def party(
    organization: Organization, language: Language | None = None, *, with_email: bool = False
) -> Party:
    """An organisation with its address."""
    address = address_of(organization.address, organization.country, language)
    email = organization.email if with_email else None
    return Party(organization.name, None, address, email, organization.vat_id)


def _email(organization: Organization, person: User) -> str | None:
    """Where the client is reached: as the organisation says, else the person who ordered."""
    return organization.email or (person.email if person.email_verified_at else None)


def address_of(
    address: Mapping[str, Any] | None, country: str | None = None, language: Language | None = None
) -> str | None:
    """The lines of an address; None if nothing of it is known.

    The country is its name in that language, or its code (ISO 3166-1) where none is given.
    """
    known = {"country": country, **(address or {})}
    town = f"{known.get('postal_code') or ''} {known.get('city') or ''}".strip()
    code = known.get("country")
    named = formats.countries(language).get(str(code), code) if language else code
    lines = (known.get("name"), known.get("street"), town, named)
    return "\n".join(str(line) for line in lines if line) or None


def configuration(
    db: Session, values: Mapping[str, Any], language: Language
) -> dict[str, tuple[str, str]]:
    """Label and value of each field that is set, in the order of FIELDS."""
    return configuration_of(values, item_names(db, [values]), language)


def configuration_of(
    values: Mapping[str, Any], item_names: Mapping[str, Any], language: Language
) -> dict[str, tuple[str, str]]:
    """The same with the names of the items, which were read already."""
    names = _named(values, item_names, language)
    return {
        field: (gettext(label, language), f"{_text(field, values[field], names, language)}{unit}")
        for field, (label, unit) in FIELDS.items()
        if values.get(field) not in (None, "", [], False)
    }


def _text(field: str, value: Any, names: Mapping[str, str], language: Language) -> str:
    if value is True:
        return gettext("yes", language)
    if field == "wanted_date":
        return formats.day(date.fromisoformat(str(value)), language)
    if isinstance(value, Mapping):
        return (address_of(value, language=language) or "").replace("\n", ", ")
    if field == "delivery_country":
        return formats.countries(language).get(str(value), str(value))
    if field == "color":
        return color_name(str(value), language)
    if isinstance(value, list):
        return ", ".join(names.get(item, str(item)) for item in value)
    if isinstance(value, int | float):
        return formats.short_number(value, language)
    if field in DECIMALS:
        return formats.exact_number(Decimal(value), language)
    return names.get(value, str(value))


def names_of(db: Session, values: Mapping[str, Any], language: Language) -> dict[str, str]:
    """What the material and the post-processings of a configuration are called."""
    return _named(values, item_names(db, [values]), language)


def item_names(db: Session, configurations: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What the catalogue calls the materials and post-processings of some configurations."""
    slugs = {slug for values in configurations for slug in _slugs(values)}
    query = sa.select(CatalogueItem.slug, CatalogueItem.data).where(
        CatalogueItem.kind.in_(("material", "post_processing")), CatalogueItem.slug.in_(slugs)
    )
    return {slug: data.get("name", slug) for slug, data in db.execute(query)}


def _named(
    values: Mapping[str, Any], item_names: Mapping[str, Any], language: Language
) -> dict[str, str]:
    return {
        slug: catalogue_name(item_names[slug], language)
        for slug in _slugs(values)
        if slug in item_names
    }


def _slugs(values: Mapping[str, Any]) -> list[Any]:
    return [values.get("material_id"), *values.get("post_processing_ids", ())]
