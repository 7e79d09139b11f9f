from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call


def call(
    request_id: UUID,
) -> Call[bytes]:
    """The dossier with all files as zip."""

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_dossier_zip",
        method="GET",
        path="/api/v1/requests/{request_id}/dossier.zip".format(
            request_id=quote(str(request_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> bytes:
    return response.content
