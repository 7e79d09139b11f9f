"""Names a request by what it asks, so that asking the same again makes the same number and key.

A database that is restored from a backup has forgotten the requests that went out since. When they
go out once more, contractors recognise them.
"""

import hashlib
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.database.models import Process, Request
from service.ids import number_of

#: Numbers that are looked up for one request. Among a hundred million requests one has that of
#: another in 11,000 cases (a number has 40 bits), and four such in a row in none.
CANDIDATES = 4


class RequestIdentity(NamedTuple):
    """The number by which people know a request, and the key by which programs know a repeat."""

    number: str
    idempotency_key: str


def identity_of(process: Process, contractor_id: UUID, inputs_digest: str) -> RequestIdentity:
    """The identity of the request to a contractor in the process' present round.

    `inputs_digest` is that of its verification: what is asked otherwise is another request.
    """
    identity = _hashed(_what(process, contractor_id, inputs_digest))
    return RequestIdentity(number_of("WB", identity), f"request-{identity}")


def free_identity_of(
    db: Session, process: Process, contractor_id: UUID, inputs_digest: str
) -> RequestIdentity:
    """The same identity, but with another number where another request has that one already.

    The key stays, for it has bits enough to be the only one.
    """
    identity = identity_of(process, contractor_id, inputs_digest)
    what = _what(process, contractor_id, inputs_digest)
    others = [number_of("WB", _hashed(f"{what} {other}")) for other in range(1, CANDIDATES)]
    numbers = [identity.number, *others]
    taken = set(db.scalars(sa.select(Request.number).where(Request.number.in_(numbers))))
    free = next((number for number in numbers if number not in taken), identity.number)
    return identity._replace(number=free)


def _what(process: Process, contractor_id: UUID, inputs_digest: str) -> str:
    return f"{process.id} {process.round} {contractor_id} {inputs_digest}"


def _hashed(what: str) -> UUID:
    return UUID(bytes=hashlib.sha256(what.encode()).digest()[:16])
