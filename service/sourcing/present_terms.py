"""The acceptance check: holds a request against its contractor's terms as they are now."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from service.catalogue import capacity
from service.database.models import Process, Request
from service.manufacturing.quoting.catalogue import BadContractor, Contractor
from service.manufacturing.quoting.checks import Check, failed
from service.manufacturing.quoting.checks import contractors as checks

Contractors = Mapping[UUID, Contractor | BadContractor]


class PresentTerms:
    """The terms of contractors that are about to be asked, as they hold in this transaction."""

    def __init__(
        self, db: Session, contractors: Contractors, contractor_ids: Collection[UUID]
    ) -> None:
        """Count what those that have a limit have open; nobody else asks them meanwhile."""
        self._contractors = contractors
        self._markets = capacity.markets(db, contractor_ids)
        self._approved = capacity.approved(db, contractor_ids)
        limited = [
            id
            for id in contractor_ids
            if isinstance(contractor := contractors.get(id), Contractor)
            and contractor.max_open_requests is not None
        ]
        self._open = capacity.open_requests(db, limited, lock=True)

    def against(self, process: Process, request: Request) -> str | None:
        """Why the request must not go out, or None; one that may go out counts as open."""
        contractor = self._contractors.get(request.contractor_id)
        if contractor is None or isinstance(contractor, BadContractor):
            return contractor.reason if contractor else "it makes no parts any more"
        if self._markets[request.contractor_id] is not process.sandbox:
            return "it takes real orders only" if process.sandbox else "it is of the sandbox only"
        if request.contractor_id not in self._approved:
            return "it takes no new requests"
        failures = failed(self._checks(contractor, process, request))
        if failures:
            return "; ".join(check.reason for check in failures)
        if request.contractor_id in self._open:
            self._open[request.contractor_id] += 1
        return None

    def _checks(
        self, contractor: Contractor, process: Process, request: Request
    ) -> Iterator[Check]:
        address = process.configuration.get("delivery_address")
        country = address["country"] if address else contractor.country
        total = Decimal(request.quote["total"]["amount"])
        for check in (
            checks.served(contractor, country),
            checks.order_value(contractor, total),
            checks.workload(contractor, self._open.get(request.contractor_id, 0)),
        ):
            if check:
                yield check
