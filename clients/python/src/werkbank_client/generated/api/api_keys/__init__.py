"""The operations of api_keys."""

from typing import Any, cast
from uuid import UUID

from ....calls import AsyncSend, Send
from ...models.api_key_made import ApiKeyMade
from ...models.api_key_page import ApiKeyPage
from ...models.member_key_page import MemberKeyPage
from ...models.new_api_key import NewApiKey
from ...models.problem import Problem
from ...types import UNSET, Unset
from . import (
    create_api_key as _create_api_key,
    list_api_keys as _list_api_keys,
    list_member_api_keys as _list_member_api_keys,
    revoke_api_key as _revoke_api_key,
    revoke_member_api_key as _revoke_member_api_key,
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

        Send it as `Authorization: Bearer wb_...`. It never may more than its owner may at the
        time. A key makes others with the right `keys:manage`; those may no more than itself, and
        end with it.

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

        From the answer on it lets nobody in, nor do the keys that it has made. A key revokes
        itself, and with the right `keys:manage` those that may no more than itself.

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

    def list_member_api_keys(
        self,
        organization_id: UUID,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> MemberKeyPage:
        """API keys of members.

        The keys by which programs act for the organization, oldest first: those of its members
        that are not revoked, and that are bound to no other organization.

        """
        return self._send(
            _list_member_api_keys.call(
                organization_id=organization_id,
                limit=limit,
                cursor=cursor,
            )
        )

    def revoke_member_api_key(
        self,
        organization_id: UUID,
        key_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Revoke a member's API key.

        From the answer on it lets nobody in, nor do the keys that it has made. The member is told
        by mail. Nobody revokes the key of a member who may more than themselves.

        """
        return self._send(
            _revoke_member_api_key.call(
                organization_id=organization_id,
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

        Send it as `Authorization: Bearer wb_...`. It never may more than its owner may at the
        time. A key makes others with the right `keys:manage`; those may no more than itself, and
        end with it.

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

        From the answer on it lets nobody in, nor do the keys that it has made. A key revokes
        itself, and with the right `keys:manage` those that may no more than itself.

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

    async def list_member_api_keys(
        self,
        organization_id: UUID,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> MemberKeyPage:
        """API keys of members.

        The keys by which programs act for the organization, oldest first: those of its members
        that are not revoked, and that are bound to no other organization.

        """
        return await self._send(
            _list_member_api_keys.call(
                organization_id=organization_id,
                limit=limit,
                cursor=cursor,
            )
        )

    async def revoke_member_api_key(
        self,
        organization_id: UUID,
        key_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Revoke a member's API key.

        From the answer on it lets nobody in, nor do the keys that it has made. The member is told
        by mail. Nobody revokes the key of a member who may more than themselves.

        """
        return await self._send(
            _revoke_member_api_key.call(
                organization_id=organization_id,
                key_id=key_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )
