"""Decides what is an e-mail address, for registering, inviting, settings and sending alike."""

import re
import unicodedata
from typing import Final, NamedTuple

from email_validator import (
    SPECIAL_USE_DOMAIN_NAMES,
    EmailNotValidError,
    ValidatedEmail,
    validate_email,
)

from service.translations import DetailedSentence, Sentence
from service.translations import gettext_noop as _

#: Characters. RFC 5321, 4.5.3.1: a path has 256 octets, two of them for the angle brackets.
LONGEST = 254
#: Special names (RFC 6761, 6762) that mail servers inside a network, and tests, do deliver to.
_INSIDE = ("local", "localhost", "test")
#: Instead of an address, where nobody is to be named.
HIDDEN: Final = "..."
#: A name without dots is that of a machine, as in celery@worker-1, and nobody is mailed there.
_SIGNS: Final = r"[^\s<>()\"':;,@]"
_ADDRESS: Final = re.compile(
    rf"{_SIGNS}+(?:'{_SIGNS}+)*@(?:localhost\b|[^\s<>()\"':;,@.]+\.{_SIGNS}+)"
)
SPECIAL_USE_DOMAIN_NAMES[:] = [n for n in SPECIAL_USE_DOMAIN_NAMES if n not in _INSIDE]


class BadEmail(ValueError):
    """Nobody can be mailed at this address."""


class Email(NamedTuple):
    """An address: as people read and compare it, and as it stands in a mail (RFC 5321)."""

    normal: str
    ascii: str


def parsed(text: str) -> Email:
    """The address in `text`; raises BadEmail with a sentence.

    Taken is what every mail server takes: dots and letters before the @, without quotation marks
    and without SMTPUTF8; domains also in other alphabets (IDNA 2008). Whether somebody reads what
    is sent there, only a mail can show: no network is asked. Case does not count.
    """
    address = _validated(text.strip())
    domain = address.ascii_domain.lower()
    if domain != "localhost" and ("." not in domain or domain.rpartition(".")[2].isdigit()):
        raise BadEmail(
            Sentence(
                _("{text!r} is no e-mail address: there is no domain {domain}"),
                text=text.strip(),
                domain=address.domain,
            )
        )
    return Email(address.normalized.lower(), f"{address.local_part.lower()}@{domain}")


def _validated(text: str) -> ValidatedEmail:
    if len(text) > LONGEST:
        raise BadEmail(
            Sentence(
                _("an e-mail address has at most {longest} characters, not {actual}"),
                longest=LONGEST,
                actual=len(text),
            )
        )
    if any(unicodedata.category(sign)[0] == "C" for sign in text):
        raise BadEmail(
            Sentence(_("the e-mail address {text!r} holds an invisible character"), text=text)
        )
    try:
        return validate_email(
            text,
            check_deliverability=False,
            allow_smtputf8=False,
            globally_deliverable=False,
            strict=True,
        )
    except EmailNotValidError as error:
        raise BadEmail(
            DetailedSentence(
                f"{text!r} is no e-mail address: {_plainly(error)}",
                _("{address!r} is no e-mail address, as in ada@example.com"),
                address=text,
            )
        ) from error


def normal(text: str) -> str:
    """The form in which addresses are stored and compared; raises BadEmail."""
    return parsed(text).normal


def forms(text: str) -> list[str]:
    """How an address may have been stored, the present form first; it need not be one."""
    plain = unicodedata.normalize("NFC", text.strip()).lower()
    try:
        return list(dict.fromkeys((normal(text), plain)))
    except BadEmail:
        return [plain]


def without_addresses(text: str) -> str:
    """The text with HIDDEN instead of each address of mail in it, as logs may have it."""
    return _ADDRESS.sub(HIDDEN, text) if "@" in text else text


def _plainly(error: EmailNotValidError) -> str:
    sentence = str(error).rstrip(".")
    return sentence[:1].lower() + sentence[1:]
