from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.attachment_shown import AttachmentShown
from ...models.upload_attachment_body import UploadAttachmentBody
from ...types import UNSET, Unset


def call(
    process_id: UUID,
    *,
    body: UploadAttachmentBody,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[AttachmentShown]:
    """Upload an attachment for a message.

    Nobody else sees it until you write the message with its id in `attachment_ids`; what was
    not sent after a day is forgotten.

    """
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    params: dict[str, Any] = {}

    params["dry_run"] = dry_run

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}
    _kwargs["files"] = body.to_multipart()

    return Call(
        operation="upload_attachment",
        method="POST",
        path="/api/v1/processes/{process_id}/messages/attachments".format(
            process_id=quote(str(process_id), safe=""),
        ),
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> AttachmentShown:
    response_201 = AttachmentShown.from_dict(response.json())

    return response_201
