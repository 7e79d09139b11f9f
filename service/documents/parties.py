"""How the parties of an order and its configuration read in documents."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.models import CatalogueItem, Organization, Project, User
from service.documents.layout.sheet import Party
from service.documents.wording import Language, known_language

#: What a configuration's field is called in a dossier, in English and German, and its unit.
FIELDS: Mapping[str, tuple[str, str, str]] = {
    "material_id": ("Material", "Werkstoff", ""),
    "technology": ("Technology", "Verfahren", ""),
    "color": ("Colour", "Farbe", ""),
    "post_processing_ids": ("Post-processing", "Nachbearbeitung", ""),
    "layer_height_mm": ("Layer height", "Schichthöhe", " mm"),
    "tolerance_mm": ("Tolerance", "Toleranz", " mm"),
    "surface_roughness_um": ("Surface roughness Ra", "Rauheit Ra", " µm"),
    "infill": ("Infill (share)", "Füllung (Anteil)", ""),
    "wanted_date": ("Wanted on", "Gewünscht am", ""),
    "certificate": ("Certificate", "Zeugnis", ""),
    "acceptance_criteria": ("Acceptance criteria", "Abnahmekriterien", ""),
    "express": ("Express", "Express", ""),
    "delivery_country": ("Country of delivery", "Lieferland", ""),
    "delivery_address": ("Delivery to", "Lieferung an", ""),
}


def language_of(organization: Organization | None) -> Language:
    """The language of documents for the organisation: its own if there is wording for it."""
    return known_language(organization.language if organization else None)


def language_for(db: Session, party_id: UUID | None) -> Language:
    """The language that a party reads; that of a visitor is not known."""
    return language_of(db.get(Organization, party_id) if party_id else None)


def client(db: Session, project: Project) -> Party:
    """Who orders: the person who created the project, and its organisation."""
    owner = db.get(Organization, project.client_id) if project.client_id else None
    person = db.get(User, project.created_by) if project.created_by else None
    if owner is None:
        return Party(person.name if person else "")
    if person is None or person.name == owner.name:
        return party(owner)
    return Party(person.name, owner.name, address_of(owner.address, owner.country))


def party(organization: Organization) -> Party:
    """An organisation with its address."""
    address = address_of(organization.address, organization.country)
    return Party(organization.name, None, address)


def address_of(address: Mapping[str, Any] | None, country: str | None = None) -> str | None:
    """The lines of an address; None if nothing of it is known."""
    known = {"country": country, **(address or {})}
    town = f"{known.get('postal_code') or ''} {known.get('city') or ''}".strip()
    lines = (known.get("name"), known.get("street"), town, known.get("country"))
    return "\n".join(str(line) for line in lines if line) or None


def configuration(
    db: Session, values: Mapping[str, Any], language: Language
) -> dict[str, tuple[str, str]]:
    """Label and value of each field that is set, in the order of FIELDS."""
    names = _names(db, values)
    shown = {}
    for field, (english, german, unit) in FIELDS.items():
        value = values.get(field)
        if value in (None, "", [], False):
            continue
        if field == "delivery_address":
            text = (address_of(value) or "").replace("\n", ", ")
        elif value is True:
            text = "ja" if language == "de" else "yes"
        elif isinstance(value, list):
            text = ", ".join(str(names.get(item, item)) for item in value)
        else:
            text = f"{names.get(value, value)}{unit}"
        shown[field] = (german if language == "de" else english, text)
    return shown


def _names(db: Session, values: Mapping[str, Any]) -> dict[str, str]:
    """What the catalogue calls the material and the post-processings."""
    slugs = [values.get("material_id"), *values.get("post_processing_ids", ())]
    query = sa.select(CatalogueItem.slug, CatalogueItem.data).where(
        CatalogueItem.kind.in_(("material", "post_processing")), CatalogueItem.slug.in_(slugs)
    )
    return {slug: data.get("name", slug) for slug, data in db.execute(query)}
