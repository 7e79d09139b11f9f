"""Looks up the working days of contractors, as the catalogue has them now."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from service.catalogue import snapshot
from service.database.transaction import transaction_of
from service.manufacturing.quoting.catalogue import BadContractor, Contractor
from service.manufacturing.quoting.working_days import WorkingDays

#: Who has stated no terms works on weekdays.
UNKNOWN = WorkingDays("")


def working_days_of(db: Session, contractor_id: UUID) -> WorkingDays:
    """The working days of a contractor, looked up once in a transaction."""
    working_days = transaction_of(db).working_days
    if contractor_id not in working_days:
        entry = snapshot.everybody(db).entries.get(str(contractor_id))
        working_days[contractor_id] = _working_days(entry.contractor if entry else None)
    return working_days[contractor_id]


def remember_working_days(
    db: Session, contractors: Mapping[UUID, Contractor | BadContractor]
) -> None:
    """Keep the working days of contractors that were read already, for this transaction."""
    working_days = {id: _working_days(contractor) for id, contractor in contractors.items()}
    transaction_of(db).working_days.update(working_days)


def _working_days(contractor: Contractor | BadContractor | None) -> WorkingDays:
    return contractor.calendar if isinstance(contractor, Contractor) else UNKNOWN
