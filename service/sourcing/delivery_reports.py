"""Records at once that a request was delivered, though its order is moved on later, with others."""

from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa

from service.database import transactions
from service.database.models import Process, Request
from service.database.models.column_json import ChannelReportJson
from service.lifecycle.leases import Fenced, Lease
from workflows.request import RequestState

_IS_HELD = sa.exists().where(
    Process.id == sa.bindparam("of_process"),
    Process.state == sa.bindparam("while_it_is"),
    Process.lease_token == sa.bindparam("token"),
)
#: Built once, for it is the one statement that each mail takes by itself.
_RECORD = (
    sa.update(Request)
    .where(
        Request.id == sa.bindparam("request"),
        Request.state == RequestState.DISPATCHING,
        _IS_HELD,
    )
    .values(dispatch=sa.bindparam("report"))
    .returning(Request.id)
    .execution_options(synchronize_session=False)
)


def record(lease: Lease, request_id: UUID, report: Mapping[str, ChannelReportJson]) -> None:
    """Record what became of a request on its channels, in one statement.

    Its state stays as it is: whoever takes the order over finds by `was_delivered` that there is
    nothing left to deliver. Raises Fenced if the lease is lost.
    """
    values = {
        "of_process": lease.process_id,
        "while_it_is": lease.state,
        "token": lease.token,
        "request": request_id,
        "report": dict(report),
    }
    with transactions.writing() as session:
        if session.scalar(_RECORD, values) is None:
            raise Fenced(f"request {request_id} was delivered, and is no longer under way")


def was_delivered(request: Request) -> bool:
    """Whether a request that is under way has reached its contractor on a channel already."""
    return any("delivered_at" in report for report in request.dispatch.values())
