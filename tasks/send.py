"""Dispatches what the bell rang for, through each contractor's channels."""

import tempfile
from collections.abc import Mapping
from email.utils import parseaddr
from functools import cache, partial
from pathlib import Path
from typing import Any

from service import clock, db, dossiers, sending
from service.documents.dossier_pdf import dossier_pdf
from service.documents.dossier_zip import dossier_zip
from service.sending import Outgoing
from service.settings import settings
from tasks.channels import Channel, Dispatch, Recipient, Refused, Unavailable
from tasks.channels.mail import Mail
from tasks.serving import rings_again, serve
from tasks.worker import BellRequest, app


@app.task(name="send", bind=True, Request=BellRequest)  # type: ignore[untyped-decorator]
def send(task: Any, *process_ids: str) -> None:
    """Dispatch each of the processes that still waits for it."""
    step = partial(sending.send, deliver=deliver)
    together = None if rings_again(task.request) else sending.send_all
    serve("send", process_ids, step, together)


def deliver(outgoing: Outgoing) -> Mapping[str, Mapping[str, Any]]:
    """Hand a request to its channels, one after the other; what became of it, by channel.

    Raises Unavailable to be repeated as a whole, under the same key, until the attempts that
    the settings grant a channel are used up; then the inbox alone must do.
    """
    with tempfile.TemporaryDirectory(dir=settings().var("dispatch").parent) as folder:
        dispatch = _dispatch(outgoing, Path(folder))
        return {name: _through(name, dispatch) for name in outgoing.channels}


def _dispatch(outgoing: Outgoing, folder: Path) -> Dispatch:
    with db.reading() as session:
        assembled = dossiers.of_request(session, outgoing.request_id)
    dossier = assembled.with_pictures()
    pdf = dossier_pdf(dossier)
    return Dispatch(
        request_id=str(outgoing.request_id),
        number=outgoing.number,
        idempotency_key=outgoing.idempotency_key,
        attempt=outgoing.attempt,
        recipient=Recipient(dossier.contractor.name, assembled.email or ""),
        dossier=dossier,
        pdf=pdf,
        portal_url=dossier.portal_url,
        archive=dossier_zip(dossier, pdf, assembled.contents(), folder / "order.zip"),
    )


def _through(name: str, dispatch: Dispatch) -> dict[str, Any]:
    channel = channels().get(name)
    if channel is None:
        return {"attempts": dispatch.attempt, "error": f"there is no channel {name!r}"}
    try:
        receipt = channel.deliver(dispatch)
    except Refused as error:
        return {"attempts": dispatch.attempt, "error": str(error)}
    except Unavailable as error:
        if dispatch.attempt < settings().mail_attempts:
            raise
        return {"attempts": dispatch.attempt, "error": str(error)}
    return {
        "attempts": dispatch.attempt,
        "delivered_at": clock.now().isoformat(),
        "reference": receipt.reference,
    }


@cache
def channels() -> dict[str, Channel]:
    """The channels that lead outside, by name."""
    config = settings()
    mail = Mail(
        sender=parseaddr(config.mail_from)[1],
        folder=config.var("mail"),
        smtp_url=config.smtp_url or None,
    )
    return {mail.name: mail}
