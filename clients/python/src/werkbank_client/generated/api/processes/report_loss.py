from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.process_shown import ProcessShown
from ...models.report_loss_move import ReportLossMove
from ...types import UNSET, Unset


def call(
    process_id: UUID,
    *,
    body: ReportLossMove | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[ProcessShown]:
    """Report that a shipment was lost.

    By client or contractor, while the process is in_production, produced, in_delivery.

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

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    return Call(
        operation="report_loss",
        method="POST",
        path="/api/v1/processes/{process_id}/actions/report_loss".format(
            process_id=quote(str(process_id), safe=""),
        ),
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> ProcessShown:
    response_200 = ProcessShown.from_dict(response.json())

    return response_200
