"""Counts the open requests of each contractor, and says who takes no more of them."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.catalogue import snapshot
from service.database.locks import AGAINST_WRITERS
from service.database.models import ContractorRow, Request, Standing
from service.database.transaction import transaction_of
from service.manufacturing.quoting.catalogue import BadContractor, Contractor
from service.manufacturing.quoting.checks import Check, failed
from service.manufacturing.quoting.checks.contractors import workload
from workflows.request import OPEN


def current_contractors(
    db: Session, contractor_ids: Iterable[UUID]
) -> dict[UUID, Contractor | BadContractor]:
    """These contractors as the catalogue has them now."""
    entries = snapshot.everybody(db).entries
    return {id: entries[str(id)].contractor for id in contractor_ids if str(id) in entries}


def markets(db: Session, contractor_ids: Iterable[UUID]) -> dict[UUID, bool]:
    """Of these contractors whether they are of the sandbox: then no real order goes to them."""
    entries = snapshot.everybody(db).entries
    return {id: entries[str(id)].sandbox for id in contractor_ids if str(id) in entries}


def approved(db: Session, contractor_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these contractors that others may ask."""
    entries = snapshot.everybody(db).entries
    return {
        id
        for id in contractor_ids
        if str(id) in entries and entries[str(id)].standing is Standing.APPROVED
    }


def open_requests(
    db: Session, contractor_ids: Collection[UUID], *, lock: bool = False
) -> dict[UUID, int]:
    """How many requests each of them has open.

    With `lock` nobody else asks them before this transaction ends, so that a limit holds whoever
    sends at the same time. Always locked in the order of their ids.
    """
    if not contractor_ids:
        return {}
    if lock:
        rows = sa.select(ContractorRow.organization_id).where(
            ContractorRow.organization_id.in_(contractor_ids)
        )
        ordered = rows.order_by(ContractorRow.organization_id)
        db.execute(ordered.with_for_update(**AGAINST_WRITERS)).all()
    count = (
        sa.select(Request.contractor_id, sa.func.count())
        .where(Request.contractor_id.in_(contractor_ids), Request.state.in_(OPEN))
        .group_by(Request.contractor_id)
    )
    counts = {contractor_id: number for contractor_id, number in db.execute(count)}
    return {contractor_id: counts.get(contractor_id, 0) for contractor_id in contractor_ids}


def full_contractors(
    db: Session, contractors: Iterable[Contractor | BadContractor]
) -> dict[str, Check]:
    """By id those of the contractors that take no further request now, with the numbers."""
    limited = {
        UUID(contractor.id): contractor
        for contractor in contractors
        if isinstance(contractor, Contractor) and contractor.max_open_requests is not None
    }
    counts = open_requests(db, limited)
    checks = {contractor.id: workload(contractor, counts[id]) for id, contractor in limited.items()}
    return {id: check for id, check in checks.items() if check and failed((check,))}


def full_contractors_now(db: Session) -> Mapping[str, Check]:
    """Those of the whole catalogue that take no further request, looked up once a transaction."""
    transaction = transaction_of(db)
    if transaction.full_contractors is None:
        entries = snapshot.everybody(db).entries.values()
        limited = (each.contractor for each in entries if each.listed.limits_requests)
        transaction.full_contractors = full_contractors(db, limited)
    return transaction.full_contractors
