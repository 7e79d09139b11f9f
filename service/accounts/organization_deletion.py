"""Deletes organisations that owe nobody anything: what was ordered and made stays."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service import clock
from service.access.actor import ActingParty
from service.accounts import api_keys
from service.audit import log as audit
from service.audit.actions import AuditAction
from service.catalogue import stored_index
from service.catalogue.versions import mark_changed
from service.database.locks import AGAINST_WRITERS
from service.database.models import (
    ApiKey,
    BookedAddress,
    ContractorRow,
    Invitation,
    MachineRow,
    Membership,
    Notification,
    Organization,
    Preference,
    Process,
    Project,
    Request,
    Role,
    WebhookEndpoint,
)
from service.events.access_changes import announce_access
from service.events.outbox import announce_to_members
from service.orders import projects
from service.orders.projects import DELETABLE
from service.translations import Sentence
from service.translations import gettext_noop as _
from workflows.process import PROCESS
from workflows.request import OPEN

#: What an organisation is called that was deleted before it had a contract with anybody.
DELETED_NAME = "Deleted organization"
#: What is the organisation's own, and goes with it, in this order.
GO_ALONG = (
    *(Preference, Notification, Invitation, Membership, Role),
    *(WebhookEndpoint, BookedAddress, MachineRow, ContractorRow),
)
_FINAL = tuple(row.state for row in PROCESS.states.values() if row.final)


class OpenOrders(Exception):
    """The organisation still has something to do for others, or others for it."""


def close(db: Session, organization: Organization, actor: ActingParty) -> None:
    """Delete an organisation, whose row the caller holds; its members are told. Raises OpenOrders.

    Drafts, members, roles, keys, webhooks, addresses and terms go. What was ordered stays for the
    other side, with the name and address of who had a contract; of others they go, too.
    """
    _check_nothing_is_open(db, organization)
    _delete_drafts(db, organization, actor)
    members = sa.select(Membership.user_id).where(Membership.organization_id == organization.id)
    user_ids = db.scalars(members).all()
    audit.record(db, AuditAction.ORGANIZATION_DELETED, organization_id=organization.id)
    announce_to_members(db, organization, "organization.deleted", actor, {}, users=user_ids)
    announce_access(db, users=user_ids)
    keys = sa.select(ApiKey).where(
        ApiKey.organization_id == organization.id, ApiKey.revoked_at.is_(None)
    )
    api_keys.revoke_with_descent(db, db.scalars(keys.with_for_update(**AGAINST_WRITERS)).all())
    if db.get(ContractorRow, organization.id):
        mark_changed(db, organization.id)
        stored_index.discard(db)  # which has its terms
    had_contract = _has_contract(db, organization.id)
    db.flush()
    for table in GO_ALONG:
        theirs = table.organization_id == organization.id
        db.execute(sa.delete(table).where(theirs))
    if not had_contract:
        organization.name, organization.address, organization.country = DELETED_NAME, None, None
        organization.vat_id, organization.general_terms = None, ""
    organization.email = organization.email_verified_at = None
    organization.deleted_at = clock.now()
    db.flush()


def _check_nothing_is_open(db: Session, organization: Organization) -> None:
    is_open = sa.and_(Process.deleted_at.is_(None), Process.state.not_in({*DELETABLE, *_FINAL}))
    ordered = sa.select(sa.func.count(Process.id)).join(Project, Project.id == Process.project_id)
    orders = db.scalar(ordered.where(Project.client_id == organization.id, is_open)) or 0
    made = sa.select(sa.func.count(Process.id)).where(Process.contractor_id == organization.id)
    orders += db.scalar(made.where(is_open)) or 0
    asked = sa.select(sa.func.count(Request.id)).where(Request.contractor_id == organization.id)
    requests = db.scalar(asked.where(Request.state.in_(OPEN))) or 0
    if orders or requests:
        raise OpenOrders(
            Sentence(
                _(
                    "{name} has {orders} orders under way and {requests} open requests; let them "
                    "be completed, cancelled or declined first"
                ),
                name=organization.name,
                orders=orders,
                requests=requests,
            )
        )


def _delete_drafts(db: Session, organization: Organization, actor: ActingParty) -> None:
    """Delete the projects of which nothing has to be kept."""
    kept = sa.exists().where(
        Process.project_id == Project.id,
        Process.deleted_at.is_(None),
        Process.state.not_in(DELETABLE),
    )
    drafts = sa.select(Project).where(
        Project.client_id == organization.id, Project.deleted_at.is_(None), ~kept
    )
    for project in db.scalars(drafts.order_by(Project.id).with_for_update(**AGAINST_WRITERS)).all():
        projects.delete(db, actor, project)


def _has_contract(db: Session, organization_id: UUID) -> bool:
    """Whether something was ordered from it or by it."""
    contracts = sa.select(Process.id).join(Project, Project.id == Process.project_id)
    theirs = sa.or_(Project.client_id == organization_id, Process.contractor_id == organization_id)
    return db.scalar(contracts.where(theirs, Process.offer_id.is_not(None)).limit(1)) is not None
