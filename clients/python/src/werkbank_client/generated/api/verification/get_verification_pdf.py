from io import BytesIO
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.get_verification_pdf_language_type_0 import GetVerificationPdfLanguageType0
from ...types import UNSET, File, Unset


def call(
    process_id: UUID,
    verification: str,
    *,
    language: GetVerificationPdfLanguageType0 | None | Unset = UNSET,
) -> Call[File]:
    """A verification as PDF.

    For people: pictures of the parts and of what is wrong with them, measures, checks,
    quotes, who cannot make it and why, what the order leaves open, the digest.

    """

    params: dict[str, Any] = {}

    json_language: None | str | Unset
    if isinstance(language, Unset):
        json_language = UNSET
    elif isinstance(language, GetVerificationPdfLanguageType0):
        json_language = language.value
    else:
        json_language = language
    params["language"] = json_language

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="get_verification_pdf",
        method="GET",
        path="/api/v1/processes/{process_id}/verifications/{verification}.pdf".format(
            process_id=quote(str(process_id), safe=""),
            verification=quote(str(verification), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        params=params,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> File:
    response_200 = File(payload=BytesIO(response.content))

    return response_200
