from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call


def call(
    process_id: UUID,
    verification: str,
) -> Call[bytes]:
    """The record as it was digested.

    The bytes whose SHA-256 is the record's `digest`: compare it with that of a request, a
    contract, or your own copy. `Repr-Digest` (RFC 9530) has it too. Each quote's `sealed` is
    the SHA-256 of the canonical JSON of the quote in full, as its contractor and operators
    have it.

    """

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_digested_verification",
        method="GET",
        path="/api/v1/processes/{process_id}/verifications/{verification}.json".format(
            process_id=quote(str(process_id), safe=""),
            verification=quote(str(verification), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> bytes:
    return response.content
