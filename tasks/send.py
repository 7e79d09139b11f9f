"""Dispatches the processes that a message names, through each contractor's channels."""

import tempfile
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any
from uuid import UUID

from service import clock
from service.database import transactions
from service.database.models.column_json import ChannelReportJson
from service.documents import dossier_assembly
from service.documents.dossier_pdf import dossier_pdf
from service.documents.dossier_zip import dossier_zip
from service.settings import settings
from service.sourcing import answer_links
from service.sourcing import dispatch as sending
from service.sourcing.dispatch import Outgoing
from service.webhooks import endpoints
from tasks.batches import is_redelivered, serve
from tasks.channels import Channel, Dispatch, DispatchRefused, RequestRecipient, Unavailable
from tasks.channels.mail import Mail
from tasks.channels.webhook import Endpoint, WebhookChannel
from tasks.worker import RecoveringRequest, app

#: Who wants us to come back later than this is asked by the next channel meanwhile.
LONGEST_WAIT_S = 300.0


@app.task(name="send", bind=True, Request=RecoveringRequest)  # type: ignore[untyped-decorator]
def send(task: Any, *process_ids: str) -> None:
    """Dispatch each of the processes that still waits for it."""
    step = partial(sending.send, deliver=deliver)
    together = None if is_redelivered(task.request) else sending.send_all
    serve("send", process_ids, step, together)


def deliver(outgoing: Outgoing) -> Mapping[str, ChannelReportJson]:
    """Hand a request to the first of its channels that takes it; what became of it, by channel.

    A channel that says no for good is followed by the next one at once, one whose outcome is open
    when its attempts are used up. Until then Unavailable is raised, for the whole to be repeated
    under the same key. When all have failed, the inbox alone must do.
    """
    report: dict[str, ChannelReportJson] = {}
    with tempfile.TemporaryDirectory(dir=settings().var("dispatch").parent) as folder:
        dispatch = _dispatch(outgoing, Path(folder))
        for place, name in enumerate(outgoing.channels):
            report[name] = _through(name, dispatch, _attempts(place))
            if "error" not in report[name]:
                break
    return report


def _attempts(place: int) -> int:
    """After how many attempts on the process a channel is given up, by its place among them.

    The last attempt before the process would be parked is everybody's last.
    """
    most = settings().max_attempts - 1
    return max(1, min(settings().mail_attempts + place, most))


def _dispatch(outgoing: Outgoing, folder: Path) -> Dispatch:
    with transactions.reading() as session:
        assembled = dossier_assembly.of_request(session, outgoing.request_id)
    dossier = assembled.with_pictures()
    pdf = dossier_pdf(dossier)
    return Dispatch(
        request_id=str(outgoing.request_id),
        number=outgoing.number,
        idempotency_key=outgoing.idempotency_key,
        attempt=outgoing.attempt,
        recipient=RequestRecipient(dossier.contractor.name, assembled.email or ""),
        dossier=dossier,
        pdf=pdf,
        portal_url=dossier.portal_url,
        answer_url=answer_links.url(outgoing.request_id, assembled.contractor_id),
        archive=dossier_zip(dossier, pdf, assembled.contents(), folder / "order.zip"),
    )


def _through(name: str, dispatch: Dispatch, most: int) -> ChannelReportJson:
    tries = sending.channel_attempts(UUID(dispatch.request_id), name)
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
        return {"attempts": len(tries), "tries": tries, "error": str(error)}
    tries = [*tries, {"at": now, "detail": receipt.detail}]
    return {
        "attempts": len(tries),
        "tries": tries,
        "delivered_at": clock.now().isoformat(),
        "reference": receipt.reference,
    }


@cache
def channels() -> dict[str, Channel]:
    """The channels that lead outside, by name."""
    config = settings()
    mail = Mail(
        sender=config.mail_sender,
        folder=config.var("mail"),
        smtp_url=config.smtp_url or None,
    )
    hook = WebhookChannel(_endpoint)
    return {channel.name: channel for channel in (mail, hook)}


def _endpoint(dispatch: Dispatch) -> Endpoint:
    """The webhook on which a contractor wants to be asked; raises DispatchRefused without one."""
    with transactions.reading() as session:
        found = endpoints.for_requests(session, UUID(dispatch.request_id))
        if found is None:
            raise DispatchRefused("the contractor's terms name no webhook that is switched on")
        return Endpoint(found.url, found.target, tuple(endpoints.keys(found, clock.now())))
