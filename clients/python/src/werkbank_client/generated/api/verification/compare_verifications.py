from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ....calls import Call
from ...models.comparison_shown import ComparisonShown


def call(
    process_id: UUID,
    verification: str,
    other: str,
) -> Call[ComparisonShown]:
    """Compare two verifications.

    From the first to the second, each by its number or its id: inputs, geometry, verdicts of
    checks, each contractor's total, lines and lead time, and who has become suitable or
    unsuitable and why. Where a record of many contractors keeps the answers of the best
    alone, those of others are worked out again.

    """

    _kwargs: dict[str, Any] = {}

    return Call(
        operation="compare_verifications",
        method="GET",
        path="/api/v1/processes/{process_id}/verifications/{verification}/compare/{other}".format(
            process_id=quote(str(process_id), safe=""),
            verification=quote(str(verification), safe=""),
            other=quote(str(other), safe=""),
        ),
        parse=_parse,
        takes_key=False,
        **_kwargs,
    )


def _parse(response: httpx.Response) -> ComparisonShown:
    response_200 = ComparisonShown.from_dict(response.json())

    return response_200
