"""Lets organisations become contractors, and operators decide which of them others may ask."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.actor import SYSTEM, ActingParty
from service.access.permissions import RESOURCES_EDIT
from service.catalogue import contractor_names, standings, terms
from service.catalogue.contractor_names import Lookalike
from service.database.models import (
    ContractorRow,
    Membership,
    Organization,
    Request,
    Role,
    Standing,
    StandingChange,
    User,
)
from service.notifications import account_mails
from service.notifications.account_mails import AccountMailKind
from service.sourcing import requests
from service.values.json_object import JsonObject
from service.values.mailed_names import harmless
from workflows.request import ANSWERABLE


@dataclass(frozen=True)
class ListedContractor:
    """A contractor as operators see it, with whose name looks like its own."""

    row: ContractorRow
    organization: Organization
    lookalikes: list[Lookalike]
    changes: list[StandingChange]


def state_terms(
    db: Session, organization: Organization, actor: ActingParty, stated: JsonObject
) -> ContractorRow:
    """State the terms anew, as `terms.put_terms` does; operators hear of one that waits for them.

    Raises BadField, Unconfirmed, NameTaken.
    """
    is_new = terms.terms_version(db, organization) == 0
    row = terms.put_terms(db, organization, actor, stated)
    if is_new and row.standing is Standing.PENDING:
        operators = sa.select(User).where(User.is_operator, User.disabled_at.is_(None))
        for operator in db.scalars(operators.order_by(User.id)):
            _mail(db, "contractor_waits", operator, organization, "")
    return row


def decide(
    db: Session, organization_id: UUID, standing: Standing, by: ActingParty, reason: str
) -> ListedContractor:
    """Approve or suspend a contractor; raises Unknown.

    Who may change its terms is told by mail. While it is suspended, nobody can ask it; its orders
    go on, and clients with an open request or offer of its are told.
    """
    row, organization, changed = standings.change(db, organization_id, standing, by, reason)
    if changed:
        if standing is Standing.SUSPENDED:
            _tell_clients(db, organization_id)
        kind: AccountMailKind = (
            "contractor_approved" if standing is Standing.APPROVED else "contractor_suspended"
        )
        for member in _keepers(db, organization_id):
            _mail(db, kind, member, organization, reason)
    (listed,) = _listed(db, [(row, organization)])
    return listed


def contractors(
    db: Session, standing: Standing | None, after: UUID | None, limit: int
) -> list[ListedContractor]:
    """Contractors in the order of their ids, beginning after one of them."""
    query = sa.select(ContractorRow, Organization).join(
        Organization, Organization.id == ContractorRow.organization_id
    )
    if standing is not None:
        query = query.where(ContractorRow.standing == standing)
    if after is not None:
        query = query.where(ContractorRow.organization_id > after)
    query = query.order_by(ContractorRow.organization_id).limit(limit)
    return _listed(db, [(row, organization) for row, organization in db.execute(query)])


def _listed(db: Session, rows: list[tuple[ContractorRow, Organization]]) -> list[ListedContractor]:
    db.flush()
    lookalikes = contractor_names.lookalikes(db, [row for row, _ in rows])
    changes = standings.changes_of(db, [row.organization_id for row, _ in rows])
    return [
        ListedContractor(
            row, organization, lookalikes.get(organization.id, []), changes[organization.id]
        )
        for row, organization in rows
    ]


def _tell_clients(db: Session, organization_id: UUID) -> None:
    query = sa.select(Request).where(
        Request.contractor_id == organization_id, Request.state.in_(ANSWERABLE)
    )
    for request in db.scalars(query.order_by(Request.id)):
        requests.tell_client(db, request, "request.contractor_suspended", SYSTEM, {})


def _keepers(db: Session, organization_id: UUID) -> list[User]:
    """The members who may change the terms."""
    query = (
        sa.select(User, Role.rights)
        .join(Membership, Membership.user_id == User.id)
        .join(Role, Role.id == Membership.role_id)
        .where(Membership.organization_id == organization_id)
        .order_by(User.id)
    )
    return [user for user, rights in db.execute(query) if RESOURCES_EDIT in rights]


def _mail(
    db: Session, kind: AccountMailKind, to: User, organization: Organization, reason: str
) -> None:
    account_mails.enqueue(
        db,
        kind,
        to.email,
        subject_id=to.id,
        data={"organization": harmless(organization.name), "reason": reason},
    )
