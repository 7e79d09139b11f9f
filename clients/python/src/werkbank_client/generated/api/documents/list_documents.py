from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.list_documents_language_type_0 import ListDocumentsLanguageType0
from ...models.paper_list import PaperList
from ...types import UNSET, Unset


def call(
    process_id: UUID,
    *,
    language: ListDocumentsLanguageType0 | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: None | str | Unset = UNSET,
) -> Call[PaperList]:
    """Papers of an order.

    Requests for quotation, offers, the order confirmation, a delivery note for each shipment.
    A contractor finds its own ones, and whoever may not see prices those without any. The
    number of a paper never changes.

    """

    params: dict[str, Any] = {}

    json_language: None | str | Unset
    if isinstance(language, Unset):
        json_language = UNSET
    elif isinstance(language, ListDocumentsLanguageType0):
        json_language = language.value
    else:
        json_language = language
    params["language"] = json_language

    json_limit: int | None | Unset
    if isinstance(limit, Unset):
        json_limit = UNSET
    else:
        json_limit = limit
    params["limit"] = json_limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="list_documents",
        method="GET",
        path="/api/v1/processes/{process_id}/documents".format(
            process_id=quote(str(process_id), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> PaperList:
    response_200 = PaperList.from_dict(response.json())

    return response_200
