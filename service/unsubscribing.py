"""Makes and reads the tokens by which a mail lets itself be unsubscribed without a login."""

import base64
import binascii
import hashlib
import hmac
from typing import NamedTuple
from uuid import UUID

from service.access import Unknown
from service.settings import settings

#: Bytes of the signature: enough that none is guessed.
_SIGNATURE_BYTES = 16
#: Every type of events.
ALL = "*"


class Subscription(NamedTuple):
    """Whose mails, for which organisation, about which type of events (or ALL)."""

    user_id: UUID
    organization_id: UUID
    type: str


def token(of: Subscription) -> str:
    """A token that ends the subscription; it never expires, for a mail may be opened late."""
    content = of.user_id.bytes + of.organization_id.bytes + of.type.encode()
    return base64.urlsafe_b64encode(_signature(content) + content).decode().rstrip("=")


def read(text: str) -> Subscription:
    """What the token stands for; raises Unknown for one that we did not make."""
    try:
        raw = base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
        signature, content = raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:]
        if not hmac.compare_digest(signature, _signature(content)):
            raise ValueError("the signature is another one")
        return Subscription(
            UUID(bytes=content[:16]), UUID(bytes=content[16:32]), content[32:].decode()
        )
    except (ValueError, binascii.Error) as error:
        raise Unknown("this link is not one of ours, or not whole") from error


def _signature(content: bytes) -> bytes:
    key = settings().secret_key.encode()
    return hmac.new(key, b"unsubscribe " + content, hashlib.sha256).digest()[:_SIGNATURE_BYTES]
