"""Composes the letter that announces a request: text and HTML, the PDF, the zip if it is small."""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from functools import lru_cache
from typing import IO

from service.documents.dossier import Dossier
from service.documents.dossier_pdf import summary
from service.documents.layout.page import shortened
from service.sourcing.dispatch import News
from service.translations import formats, gettext, gettext_noop
from service.values import emails
from service.values.mailed_names import can_be_followed, harmless
from tasks.channels import Dispatch, DispatchRefused
from tasks.mail import letters
from tasks.mail.template import MailContent, one_line, write
from tasks.mail.wording import greeting, text_in_mail, title_in_mail

#: Zips above this go as a link: base64 adds a third, and many mail servers stop at 10 to 25 MB.
MOST_ATTACHED_BYTES = 8 * 1024 * 1024
#: What has happened to a request that was mailed before.
NEWS: dict[News, str] = {
    "answer": gettext_noop("The client has answered your question."),
    "files": gettext_noop("The client lets you have the files of the order."),
}


def compose(
    dispatch: Dispatch, sender: str, *, most_attached_bytes: int = MOST_ATTACHED_BYTES
) -> EmailMessage:
    """The letter from `sender` (a plain address) for that dispatch.

    The archive is attached up to that size; above it the letter leads to the portal instead.
    Equal dispatches give equal letters: the Message-ID, the boundaries and the date follow from
    the idempotency key and the dossier, so that a repeat is recognised (RFC 5322 section 3.6.4).
    Raises `DispatchRefused` if the recipient's address is none.
    """
    dossier = dispatch.dossier
    letter = EmailMessage(policy=letters.POLICY)
    letter["From"] = address("Werkbank", sender)
    letter["To"] = address(dispatch.recipient.name, dispatch.recipient.email)
    letter["Subject"] = _subject(dispatch)
    letter["Date"] = dispatch.news_at or dossier.issued_at
    letter["Message-ID"] = message_id(dispatch.idempotency_key, sender)
    letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notes, please
    archive = dispatch.documents.archive
    fits = archive is None or archive.seek(0, os.SEEK_END) <= most_attached_bytes
    write(letter, _content(dispatch, fits))
    _attach(letter, dispatch, archive if fits else None)
    letter["Content-Language"] = dossier.language
    _fix_boundaries(letter, dispatch.idempotency_key)
    return letter


def message_id(idempotency_key: str, sender: str) -> str:
    """The Message-ID of all attempts under that key."""
    return f"<{_digest(idempotency_key)}@{_domain(sender)}>"


def _digest(idempotency_key: str) -> str:
    return hashlib.sha256(idempotency_key.encode("utf-8", "surrogatepass")).hexdigest()[:40]


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


@lru_cache(maxsize=1024)
def address(name: str, email: str) -> Address:
    """A name and an address as headers take them; raises DispatchRefused if the address is none."""
    try:
        spec = emails.parsed(email).ascii
        shown = "" if can_be_followed(name) else one_line(harmless(name))
        return Address(shown, addr_spec=spec)
    except (emails.BadEmail, HeaderParseError, ValueError, IndexError) as error:
        raise DispatchRefused(f"{email!r} is not a mail address: {error}") from error


def _subject(dispatch: Dispatch) -> str:
    dossier = dispatch.dossier
    subject = gettext(
        "Request {number}: {what}, answer by {day}",
        dossier.language,
        number=shortened(dispatch.number, 40),
        what=_summary(dossier),
        day=formats.day(dossier.answer_by.astimezone(dossier.zone), dossier.language),
    )
    return one_line(subject)


def _summary(dossier: Dossier) -> str:
    """What is asked for, in the words of the paper, but that no part of it can be followed."""
    title = title_in_mail(dossier.process_title, dossier.language)
    return summary(replace(dossier, process_title=title, material=harmless(dossier.material or "")))


def _content(dispatch: Dispatch, fits: bool) -> MailContent:
    dossier, language = dispatch.dossier, dispatch.dossier.language
    url = dispatch.answer_url or dispatch.portal_url
    return MailContent(
        language,
        lines=(*_what(dispatch), *_how_to_answer(dispatch, url, fits)),
        headlines=(_headline(dossier),),
        small=(gettext("You are receiving this as a contractor listed on Werkbank.", language),),
        links={url: gettext("View and answer", language)},
        facts=tuple(_facts(dossier)),
        picture=dispatch.documents.picture,
    )


def _what(dispatch: Dispatch) -> Iterator[str]:
    dossier, language = dispatch.dossier, dispatch.dossier.language
    yield greeting(dispatch.recipient.name, language)
    yield _headline(dossier)
    if dispatch.news:
        yield gettext(NEWS[dispatch.news], language)
    moment = formats.moment(dossier.answer_by, language, dossier.zone)
    yield gettext("Please answer by {moment}.", language, moment=moment)


def _headline(dossier: Dossier) -> str:
    client, language = dossier.client.organisation or dossier.client.name, dossier.language
    return gettext(
        "{client} would like you to make {what}.",
        language,
        client=gettext("A client", language) if can_be_followed(client) else harmless(client),
        what=_summary(dossier),
    )


def _facts(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """The figures of the request."""
    language = dossier.language
    yield gettext("Request", language), dossier.number
    yield from ((label, text_in_mail(value)) for label, value in dossier.configuration if value)
    total = formats.money(dossier.total, dossier.currency, language)
    yield gettext("Calculated from your rates", language), total
    if dossier.delivery_date:
        day = formats.day(dossier.delivery_date, language)
        yield gettext("Arrival at the client", language), day


def _how_to_answer(dispatch: Dispatch, url: str, fits: bool) -> Iterator[str]:
    language = dispatch.dossier.language
    if fits:
        yield gettext("The dossier is attached.", language)
    else:
        yield gettext("The dossier is attached; the files are too large for an email.", language)
    yield gettext("View and answer the request, no account needed: {url}", language, url=url)


def _attach(letter: EmailMessage, dispatch: Dispatch, archive: IO[bytes] | None) -> None:
    name = file_name(dispatch.number)
    contents = {"pdf": dispatch.documents.pdf}
    if archive is not None:
        archive.seek(0)
        contents["zip"] = archive.read()
    for kind, content in contents.items():
        # The name needs no quoting; set apart, the header would be parsed twice more.
        disposition = f'attachment; filename="{name}.{kind}"'
        letter.add_attachment(
            content, maintype="application", subtype=kind, disposition=disposition
        )


def file_name(number: str) -> str:
    """The number of a request as it can stand in a file name."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", number).strip("-")[:60] or "request"


def _fix_boundaries(letter: EmailMessage, key: str) -> None:
    parts = (part for part in letter.walk() if part.is_multipart())
    for count, part in enumerate(parts):
        part.set_boundary(f"={_digest(f'{key} {count}')}=")
