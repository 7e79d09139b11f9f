from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.process_shown import ProcessShown
from ...models.withdraw_move import WithdrawMove
from ...types import UNSET, Unset


def call(
    process_id: UUID,
    *,
    body: WithdrawMove | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[ProcessShown]:
    """Withdraw the requests.

    By client, while the process is sent, clarification, offered.

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
        operation="withdraw",
        method="POST",
        path="/api/v1/processes/{process_id}/actions/withdraw".format(
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
