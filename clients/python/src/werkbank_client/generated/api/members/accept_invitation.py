from typing import Any

import httpx

from ....calls import Call
from ...models.invitation_acceptance import InvitationAcceptance
from ...models.joined_organization import JoinedOrganization
from ...types import UNSET, Unset


def call(
    *,
    body: InvitationAcceptance | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[JoinedOrganization]:
    """Accept an invitation.

    For the user with the address that was invited, which is confirmed by that. Works once.

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
        operation="accept_invitation",
        method="POST",
        path="/api/v1/invitations/accept",
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> JoinedOrganization:
    response_200 = JoinedOrganization.from_dict(response.json())

    return response_200
