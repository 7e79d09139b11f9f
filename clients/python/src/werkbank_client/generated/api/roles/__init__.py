"""The operations of roles."""

from typing import Any, cast
from uuid import UUID

from ....calls import AsyncSend, Send
from ...models.new_role import NewRole
from ...models.problem import Problem
from ...models.role_changes import RoleChanges
from ...models.role_page import RolePage
from ...models.role_shown import RoleShown
from ...types import UNSET, Unset
from . import (
    create_role as _create_role,
    delete_role as _delete_role,
    list_roles as _list_roles,
    update_role as _update_role,
)


class Roles:
    """The operations of roles."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def list_roles(
        self,
        organization_id: UUID,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> RolePage:
        """Roles.

        The roles that members of the organization can have.

        """
        return self._send(
            _list_roles.call(
                organization_id=organization_id,
                limit=limit,
                cursor=cursor,
            )
        )

    def create_role(
        self,
        organization_id: UUID,
        *,
        body: NewRole | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> RoleShown:
        """Make a role.

        Nobody can put a right into a role that they do not hold themselves.

        """
        return self._send(
            _create_role.call(
                organization_id=organization_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def delete_role(
        self,
        organization_id: UUID,
        role_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Delete a role.

        Only a role that no member holds can be deleted.

        """
        return self._send(
            _delete_role.call(
                organization_id=organization_id,
                role_id=role_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def update_role(
        self,
        organization_id: UUID,
        role_id: UUID,
        *,
        body: RoleChanges | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> RoleShown:
        """Change a role.

        All members with this role may more, or less, from now on.

        """
        return self._send(
            _update_role.call(
                organization_id=organization_id,
                role_id=role_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )


class AsyncRoles:
    """The operations of roles, to be awaited."""

    def __init__(self, send: AsyncSend) -> None:
        self._send = send

    async def list_roles(
        self,
        organization_id: UUID,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> RolePage:
        """Roles.

        The roles that members of the organization can have.

        """
        return await self._send(
            _list_roles.call(
                organization_id=organization_id,
                limit=limit,
                cursor=cursor,
            )
        )

    async def create_role(
        self,
        organization_id: UUID,
        *,
        body: NewRole | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> RoleShown:
        """Make a role.

        Nobody can put a right into a role that they do not hold themselves.

        """
        return await self._send(
            _create_role.call(
                organization_id=organization_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def delete_role(
        self,
        organization_id: UUID,
        role_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Delete a role.

        Only a role that no member holds can be deleted.

        """
        return await self._send(
            _delete_role.call(
                organization_id=organization_id,
                role_id=role_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def update_role(
        self,
        organization_id: UUID,
        role_id: UUID,
        *,
        body: RoleChanges | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> RoleShown:
        """Change a role.

        All members with this role may more, or less, from now on.

        """
        return await self._send(
            _update_role.call(
                organization_id=organization_id,
                role_id=role_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )
