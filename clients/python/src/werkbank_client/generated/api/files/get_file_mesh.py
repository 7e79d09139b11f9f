from io import BytesIO
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...types import UNSET, File, Unset


def call(
    file_id: UUID,
    *,
    triangles: int | Unset = 500000,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[File]:
    """A mesh of a model for viewers.

    Binary glTF 2.0 without extensions: one mesh of float32 positions, with triangles (uint32)
    and, as a second primitive, the edges where the surface bends by more than 30° or ends.
    Positions are mm relative to `asset.extras.origin_mm` in the axes of the model; the node
    takes them to metres with y upwards. `asset.extras` also says `triangles`,
    `triangles_of_model`, and `deviation_mm`: the largest distance from the model to this
    mesh, of `deviation_samples` corners and centres of the model's triangles (one-sided,
    sampled). The first call makes it, the next ones are given the same. Only those who get
    the file get it, because it is fine enough to make the part from; a contractor's first is
    told like a download.

    """
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    params: dict[str, Any] = {}

    params["triangles"] = triangles

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_file_mesh",
        method="GET",
        path="/api/v1/files/{file_id}/mesh".format(
            file_id=quote(str(file_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> File:
    response_200 = File(payload=BytesIO(response.content))

    return response_200
