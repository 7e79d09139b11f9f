"""Makes identifiers: ids that sort by time, numbers that people read aloud, secrets."""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7

#: Crockford's base 32: no I, L, O, U, so that a number survives the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): unique, and later ones are greater."""
    return uuid7()


def first_id_of(moment: datetime) -> UUID:
    """The smallest UUIDv7 of that millisecond: what was made since then has a greater one."""
    return UUID(int=(int(moment.timestamp() * 1000) << 80) | (7 << 76) | (2 << 62))


def number_of(prefix: str, id: UUID) -> str:
    """A number for people, such as `WB-7K3M-9Q2T`, from the 40 last random bits of an id."""
    bits = id.int & ((1 << 40) - 1)
    letters = "".join(ALPHABET[(bits >> shift) & 31] for shift in range(35, -1, -5))
    return f"{prefix}-{letters[:4]}-{letters[4:]}"


def new_secret() -> str:
    """256 bits of randomness, safe in URLs and headers."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """What is stored of a secret with 256 bits of its own: its SHA-256, which cannot be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()
