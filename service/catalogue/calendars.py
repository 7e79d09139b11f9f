"""Says on which days contractors work, as the catalogue has it now."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from service.catalogue import snapshot
from service.manufacturing.quoting.catalogue import BadContractor, Contractor
from service.manufacturing.quoting.lead_time import calendar_of
from service.manufacturing.quoting.working_days import WorkingDays

#: Who has stated no terms works on weekdays.
UNKNOWN = WorkingDays("")


def of_contractor(db: Session, contractor_id: UUID) -> WorkingDays:
    """The working days of a contractor, looked up once in a transaction."""
    kept: dict[UUID, WorkingDays] = db.info.setdefault("calendars", {})
    if contractor_id not in kept:
        entry = snapshot.current(db).entries.get(str(contractor_id))
        one = entry and entry.contractor
        kept[contractor_id] = calendar_of(one) if isinstance(one, Contractor) else UNKNOWN
    return kept[contractor_id]


def know(db: Session, contractors: Mapping[UUID, Contractor | BadContractor]) -> None:
    """Keep the working days of contractors that were read already, for this transaction."""
    kept = db.info.setdefault("calendars", {})
    for id, one in contractors.items():
        kept[id] = calendar_of(one) if isinstance(one, Contractor) else UNKNOWN
