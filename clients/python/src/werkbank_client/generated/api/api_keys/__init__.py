"""The operations of api_keys."""

from typing import Any, cast
from uuid import UUID

from ....calls import AsyncSend, Send
from ...models.api_key_made import ApiKeyMade
from ...models.api_key_page import ApiKeyPage
from ...models.new_api_key import NewApiKey
from ...models.problem import Problem
from ...types import UNSET, Unset
from . import (
    create_api_key as _create_api_key,
    list_api_keys as _list_api_keys,
    revoke_api_key as _revoke_api_key,
)


class ApiKeys:
    """The operations of api_keys."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def list_api_keys(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> ApiKeyPage:
        """My API keys.

        Keys that are not revoked, oldest first. A key sees those that may no more than itself.

        """
        return self._send(
            _list_api_keys.call(
                limit=limit,
                cursor=cursor,
            )
        )

    def create_api_key(
        self,
        *,
        body: NewApiKey | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ApiKeyMade:
        """Make an API key.

        Send it as `Authorization: Bearer wb_...`. It never may more than its owner.

        """
        return self._send(
            _create_api_key.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def revoke_api_key(
        self,
        key_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Revoke an API key.

        From the answer on it lets nobody in.

        """
        return self._send(
            _revoke_api_key.call(
                key_id=key_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )


class AsyncApiKeys:
    """The operations of api_keys, to be awaited."""

    def __init__(self, send: AsyncSend) -> None:
        self._send = send

    async def list_api_keys(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> ApiKeyPage:
        """My API keys.

        Keys that are not revoked, oldest first. A key sees those that may no more than itself.

        """
        return await self._send(
            _list_api_keys.call(
                limit=limit,
                cursor=cursor,
            )
        )

    async def create_api_key(
        self,
        *,
        body: NewApiKey | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ApiKeyMade:
        """Make an API key.

        Send it as `Authorization: Bearer wb_...`. It never may more than its owner.

        """
        return await self._send(
            _create_api_key.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def revoke_api_key(
        self,
        key_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Revoke an API key.

        From the answer on it lets nobody in.

        """
        return await self._send(
            _revoke_api_key.call(
                key_id=key_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )
