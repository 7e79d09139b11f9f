"""Names a request by what it asks, so that asking the same again makes the same number and key.

A database that is restored from a backup has forgotten the requests that went out since. When they
go out once more, contractors recognise them.
"""

import hashlib
from typing import NamedTuple
from uuid import UUID

from service.database.models import Process
from service.ids import number_of


class RequestIdentity(NamedTuple):
    """The number by which people know a request, and the key by which programs know a repeat."""

    number: str
    idempotency_key: str


def identity_of(process: Process, contractor_id: UUID, inputs_digest: str) -> RequestIdentity:
    """The identity of the request to a contractor in the process' present round.

    `inputs_digest` is that of its verification: what is asked otherwise is another request.
    """
    what = f"{process.id} {process.round} {contractor_id} {inputs_digest}"
    identity = UUID(bytes=hashlib.sha256(what.encode()).digest()[:16])
    return RequestIdentity(number_of("WB", identity), f"request-{identity}")
