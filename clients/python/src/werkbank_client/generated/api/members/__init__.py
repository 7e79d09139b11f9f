"""The operations of members."""

from typing import Any, cast
from uuid import UUID

from ....calls import AsyncSend, Send
from ...models.invitation_acceptance import InvitationAcceptance
from ...models.invitation_page import InvitationPage
from ...models.invitation_shown import InvitationShown
from ...models.joined_organization import JoinedOrganization
from ...models.member_changes import MemberChanges
from ...models.member_page import MemberPage
from ...models.member_shown import MemberShown
from ...models.new_invitation import NewInvitation
from ...models.new_member import NewMember
from ...models.problem import Problem
from ...types import UNSET, Unset
from . import (
    accept_invitation as _accept_invitation,
    add_member as _add_member,
    invite_member as _invite_member,
    list_invitations as _list_invitations,
    list_members as _list_members,
    remove_member as _remove_member,
    take_back_invitation as _take_back_invitation,
    update_member as _update_member,
)


class Members:
    """The operations of members."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def accept_invitation(
        self,
        *,
        body: InvitationAcceptance | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> JoinedOrganization:
        """Accept an invitation.

        For the user with the address that was invited, which is confirmed by that. Works once.

        """
        return self._send(
            _accept_invitation.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

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
        """Take somebody in unasked.

        Only where addresses need not be confirmed, as in the embedded mode; invite people
        instead, who accept. Nobody can grant a right that they do not hold themselves.

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

    def list_invitations(
        self,
        organization_id: UUID,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> InvitationPage:
        """Invitations.

        Those that nobody has accepted yet.

        """
        return self._send(
            _list_invitations.call(
                organization_id=organization_id,
                limit=limit,
                cursor=cursor,
            )
        )

    def invite_member(
        self,
        organization_id: UUID,
        *,
        body: NewInvitation | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> InvitationShown:
        """Invite somebody.

        Has a link mailed that works once, for seven days, and no longer than who invites may do
        so. The answer is the same whether somebody has registered with the address. Inviting
        again renews the invitation. Nobody can grant a right that they do not hold.

        """
        return self._send(
            _invite_member.call(
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

    def take_back_invitation(
        self,
        organization_id: UUID,
        invitation_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Take an invitation back.

        Its link works no longer.

        """
        return self._send(
            _take_back_invitation.call(
                organization_id=organization_id,
                invitation_id=invitation_id,
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

    async def accept_invitation(
        self,
        *,
        body: InvitationAcceptance | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> JoinedOrganization:
        """Accept an invitation.

        For the user with the address that was invited, which is confirmed by that. Works once.

        """
        return await self._send(
            _accept_invitation.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

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
        """Take somebody in unasked.

        Only where addresses need not be confirmed, as in the embedded mode; invite people
        instead, who accept. Nobody can grant a right that they do not hold themselves.

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

    async def list_invitations(
        self,
        organization_id: UUID,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> InvitationPage:
        """Invitations.

        Those that nobody has accepted yet.

        """
        return await self._send(
            _list_invitations.call(
                organization_id=organization_id,
                limit=limit,
                cursor=cursor,
            )
        )

    async def invite_member(
        self,
        organization_id: UUID,
        *,
        body: NewInvitation | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> InvitationShown:
        """Invite somebody.

        Has a link mailed that works once, for seven days, and no longer than who invites may do
        so. The answer is the same whether somebody has registered with the address. Inviting
        again renews the invitation. Nobody can grant a right that they do not hold.

        """
        return await self._send(
            _invite_member.call(
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

    async def take_back_invitation(
        self,
        organization_id: UUID,
        invitation_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Take an invitation back.

        Its link works no longer.

        """
        return await self._send(
            _take_back_invitation.call(
                organization_id=organization_id,
                invitation_id=invitation_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )
