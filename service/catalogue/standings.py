"""Changes whether a contractor may be asked by others, and keeps who decided it and why."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.actor import ActingParty
from service.access.lookup import Unknown
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.catalogue.versions import mark_changed
from service.database.locks import AGAINST_WRITERS
from service.database.models import (
    CatalogueChange,
    ContractorRow,
    Organization,
    Standing,
    StandingChange,
)
from service.events.outbox import announce_to_members
from service.settings import settings
from service.translations import Sentence
from service.translations import gettext_noop as _

#: What the audit log calls it to give a contractor a standing.
ACTIONS = {
    Standing.APPROVED: AuditAction.CONTRACTOR_APPROVED,
    Standing.SUSPENDED: AuditAction.CONTRACTOR_SUSPENDED,
}


def first_standing() -> Standing:
    """What a contractor begins with."""
    return Standing.PENDING if settings().contractor_approval else Standing.APPROVED


def change(
    db: Session, organization_id: UUID, standing: Standing, by: ActingParty, reason: str
) -> tuple[ContractorRow, Organization, bool]:
    """Give a contractor another standing; whether it was another one. Raises Unknown.

    With its approval it joins the catalogue that others are matched with.
    """
    row = db.get(ContractorRow, organization_id, with_for_update=AGAINST_WRITERS)
    if row is None:
        raise Unknown(Sentence(_("there is no contractor {names}"), names=organization_id))
    organization = db.get_one(Organization, organization_id)
    before = row.standing
    if before is standing:
        return row, organization, False
    row.standing = standing
    db.flush()
    version = mark_changed(db, organization_id)
    if before is Standing.PENDING and standing is Standing.APPROVED:
        joins = CatalogueChange(
            organization_id=organization_id,
            version=version,
            joined=True,
            changes=[],
            changed_by=by.id,
        )
        db.add(joins)
    keep(db, row, by, reason)
    audit.record(db, ACTIONS[standing], organization_id=organization_id)
    data = {"standing": standing.value, "before": before.value, "reason": reason}
    announce_to_members(db, organization, "organization.standing_changed", by, data)
    return row, organization, True


def keep(db: Session, row: ContractorRow, by: ActingParty, reason: str) -> None:
    """Note who gave a contractor the standing that it has now, and why."""
    db.add(
        StandingChange(
            organization_id=row.organization_id,
            standing=row.standing,
            reason=reason,
            actor=by.as_dict(),
        )
    )


def changes_of(db: Session, organization_ids: Sequence[UUID]) -> dict[UUID, list[StandingChange]]:
    """How the standing of each contractor came about, oldest first."""
    query = sa.select(StandingChange).where(StandingChange.organization_id.in_(organization_ids))
    changes: dict[UUID, list[StandingChange]] = {id: [] for id in organization_ids}
    for each in db.scalars(query.order_by(StandingChange.id)):
        changes[each.organization_id].append(each)
    return changes
