"""Records at once that a request was delivered, though its order is moved on later, with others."""

from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa

from service.database import transactions
from service.database.models import Request
from service.database.models.column_json import ChannelReportJson
from service.lifecycle import leases
from service.lifecycle.leases import Lease
from workflows.request import RequestState

#: Built once, for each mail takes it by itself.
_RECORD = (
    sa.update(Request)
    .where(Request.id == sa.bindparam("request"), Request.state == RequestState.DISPATCHING)
    .values(dispatch=sa.bindparam("report"))
)


def record(lease: Lease, request_id: UUID, report: Mapping[str, ChannelReportJson]) -> None:
    """Record what became of a request on its channels, and let the lease begin anew.

    The request's state stays as it is: whoever takes the order over finds by `was_delivered` that
    there is nothing left to deliver. Raises Fenced if the lease is lost.
    """
    with transactions.writing() as session:
        leases.extend_unread(session, lease)
        if report:
            session.connection().execute(_RECORD, {"request": request_id, "report": dict(report)})


def was_delivered(request: Request) -> bool:
    """Whether a request that is under way has reached its contractor on a channel already."""
    return any("delivered_at" in report for report in request.dispatch.values())
