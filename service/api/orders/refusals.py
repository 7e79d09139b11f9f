"""Shows why those who were asked will not make a part."""

from uuid import UUID

from service.api.http.fields import Shown
from service.database.models import Process
from service.orders.process_details import ProcessDetails
from workflows.process import ProcessState
from workflows.request import RequestState


class RefusalShown(Shown):
    """Why a contractor that was asked will not make the part."""

    contractor_id: UUID
    contractor: str
    state: RequestState
    reason: str | None


def show_refusals(process: Process, related: ProcessDetails) -> list[RefusalShown] | None:
    """Why nobody makes a declined process, from its last round."""
    if process.state is not ProcessState.DECLINED:
        return None
    return [
        RefusalShown.model_construct(
            contractor_id=request.contractor_id,
            contractor=related.contractor_names.get(request.contractor_id, ""),
            state=request.state,
            reason=request.reason,
        )
        for request in related.requests.get(process.id, [])
        if request.round == process.round
    ]
