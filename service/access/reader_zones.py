"""Finds the time zone in which mails and papers tell their reader times."""

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
    stated = chosen or (_zone_of_organization(db, organization_id) if organization_id else None)
    return ZoneInfo(stated) if stated and is_known(stated) else UTC


def _zone_of_organization(db: Session, organization_id: UUID) -> str | None:
    query = (
        sa.select(Organization.country, Organization.address, ContractorRow.terms)
        .outerjoin(ContractorRow, ContractorRow.organization_id == Organization.id)
        .where(Organization.id == organization_id)
    )
    if (row := db.execute(query).one_or_none()) is None:
        return None
    terms, address = row.terms or {}, row.address or {}
    country = row.country or terms.get("country") or address.get("country")
    return terms.get("time_zone") or (zone_of(country) if country else None)
