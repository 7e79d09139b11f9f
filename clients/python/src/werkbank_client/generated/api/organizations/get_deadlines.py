from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.deadlines_shown import DeadlinesShown
from ...types import UNSET, Unset


def call(
    organization_id: UUID,
    *,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[DeadlinesShown]:
    """How long the states of orders last.

    For what the organization orders; `offer_validity` is how long its own offers bind as a
    contractor where they do not say. What holds for a process is fixed when it is sent.

    """
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match

    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_deadlines",
        method="GET",
        path="/api/v1/organizations/{organization_id}/deadlines".format(
            organization_id=quote(str(organization_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> DeadlinesShown:
    response_200 = DeadlinesShown.from_dict(response.json())

    return response_200
