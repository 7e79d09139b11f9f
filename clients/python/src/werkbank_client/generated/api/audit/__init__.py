"""The operations of audit."""

import datetime
from typing import Any, cast
from uuid import UUID

from ....calls import AsyncSend, Send
from ...models.audit_page import AuditPage
from ...models.problem import Problem
from ...types import UNSET, Unset
from . import (
    get_audit_csv as _get_audit_csv,
    list_audit_entries as _list_audit_entries,
    list_my_audit_entries as _list_my_audit_entries,
)


class Audit:
    """The operations of audit."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def list_my_audit_entries(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        actions: None | str | Unset = UNSET,
        actor_id: None | Unset | UUID = UNSET,
        since: datetime.datetime | None | Unset = UNSET,
        until: datetime.datetime | None | Unset = UNSET,
    ) -> AuditPage:
        """What was done to my account.

        The newest first: what was done to the account, its sessions and keys, and what the user
        did to organizations.

        """
        return self._send(
            _list_my_audit_entries.call(
                limit=limit,
                cursor=cursor,
                actions=actions,
                actor_id=actor_id,
                since=since,
                until=until,
            )
        )

    def list_audit_entries(
        self,
        organization_id: UUID,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        actions: None | str | Unset = UNSET,
        actor_id: None | Unset | UUID = UNSET,
        since: datetime.datetime | None | Unset = UNSET,
        until: datetime.datetime | None | Unset = UNSET,
    ) -> AuditPage:
        """What was done to an organization.

        The newest first: what was done to its members, invitations, roles, webhooks, settings,
        addresses and terms, and to the accounts, sessions and keys of those who were its members
        then. Also as `/audit.csv`. What happens to orders stands in their histories.

        """
        return self._send(
            _list_audit_entries.call(
                organization_id=organization_id,
                limit=limit,
                cursor=cursor,
                actions=actions,
                actor_id=actor_id,
                since=since,
                until=until,
            )
        )

    def get_audit_csv(
        self,
        organization_id: UUID,
        *,
        actions: None | str | Unset = UNSET,
        actor_id: None | Unset | UUID = UNSET,
        since: datetime.datetime | None | Unset = UNSET,
        until: datetime.datetime | None | Unset = UNSET,
    ) -> str:
        """What was done to an organization, as CSV.

        All that `GET /organizations/{organization_id}/audit` would list, without pages.

        """
        return self._send(
            _get_audit_csv.call(
                organization_id=organization_id,
                actions=actions,
                actor_id=actor_id,
                since=since,
                until=until,
            )
        )


class AsyncAudit:
    """The operations of audit, to be awaited."""

    def __init__(self, send: AsyncSend) -> None:
        self._send = send

    async def list_my_audit_entries(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        actions: None | str | Unset = UNSET,
        actor_id: None | Unset | UUID = UNSET,
        since: datetime.datetime | None | Unset = UNSET,
        until: datetime.datetime | None | Unset = UNSET,
    ) -> AuditPage:
        """What was done to my account.

        The newest first: what was done to the account, its sessions and keys, and what the user
        did to organizations.

        """
        return await self._send(
            _list_my_audit_entries.call(
                limit=limit,
                cursor=cursor,
                actions=actions,
                actor_id=actor_id,
                since=since,
                until=until,
            )
        )

    async def list_audit_entries(
        self,
        organization_id: UUID,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        actions: None | str | Unset = UNSET,
        actor_id: None | Unset | UUID = UNSET,
        since: datetime.datetime | None | Unset = UNSET,
        until: datetime.datetime | None | Unset = UNSET,
    ) -> AuditPage:
        """What was done to an organization.

        The newest first: what was done to its members, invitations, roles, webhooks, settings,
        addresses and terms, and to the accounts, sessions and keys of those who were its members
        then. Also as `/audit.csv`. What happens to orders stands in their histories.

        """
        return await self._send(
            _list_audit_entries.call(
                organization_id=organization_id,
                limit=limit,
                cursor=cursor,
                actions=actions,
                actor_id=actor_id,
                since=since,
                until=until,
            )
        )

    async def get_audit_csv(
        self,
        organization_id: UUID,
        *,
        actions: None | str | Unset = UNSET,
        actor_id: None | Unset | UUID = UNSET,
        since: datetime.datetime | None | Unset = UNSET,
        until: datetime.datetime | None | Unset = UNSET,
    ) -> str:
        """What was done to an organization, as CSV.

        All that `GET /organizations/{organization_id}/audit` would list, without pages.

        """
        return await self._send(
            _get_audit_csv.call(
                organization_id=organization_id,
                actions=actions,
                actor_id=actor_id,
                since=since,
                until=until,
            )
        )
