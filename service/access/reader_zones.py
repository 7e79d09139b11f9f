"""Finds the time zone in which mails and papers tell their reader times."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.models import ContractorRow, Organization
from service.manufacturing.quoting.time_zones import is_known, zone_of

UTC = ZoneInfo("UTC")


def reader_zone(db: Session, organization_id: UUID | None, chosen: str | None = None) -> ZoneInfo:
    """The zone that a reader has `chosen`, else that of the organisation they read for.

    That is the one of its terms as a contractor, else that of its country (after CLDR); UTC where
    nothing is known, as of a visitor.
    """
    if chosen or organization_id is None:
        return _zone(chosen)
    return zones_of_organizations(db, [organization_id]).get(organization_id, UTC)


def zones_of_organizations(db: Session, organization_ids: Collection[UUID]) -> dict[UUID, ZoneInfo]:
    """The zones in which some organisations are told times."""
    query = (
        sa.select(Organization.id, Organization.country, Organization.address, ContractorRow.terms)
        .outerjoin(ContractorRow, ContractorRow.organization_id == Organization.id)
        .where(Organization.id.in_(organization_ids))
    )
    return {
        id: _zone(_stated(country, address or {}, terms or {}))
        for id, country, address, terms in db.execute(query)
    }


def _stated(
    country: str | None, address: Mapping[str, Any], terms: Mapping[str, Any]
) -> str | None:
    known = country or terms.get("country") or address.get("country")
    return terms.get("time_zone") or (zone_of(known) if known else None)


def _zone(stated: str | None) -> ZoneInfo:
    return ZoneInfo(stated) if stated and is_known(stated) else UTC
