"""Holds what is about to be asked against the terms that its contractors have now."""

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
        limited = [
            id
            for id in contractor_ids
            if isinstance(one := contractors.get(id), Contractor)
            and one.max_open_requests is not None
        ]
        self._open = capacity.open_requests(db, limited, lock=True)

    def against(self, process: Process, request: Request) -> str | None:
        """Why the request must not go out, or None; one that may go out counts as open."""
        one = self._contractors.get(request.contractor_id)
        if one is None or isinstance(one, BadContractor):
            return one.reason if one else "it makes no parts any more"
        found = failed(self._checks(one, process, request))
        if found:
            return "; ".join(check.reason for check in found)
        if request.contractor_id in self._open:
            self._open[request.contractor_id] += 1
        return None

    def _checks(self, one: Contractor, process: Process, request: Request) -> Iterator[Check]:
        address: Mapping[str, str] = process.configuration.get("delivery_address") or {}
        total = Decimal(request.quote["total"]["amount"])
        for check in (
            checks.served(one, address.get("country") or one.country),
            checks.order_value(one, total),
            checks.workload(one, self._open.get(request.contractor_id, 0)),
        ):
            if check:
                yield check
