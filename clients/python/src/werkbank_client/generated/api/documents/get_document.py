from io import BytesIO
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.get_document_language_type_0 import GetDocumentLanguageType0
from ...types import UNSET, File, Unset


def call(
    process_id: UUID,
    number: str,
    *,
    language: GetDocumentLanguageType0 | None | Unset = UNSET,
) -> Call[File]:
    """A paper of an order as PDF.

    By its number, in the language of the caller or as asked for.

    """

    params: dict[str, Any] = {}

    json_language: None | str | Unset
    if isinstance(language, Unset):
        json_language = UNSET
    elif isinstance(language, GetDocumentLanguageType0):
        json_language = language.value
    else:
        json_language = language
    params["language"] = json_language

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_document",
        method="GET",
        path="/api/v1/processes/{process_id}/documents/{number}.pdf".format(
            process_id=quote(str(process_id), safe=""),
            number=quote(str(number), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> File:
    response_200 = File(payload=BytesIO(response.content))

    return response_200
