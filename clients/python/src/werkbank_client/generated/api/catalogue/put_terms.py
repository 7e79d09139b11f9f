from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.contractor_terms_body import ContractorTermsBody
from ...models.tried_terms import TriedTerms
from ...types import UNSET, Unset


def call(
    organization_id: UUID,
    *,
    body: ContractorTermsBody | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Call[TriedTerms]:
    """State the terms.

    With its first terms an organization becomes a contractor, which others can ask once an
    operator has approved it. Every change makes verifications of the catalogue before stale.

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
        operation="put_terms",
        method="PUT",
        path="/api/v1/organizations/{organization_id}/terms".format(
            organization_id=quote(str(organization_id), safe=""),
        ),
        parse=_parse,
        takes_key=True,
        params=params,
        headers=headers,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> TriedTerms:
    response_200 = TriedTerms.from_dict(response.json())

    return response_200
