from io import BytesIO
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...types import File


def call(
    process_id: UUID,
) -> Call[File]:
    """All files of a process as a zip."""

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_files_zip",
        method="GET",
        path="/api/v1/processes/{process_id}/files.zip".format(
            process_id=quote(str(process_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> File:
    response_200 = File(payload=BytesIO(response.content))

    return response_200
