"""The operations of estimates."""

from typing import Any, cast

from ....calls import AsyncSend, Send
from ...models.estimate_wish import EstimateWish
from ...models.estimates_shown import EstimatesShown
from ...models.problem import Problem
from ...types import UNSET, Unset
from . import (
    estimate as _estimate,
)


class Estimates:
    """The operations of estimates."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def estimate(
        self,
        *,
        body: EstimateWish | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> EstimatesShown:
        """What would it cost?.

        Prices a part in several materials, technologies and quantities, up to 60 combinations,
        without a process. Keeps nothing and binds nobody. Scores compare quotes within their
        currency only; the distance to the client counts where both countries' places are known.

        """
        return self._send(
            _estimate.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )


class AsyncEstimates:
    """The operations of estimates, to be awaited."""

    def __init__(self, send: AsyncSend) -> None:
        self._send = send

    async def estimate(
        self,
        *,
        body: EstimateWish | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> EstimatesShown:
        """What would it cost?.

        Prices a part in several materials, technologies and quantities, up to 60 combinations,
        without a process. Keeps nothing and binds nobody. Scores compare quotes within their
        currency only; the distance to the client counts where both countries' places are known.

        """
        return await self._send(
            _estimate.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )
