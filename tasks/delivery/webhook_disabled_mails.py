"""Mails an organisation that one of its webhooks is not called any more."""

import smtplib
from email.message import EmailMessage
from email.policy import SMTP
from uuid import UUID

import structlog

from service.accounts import members
from service.database import Session, transactions
from service.settings import settings
from service.webhooks import disabled_notices
from service.webhooks.disabled_notices import DisabledNotice
from tasks.channels import DispatchRefused
from tasks.channels.request_mail import address, message_id
from tasks.mail.outgoing import hand_over

log = structlog.get_logger(__name__)

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
        due = disabled_notices.due(session)
    return sum(_send(webhook_id) for webhook_id in due)


def _send(webhook_id: UUID) -> bool:
    with transactions.writing() as session:
        if not disabled_notices.take(session, webhook_id):
            return False
        notice = disabled_notices.content(session, webhook_id)
        letter = None if notice is None else _letter(session, notice)
    try:
        if letter is not None:
            hand_over(letter, f"webhook-{webhook_id}")
    except (smtplib.SMTPException, OSError, ValueError) as error:
        log.warning("a notice waits", webhook=str(webhook_id), error=str(error)[:300])
        return False
    with transactions.writing() as session:
        disabled_notices.finish(session, webhook_id)
    return True


def _letter(db: Session, notice: DisabledNotice) -> EmailMessage | None:
    webhook, organization = notice
    email = organization.email or members.owner_email(db, organization.id)
    language = organization.language if organization.language in TEXTS else "en"
    values = {
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
    letter["Subject"] = SUBJECTS[language].format(**values)[:200]
    letter["Date"] = webhook.disabled_at
    # The same in every attempt, so that a repeat is known as one.
    letter["Message-ID"] = message_id(f"{webhook.id} {webhook.disabled_at}", sender)
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(TEXTS[language].format(**values))
    return letter
