"""Mails an organisation that one of its webhooks is not called any more."""

import smtplib
from collections.abc import Callable, Iterator
from datetime import tzinfo
from email.message import EmailMessage
from uuid import UUID

import structlog

from service.access.reader_zones import reader_zone
from service.accounts import members
from service.database import Session, transactions
from service.database.due_conditions import Condition
from service.database.models import WebhookEndpoint
from service.settings import settings
from service.translations import Language, choose_language, formats, gettext
from service.values import emails
from service.webhooks import disabled_notices
from service.webhooks.claims import ALWAYS_FAILED, ANSWERED_GONE
from service.webhooks.disabled_notices import DisabledNotice
from tasks.channels import DispatchRefused
from tasks.channels.request_mail import address, message_id
from tasks.mail import letters
from tasks.mail.outgoing import hand_over
from tasks.mail.template import MailContent, write
from tasks.mail.wording import greeting

log = structlog.get_logger(__name__)

#: That a mail is due.
IS_DUE: Condition = disabled_notices.IS_DUE


def send_due(goes_on: Callable[[], bool] = lambda: True) -> int:
    """Send the mails that are due; their number. What no server takes now is tried again."""
    with transactions.reading() as session:
        due = disabled_notices.due(session)
    return sum(_send(webhook_id) for webhook_id in due if goes_on())


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
        reason = emails.without_addresses(str(error))[:300]
        log.warning("a notice waits", webhook=str(webhook_id), error=reason)
        return False
    with transactions.writing() as session:
        disabled_notices.finish(session, webhook_id)
    return True


def _letter(db: Session, notice: DisabledNotice) -> EmailMessage | None:
    webhook, organization = notice
    email = organization.confirmed_email or members.owner_email(db, organization.id)
    sender = settings().mail_sender
    letter = EmailMessage(policy=letters.POLICY)
    try:
        letter["From"] = address("Werkbank", sender)
        letter["To"] = address(organization.name, email or "")
    except DispatchRefused:
        log.warning("nobody can be told", webhook=str(webhook.id))
        return None
    language = choose_language(organization.language)
    letter["Subject"] = gettext("One of your webhooks has been switched off", language)
    letter["Date"] = webhook.disabled_at
    # The same in every attempt, so that a repeat is known as one.
    letter["Message-ID"] = message_id(f"{webhook.id} {webhook.disabled_at}", sender)
    letter["Auto-Submitted"] = "auto-generated"
    zone = reader_zone(db, organization.id)
    lines = tuple(_paragraphs(notice, language, zone))
    links = {_page_of(webhook): gettext("See the webhook", language)}
    write(letter, MailContent(language, lines, links=links))
    letter["Content-Language"] = language
    return letter


def _paragraphs(notice: DisabledNotice, language: Language, zone: tzinfo) -> Iterator[str]:
    webhook, organization = notice
    yield greeting(organization.name, language)
    yield gettext(
        "We no longer call {url}: {reason}.",
        language,
        url=webhook.url,
        reason=_reason(webhook, language, zone),
    )
    yield gettext(
        "Nothing is lost: once it is switched on again, whatever has happened in the meantime is "
        "sent in order.",
        language,
    )
    yield gettext(
        "When the endpoint works again, switch the webhook on here: {url}",
        language,
        url=_page_of(webhook),
    )


def _page_of(webhook: WebhookEndpoint) -> str:
    return f"{settings().public_url}/app/webhooks/{webhook.id}"


def _reason(webhook: WebhookEndpoint, language: Language, zone: tzinfo) -> str:
    if webhook.disabled_reason == ANSWERED_GONE or webhook.failing_since is None:
        return gettext(str(webhook.disabled_reason), language)
    moment = formats.moment(webhook.failing_since, language, zone)
    return gettext(ALWAYS_FAILED, language, moment=moment)
