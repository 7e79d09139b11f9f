"""Dispatches the processes that wait for it, through each contractor's channels."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from typing import Any
from uuid import UUID

import structlog
from celery.exceptions import SoftTimeLimitExceeded

from service import clock
from service.database.models.column_json import AttemptJson, ChannelReportJson
from service.lifecycle import leases
from service.settings import settings
from service.sourcing import dispatch as sending
from service.sourcing import late_mails
from service.sourcing.dispatch import Deliver, Outgoing
from tasks.batches import is_redelivered, serve
from tasks.channels import Dispatch, DispatchRefused, Unavailable
from tasks.channels.requests import DispatchFacts, channels, dispatch_of, read_facts
from tasks.worker import RecoveringRequest, app

log = structlog.get_logger(__name__)

#: Who wants us to come back later than this is asked by the next channel meanwhile.
LONGEST_WAIT_S = 300.0


@app.task(name="send", bind=True, Request=RecoveringRequest)  # type: ignore[untyped-decorator]
def send(task: Any, *process_ids: str) -> None:
    """Dispatch what waits, whoever's turn it is: a message only wakes."""
    step = partial(sending.send, deliver=deliver)
    together = partial(sending.send_all, prepare=prepare)
    serve("send", step, None if is_redelivered(task.request) else together)


def prepare(requests: Sequence[Outgoing]) -> Deliver:
    """What delivers these requests, whose facts are read at once.

    Where that goes wrong each is read by itself, so that the others do not suffer from one.
    """
    try:
        facts = read_facts(requests)
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:
        log.warning("requests could not be read together", error=leases.text_of(error))
        return deliver
    return lambda outgoing: deliver(outgoing, facts.get(outgoing.request_id))


def deliver(
    outgoing: Outgoing, facts: DispatchFacts | None = None
) -> Mapping[str, ChannelReportJson]:
    """Hand a request to the first of its channels that takes it; what became of it, by channel.

    A channel that says no for good is followed by the next one at once, one whose outcome is open
    when its attempts are used up. Until then Unavailable is raised, for the whole to be repeated
    under the same key. When all have failed, the inbox alone must do; a mail that was not taken for
    the moment is tried again later, when the order has gone on.
    """
    report: dict[str, ChannelReportJson] = {}
    with ExitStack() as stack:
        dispatch = dispatch_of(outgoing, stack, facts)
        for place, name in enumerate(outgoing.channels):
            tries = outgoing.tries.get(name, [])
            report[name] = _through(name, dispatch, tries, _attempts(place))
            if "error" not in report[name]:
                report.get(late_mails.MAIL, {}).pop("again_at", None)
                break
    return report


def _attempts(place: int) -> int:
    """After how many attempts on the process a channel is given up, by its place among them.

    The last attempt before the process would be parked is everybody's last.
    """
    most = settings().max_attempts - 1
    return max(1, min(settings().mail_attempts + place, most))


def _through(
    name: str, dispatch: Dispatch, tries: Sequence[AttemptJson], most: int
) -> ChannelReportJson:
    channel = channels().get(name)
    if channel is None:
        return {"attempts": dispatch.attempt, "error": f"there is no channel {name!r}"}
    now = clock.now().isoformat()
    try:
        receipt = channel.deliver(dispatch)
    except (DispatchRefused, Unavailable) as error:
        tries = [*tries, {"at": now, "error": str(error)}]
        wait_s = getattr(error, "retry_after_s", None) or 0.0
        if isinstance(error, Unavailable) and dispatch.attempt < most and wait_s <= LONGEST_WAIT_S:
            sending.keep_channel_attempts(UUID(dispatch.request_id), name, tries)
            raise
        report: ChannelReportJson = {"attempts": len(tries), "tries": tries, "error": str(error)}
        if name == late_mails.MAIL and isinstance(error, Unavailable):
            report["again_at"] = late_mails.first_try_at(clock.now()).isoformat()
        return report
    tries = [*tries, {"at": now, "detail": receipt.detail}]
    return {
        "attempts": len(tries),
        "tries": tries,
        "delivered_at": clock.now().isoformat(),
        "reference": receipt.reference,
    }
