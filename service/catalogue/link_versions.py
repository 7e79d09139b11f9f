"""Counts the versions of the links by which a contractor answers: a newer one voids all before."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.actor import ActingParty
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.database.models import ContractorRow, Organization
from service.events.outbox import announce_to_members


def version_of(db: Session, contractor_id: UUID) -> int:
    """The version of the links that work now; 0 for who has stated no terms."""
    return versions_of(db, [contractor_id])[contractor_id]


def versions_of(db: Session, contractor_ids: Collection[UUID]) -> dict[UUID, int]:
    """The versions of the links of several contractors."""
    query = sa.select(ContractorRow.organization_id, ContractorRow.links_version)
    stated = query.where(ContractorRow.organization_id.in_(contractor_ids))
    return dict.fromkeys(contractor_ids, 0) | {id: version for id, version in db.execute(stated)}


def void_links(db: Session, contractor_id: UUID) -> None:
    """Let no link that was mailed before answer for the contractor any more.

    In a statement of its own: what its terms say has not changed.
    """
    raised = sa.update(ContractorRow).where(ContractorRow.organization_id == contractor_id)
    raised = raised.values(links_version=ContractorRow.links_version + 1)
    db.execute(raised.execution_options(synchronize_session=False))


def revoke_links(db: Session, organization: Organization, actor: ActingParty) -> None:
    """Void the links because somebody asks for it; the members are told."""
    void_links(db, organization.id)
    audit.record(db, AuditAction.ANSWER_LINKS_REVOKED, organization_id=organization.id)
    announce_to_members(
        db, organization, "organization.updated", actor, {"changed": ["answer_links"]}
    )
