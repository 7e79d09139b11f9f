"""Puts a contractor into the sandbox, or among the real ones."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.lookup import Unknown
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.catalogue.versions import mark_changed
from service.database.locks import AGAINST_WRITERS
from service.database.models import ContractorRow, Organization, Request
from service.translations import Sentence
from service.translations import gettext_noop as _


class HasBeenAsked(Exception):
    """A contractor with orders of the one kind cannot take those of the other."""


def move(db: Session, organization_id: UUID, *, sandbox: bool) -> str:
    """Let a contractor be asked for orders of the sandbox alone, or for real ones alone; its name.

    Raises Unknown for what is no contractor, HasBeenAsked for one that was asked before.
    """
    contractor = db.get(ContractorRow, organization_id, with_for_update=AGAINST_WRITERS)
    if contractor is None:
        raise Unknown(Sentence(_("there is no contractor {names}"), names=organization_id))
    name = db.get_one(Organization, organization_id).name
    if contractor.sandbox is sandbox:
        return name
    asked = sa.select(Request.id).where(Request.contractor_id == organization_id)
    if db.scalar(asked.limit(1)):
        raise HasBeenAsked(
            f"{name} has been asked for orders already; let another organization take the others"
        )
    contractor.sandbox = sandbox
    db.flush()
    mark_changed(db, organization_id)
    audit.record(
        db, AuditAction.CONTRACTOR_MOVED, organization_id=organization_id, changed=["sandbox"]
    )
    return name
