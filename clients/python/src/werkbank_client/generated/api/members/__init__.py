"""The operations of members."""

from typing import Any, cast
from uuid import UUID

from ....calls import AsyncSend, Send
from ...models.member_changes import MemberChanges
from ...models.member_page import MemberPage
from ...models.member_shown import MemberShown
from ...models.new_member import NewMember
from ...models.problem import Problem
from ...types import UNSET, Unset
from . import (
    add_member as _add_member,
    list_members as _list_members,
    remove_member as _remove_member,
    update_member as _update_member,
)


class Members:
    """The operations of members."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def list_members(
        self,
        organization_id: UUID,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> MemberPage:
        """Members.

        Everybody who belongs to the organization, with role and rights.

        """
        return self._send(
            _list_members.call(
                organization_id=organization_id,
                limit=limit,
                cursor=cursor,
            )
        )

    def add_member(
        self,
        organization_id: UUID,
        *,
        body: NewMember | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> MemberShown:
        """Take somebody in.

        Nobody can grant a right that they do not hold themselves.

        """
        return self._send(
            _add_member.call(
                organization_id=organization_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def remove_member(
        self,
        organization_id: UUID,
        user_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Let a member go.

        Everybody can leave, except the last owner.

        """
        return self._send(
            _remove_member.call(
                organization_id=organization_id,
                user_id=user_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def update_member(
        self,
        organization_id: UUID,
        user_id: UUID,
        *,
        body: MemberChanges | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> MemberShown:
        """Give a member another role.

        Nobody can grant or take a right that they do not hold themselves.

        """
        return self._send(
            _update_member.call(
                organization_id=organization_id,
                user_id=user_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )


class AsyncMembers:
    """The operations of members, to be awaited."""

    def __init__(self, send: AsyncSend) -> None:
        self._send = send

    async def list_members(
        self,
        organization_id: UUID,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> MemberPage:
        """Members.

        Everybody who belongs to the organization, with role and rights.

        """
        return await self._send(
            _list_members.call(
                organization_id=organization_id,
                limit=limit,
                cursor=cursor,
            )
        )

    async def add_member(
        self,
        organization_id: UUID,
        *,
        body: NewMember | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> MemberShown:
        """Take somebody in.

        Nobody can grant a right that they do not hold themselves.

        """
        return await self._send(
            _add_member.call(
                organization_id=organization_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def remove_member(
        self,
        organization_id: UUID,
        user_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Let a member go.

        Everybody can leave, except the last owner.

        """
        return await self._send(
            _remove_member.call(
                organization_id=organization_id,
                user_id=user_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def update_member(
        self,
        organization_id: UUID,
        user_id: UUID,
        *,
        body: MemberChanges | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> MemberShown:
        """Give a member another role.

        Nobody can grant or take a right that they do not hold themselves.

        """
        return await self._send(
            _update_member.call(
                organization_id=organization_id,
                user_id=user_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )
