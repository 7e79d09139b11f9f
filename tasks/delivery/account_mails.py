"""Mails people about their accounts: links that confirm something, and what was changed."""

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from email.message import EmailMessage
from functools import partial

from service.accounts import account_letters
from service.accounts.account_letters import AccountLetter
from service.database.due_conditions import Condition
from service.database.models import AccountMail
from service.notifications import mail_queue
from service.settings import settings
from service.translations import Language, choose_language, formats, gettext, gettext_noop
from tasks.channels.request_mail import address
from tasks.delivery import mail_attempts
from tasks.delivery.account_wordings import BUTTONS, REASON, WORDINGS, Wording
from tasks.mail.template import MailContent
from tasks.mail.wording import greeting

BECAUSE = gettext_noop("You are receiving this because of your account on Werkbank.")
#: Where somebody acted, in mails that say so.
FROM = gettext_noop("From the address {address}, with {agent}.")
#: That a mail may be due.
IS_DUE: Condition = mail_queue.has_due(AccountMail)


def send_due(goes_on: Callable[[], bool] = lambda: True) -> int:
    """Send the mails that are due, one after the other; the number of those that went out."""
    return mail_attempts.send_each(account_letters.next_letter, _send, goes_on)


def _send(letter: AccountLetter) -> bool:
    return mail_attempts.send_queued(
        AccountMail, [letter.id], partial(compose, letter), f"account-{letter.id}"
    )


def compose(letter: AccountLetter) -> EmailMessage:
    """The mail; a repeat has the same Message-ID. Raises DispatchRefused if the address is none."""
    language = choose_language(letter.language)
    wording = WORDINGS[letter.kind]
    url = "/".join(filter(None, (settings().public_url, wording.page, letter.token)))
    return mail_attempts.compose(
        f"account {letter.id}",
        address(letter.name, letter.email),
        gettext(wording.subject, language),
        MailContent(
            language,
            lines=tuple(_lines(letter, wording, url, language)),
            small=(gettext(BECAUSE, language),) if letter.name else (),
            links={url: gettext(BUTTONS[wording.page], language)},
        ),
    )


def _lines(letter: AccountLetter, wording: Wording, url: str, language: Language) -> Iterator[str]:
    data = letter.data
    values = {"url": url, "key": data.get("key", ""), "inviter": data.get("inviter", "")}
    values |= {"organization": data.get("organization", ""), "role": data.get("role", "")}
    values["number"] = data.get("number", "")
    if amount := data.get("amount"):
        values["total"] = formats.money(Decimal(amount), data["currency"], language)
    if letter.until:
        values["until"] = formats.moment(letter.until, language, letter.zone)
    if at := data.get("at"):
        values["moment"] = formats.moment(datetime.fromisoformat(at), language, letter.zone)
    yield greeting(letter.name, language)
    values["reason"] = data.get("reason", "")
    for line in wording.lines:
        if line is not REASON or values["reason"]:
            yield gettext(line, language, **values)
    if device := data.get("address"):
        yield gettext(FROM, language, address=device, agent=data.get("agent") or "-")
