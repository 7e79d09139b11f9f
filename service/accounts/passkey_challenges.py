"""What passkeys are asked to sign, and for whom: WebAuthn (Level 3) as this service uses it."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import orjson
import webauthn
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import PublicKeyCredentialDescriptor

from service.database.models import Passkey
from service.ids import hashed
from service.settings import settings
from service.translations import Sentence
from service.translations import gettext_noop as _

#: How long somebody may take to show their device a finger.
CHALLENGE_LASTS = timedelta(minutes=5)


#: What the library raises for answers that it cannot read or that say something else: for some of
#: them, what Python raises at that place.
UNREADABLE = (
    WebAuthnException,
    InvalidSignature,
    UnsupportedAlgorithm,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
)


class PasskeysUnavailable(Exception):
    """Browsers make no passkeys for the address of this service."""


class WrongPasskey(Exception):
    """What the authenticator has signed lets nobody in."""


@dataclass(frozen=True)
class Challenge:
    """What a browser hands to an authenticator, and the token that comes back with its answer."""

    token: str
    #: PublicKeyCredentialCreationOptionsJSON or PublicKeyCredentialRequestOptionsJSON
    options: dict[str, Any]


def are_available() -> bool:
    """Whether browsers make passkeys for this service: by TLS or on this machine, under a name.

    An address in figures is nothing that a passkey could belong to (WebAuthn, 5.1.3 and 13.4.9).
    """
    parts = urlsplit(settings().public_url)
    host = parts.hostname or ""
    return not _is_ip_address(host) and (parts.scheme == "https" or _is_local(host))


def _is_local(host: str) -> bool:
    return host == "localhost" or host.endswith(".localhost")


def _is_ip_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def check_available() -> None:
    """Raise PasskeysUnavailable unless browsers make passkeys for this service."""
    if not are_available():
        raise PasskeysUnavailable(
            Sentence(
                _("browsers make no passkeys for {url}: it takes https and a name, or localhost"),
                url=settings().public_url,
            )
        )


def relying_party() -> str:
    """The name that passkeys of this service belong to."""
    return urlsplit(settings().public_url).hostname or ""


def origin() -> str:
    """Where a page has to come from on which a passkey is shown, as browsers write it: RFC 6454."""
    parts = urlsplit(settings().public_url)
    usual_port = ":443" if parts.scheme == "https" else ":80"
    return f"{parts.scheme}://{parts.netloc.lower().removesuffix(usual_port)}"


def challenge_of(token: str) -> bytes:
    """What is to be signed with a token: as random, so that it needs no place of its own."""
    return bytes.fromhex(hashed(token))


def descriptors(passkeys: Iterable[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    """The passkeys as options name them."""
    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(passkey.credential_id))
        for passkey in passkeys
    ]


def as_json(options: Any) -> dict[str, Any]:
    """Options as a browser reads them."""
    shown: dict[str, Any] = orjson.loads(webauthn.options_to_json(options))
    return shown
