"""What a channel needs to deliver a request: its documents, and the channels themselves by name."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, partial
from tempfile import SpooledTemporaryFile
from uuid import UUID

from service import clock
from service.database import transactions
from service.documents import dossier_assembly
from service.documents.dossier_assembly import AssembledDossier
from service.documents.dossier_pdf import dossier_pdf
from service.documents.dossier_zip import dossier_zip
from service.settings import settings
from service.sourcing import answer_links
from service.sourcing.dispatch import Outgoing
from service.webhooks import circuit_breaker, endpoints
from tasks.channels import (
    Channel,
    Dispatch,
    DispatchDocuments,
    DispatchRefused,
    RequestRecipient,
)
from tasks.channels.mail import Mail
from tasks.channels.request_mail import MOST_ATTACHED_BYTES
from tasks.channels.webhook import Endpoint, WebhookChannel


@dataclass(frozen=True)
class DispatchFacts:
    """What the database knows of a request that goes out."""

    assembled: AssembledDossier
    answer_url: str


def read_facts(requests: Sequence[Outgoing]) -> dict[UUID, DispatchFacts]:
    """The facts of several requests, in as many queries as for one."""
    with transactions.reading() as session:
        dossiers = dossier_assembly.of_requests(session, [r.request_id for r in requests])
        answer_by = {id: assembled.dossier.answer_by for id, assembled in dossiers.items()}
        urls = answer_links.of_requests(session, answer_by)
    return {id: DispatchFacts(assembled, urls[id]) for id, assembled in dossiers.items()}


def dispatch_of(
    outgoing: Outgoing, stack: ExitStack, facts: DispatchFacts | None = None
) -> Dispatch:
    """A request whose documents are made when they are asked for; `stack` closes the archive.

    Its facts are read unless they were a moment ago.
    """
    facts = facts or read_facts([outgoing])[outgoing.request_id]
    assembled = facts.assembled
    dossier = assembled.dossier
    return Dispatch(
        request_id=str(outgoing.request_id),
        number=outgoing.number,
        idempotency_key=outgoing.idempotency_key,
        attempt=outgoing.attempt,
        recipient=RequestRecipient(dossier.contractor.name, assembled.email or ""),
        dossier=dossier,
        make_documents=partial(_documents, assembled, stack),
        portal_url=dossier.portal_url,
        answer_url=facts.answer_url,
        news_at=outgoing.news_at,
        news=outgoing.news,
    )


def _documents(assembled: AssembledDossier, stack: ExitStack) -> DispatchDocuments:
    """Raises ContentMissing."""
    dossier = assembled.with_pictures()
    pdf = dossier_pdf(dossier)
    # What is attached must be in memory anyway; what is larger goes to the disk meanwhile.
    spool = SpooledTemporaryFile(MOST_ATTACHED_BYTES, dir=str(settings().var()))  # noqa: SIM115
    archive = stack.enter_context(spool)
    with assembled.contents() as contents:
        dossier_zip(dossier, pdf, contents, archive)
    pictures = (part.picture for part in dossier.parts if part.picture)
    return DispatchDocuments(pdf, archive, next(pictures, None))


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
        endpoint = endpoints.for_requests(session, UUID(dispatch.request_id))
        if endpoint is None:
            raise DispatchRefused("the contractor's terms name no webhook that is switched on")
        keys = tuple(endpoints.keys(endpoint, clock.now()))
        circuit = circuit_breaker.circuit_of(endpoint)
        return Endpoint(endpoint.url, endpoint.target, circuit, keys)
