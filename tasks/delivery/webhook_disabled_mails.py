"""Mails an organisation that one of its webhooks is not called any more."""

import smtplib
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from service import clock
from service.accounts import members
from service.database import transactions
from service.database.locks import AGAINST_WRITERS
from service.database.models import Organization, WebhookEndpoint
from service.settings import settings
from tasks.channels import DispatchRefused
from tasks.channels.request_mail import address, message_id
from tasks.mail.outgoing import hand_over

log = structlog.get_logger(__name__)

#: Until the mail server is tried again, and so long that another courier leaves it to this one.
PAUSE = timedelta(minutes=10)
#: After this it is no news any more.
STALE = timedelta(days=3)
SUBJECTS = {
    "en": "Your webhook was switched off: {url}",
    "de": "Ihr Webhook wurde abgeschaltet: {url}",
}
TEXTS = {
    "en": "Hello {name},\n\nwe no longer call {url}: {reason}.\n\nNothing is lost. Once the "
    "endpoint works again, switch the webhook {id} on, and what happened meanwhile is sent, in "
    'its order:\n\nPATCH {site}/api/v1/webhooks/{id}  {{"enabled": true}}\n',
    "de": "Guten Tag {name},\n\nwir rufen {url} nicht mehr auf: {reason}.\n\nEs geht nichts "
    "verloren. Sobald der Endpunkt wieder arbeitet, schalten Sie den Webhook {id} ein; was "
    "inzwischen geschehen ist, wird dann der Reihe nach gesendet:\n\nPATCH "
    '{site}/api/v1/webhooks/{id}  {{"enabled": true}}\n',
}


def send_due() -> int:
    """Send the mails that are due; their number. What no server takes now is tried again."""
    with transactions.reading() as session:
        query = (
            sa.select(WebhookEndpoint.id)
            .where(WebhookEndpoint.notice_due_at <= clock.now())
            .limit(20)
        )
        due = list(session.scalars(query))
    return sum(_send(webhook_id) for webhook_id in due)


def _send(webhook_id: UUID) -> bool:
    with transactions.writing() as session:
        webhook = session.get(WebhookEndpoint, webhook_id, with_for_update=AGAINST_WRITERS)
        if webhook is None or not webhook.notice_due_at or webhook.notice_due_at > clock.now():
            return False
        webhook.notice_due_at = clock.now() + PAUSE
        stale = webhook.disabled_at is None or webhook.disabled_at < clock.now() - STALE
        letter = None if stale else _letter(session, webhook)
    try:
        if letter is not None:
            hand_over(letter, f"webhook-{webhook_id}")
    except (smtplib.SMTPException, OSError, ValueError) as error:
        log.warning("a notice waits", webhook=str(webhook_id), error=str(error)[:300])
        return False
    with transactions.writing() as session:
        done = sa.update(WebhookEndpoint).where(WebhookEndpoint.id == webhook_id)
        session.execute(done.values(notice_due_at=None))
    return True


def _letter(session: Session, webhook: WebhookEndpoint) -> EmailMessage | None:
    organization = session.get_one(Organization, webhook.organization_id)
    email = organization.email or members.owner_email(session, organization.id)
    language = organization.language if organization.language in TEXTS else "en"
    told = {
        "name": organization.name,
        "url": webhook.url,
        "reason": webhook.disabled_reason,
        "id": webhook.id,
        "site": settings().public_url,
    }
    sender = settings().mail_sender
    letter = EmailMessage(policy=SMTP)
    try:
        letter["From"] = address("Werkbank", sender)
        letter["To"] = address(organization.name, email or "")
    except DispatchRefused as error:
        log.warning("nobody can be told", webhook=str(webhook.id), error=str(error))
        return None
    letter["Subject"] = SUBJECTS[language].format(**told)[:200]
    letter["Date"] = webhook.disabled_at
    # The same in every attempt, so that a repeat is known as one.
    letter["Message-ID"] = message_id(f"{webhook.id} {webhook.disabled_at}", sender)
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(TEXTS[language].format(**told))
    return letter
