"""The operations of organizations."""

from typing import Any, cast
from uuid import UUID

from ....calls import AsyncSend, Send
from ...models.address_page import AddressPage
from ...models.address_use import AddressUse
from ...models.booked_address_changes import BookedAddressChanges
from ...models.booked_address_shown import BookedAddressShown
from ...models.confirmation import Confirmation
from ...models.confirmation_promised import ConfirmationPromised
from ...models.deadlines_set import DeadlinesSet
from ...models.deadlines_shown import DeadlinesShown
from ...models.new_address import NewAddress
from ...models.new_organization import NewOrganization
from ...models.organization_changes import OrganizationChanges
from ...models.organization_page import OrganizationPage
from ...models.organization_shown import OrganizationShown
from ...models.problem import Problem
from ...types import UNSET, Unset
from . import (
    confirm_organization_email as _confirm_organization_email,
    create_address as _create_address,
    create_organization as _create_organization,
    delete_address as _delete_address,
    delete_organization as _delete_organization,
    get_address as _get_address,
    get_deadlines as _get_deadlines,
    get_organization as _get_organization,
    list_addresses as _list_addresses,
    list_organizations as _list_organizations,
    put_deadlines as _put_deadlines,
    send_organization_email_confirmation as _send_organization_email_confirmation,
    update_address as _update_address,
    update_organization as _update_organization,
)


class Organizations:
    """The operations of organizations."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def list_organizations(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> OrganizationPage:
        """My organizations.

        The organizations in which the caller holds organization:read, oldest first.

        """
        return self._send(
            _list_organizations.call(
                limit=limit,
                cursor=cursor,
            )
        )

    def create_organization(
        self,
        *,
        body: NewOrganization | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> OrganizationShown:
        """Found an organization.

        The caller becomes its owner. It begins with the roles owner, manager, member and
        observer. Where addresses have to be confirmed, a link is mailed to `email`.

        """
        return self._send(
            _create_organization.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def confirm_organization_email(
        self,
        *,
        body: Confirmation | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Confirm an organization's address by a mailed link.

        Works once, for whoever has the link. From now on mails of the service go there: requests,
        confirmations of offers, and what concerns its webhooks.

        """
        return self._send(
            _confirm_organization_email.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def get_organization(
        self,
        organization_id: UUID,
        *,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> OrganizationShown:
        """One organization."""
        return self._send(
            _get_organization.call(
                organization_id=organization_id,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def delete_organization(
        self,
        organization_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Delete an organization.

        Takes the right organization:delete. Drafts, members, roles, webhooks, keys that act for
        it alone, addresses, terms and machines go. What was ordered from it or by it stays for
        the other side, with its name and address. It cannot be undone.

        """
        return self._send(
            _delete_organization.call(
                organization_id=organization_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def update_organization(
        self,
        organization_id: UUID,
        *,
        body: OrganizationChanges | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> OrganizationShown:
        """Change an organization.

        JSON merge patch (RFC 7396); the address is merged field by field. Where addresses have to
        be confirmed, a link is mailed to a new `email`.

        """
        return self._send(
            _update_organization.call(
                organization_id=organization_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def list_addresses(
        self,
        organization_id: UUID,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        use: AddressUse | None | Unset = UNSET,
    ) -> AddressPage:
        """Address book.

        The addresses of the organization, oldest first.

        """
        return self._send(
            _list_addresses.call(
                organization_id=organization_id,
                limit=limit,
                cursor=cursor,
                use=use,
            )
        )

    def create_address(
        self,
        organization_id: UUID,
        *,
        body: NewAddress | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> BookedAddressShown:
        """Add an address.

        Processes take it by `delivery_address_id` or `billing_address_id`.

        """
        return self._send(
            _create_address.call(
                organization_id=organization_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def get_deadlines(
        self,
        organization_id: UUID,
        *,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> DeadlinesShown:
        """How long the states of orders last.

        For what the organization orders; `offer_validity` is how long its own offers bind as a
        contractor where they do not say. What holds for a process is fixed when it is sent.

        """
        return self._send(
            _get_deadlines.call(
                organization_id=organization_id,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def put_deadlines(
        self,
        organization_id: UUID,
        *,
        body: DeadlinesSet | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> DeadlinesShown:
        """Set how long the states of orders last.

        For example `{"answer_window": {"hours": 24, "reminder_hours": 4}}`. Replaces all that was
        set; what is left out is as the service has it. Processes that were sent keep what held
        then.

        """
        return self._send(
            _put_deadlines.call(
                organization_id=organization_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def send_organization_email_confirmation(
        self,
        organization_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ConfirmationPromised:
        """Have the link for an organization's address mailed again.

        One address gets at most five such mails an hour; the link works once, for half an hour
        from when it was mailed.

        """
        return self._send(
            _send_organization_email_confirmation.call(
                organization_id=organization_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def get_address(
        self,
        organization_id: UUID,
        address_id: UUID,
        *,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> BookedAddressShown:
        """One address."""
        return self._send(
            _get_address.call(
                organization_id=organization_id,
                address_id=address_id,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def delete_address(
        self,
        organization_id: UUID,
        address_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Delete an address.

        Orders hold copies: none of them changes.

        """
        return self._send(
            _delete_address.call(
                organization_id=organization_id,
                address_id=address_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def update_address(
        self,
        organization_id: UUID,
        address_id: UUID,
        *,
        body: BookedAddressChanges | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> BookedAddressShown:
        """Change an address.

        JSON merge patch (RFC 7396). Orders hold copies: none of them changes.

        """
        return self._send(
            _update_address.call(
                organization_id=organization_id,
                address_id=address_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )


class AsyncOrganizations:
    """The operations of organizations, to be awaited."""

    def __init__(self, send: AsyncSend) -> None:
        self._send = send

    async def list_organizations(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> OrganizationPage:
        """My organizations.

        The organizations in which the caller holds organization:read, oldest first.

        """
        return await self._send(
            _list_organizations.call(
                limit=limit,
                cursor=cursor,
            )
        )

    async def create_organization(
        self,
        *,
        body: NewOrganization | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> OrganizationShown:
        """Found an organization.

        The caller becomes its owner. It begins with the roles owner, manager, member and
        observer. Where addresses have to be confirmed, a link is mailed to `email`.

        """
        return await self._send(
            _create_organization.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def confirm_organization_email(
        self,
        *,
        body: Confirmation | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Confirm an organization's address by a mailed link.

        Works once, for whoever has the link. From now on mails of the service go there: requests,
        confirmations of offers, and what concerns its webhooks.

        """
        return await self._send(
            _confirm_organization_email.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def get_organization(
        self,
        organization_id: UUID,
        *,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> OrganizationShown:
        """One organization."""
        return await self._send(
            _get_organization.call(
                organization_id=organization_id,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def delete_organization(
        self,
        organization_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Delete an organization.

        Takes the right organization:delete. Drafts, members, roles, webhooks, keys that act for
        it alone, addresses, terms and machines go. What was ordered from it or by it stays for
        the other side, with its name and address. It cannot be undone.

        """
        return await self._send(
            _delete_organization.call(
                organization_id=organization_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def update_organization(
        self,
        organization_id: UUID,
        *,
        body: OrganizationChanges | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> OrganizationShown:
        """Change an organization.

        JSON merge patch (RFC 7396); the address is merged field by field. Where addresses have to
        be confirmed, a link is mailed to a new `email`.

        """
        return await self._send(
            _update_organization.call(
                organization_id=organization_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def list_addresses(
        self,
        organization_id: UUID,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        use: AddressUse | None | Unset = UNSET,
    ) -> AddressPage:
        """Address book.

        The addresses of the organization, oldest first.

        """
        return await self._send(
            _list_addresses.call(
                organization_id=organization_id,
                limit=limit,
                cursor=cursor,
                use=use,
            )
        )

    async def create_address(
        self,
        organization_id: UUID,
        *,
        body: NewAddress | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> BookedAddressShown:
        """Add an address.

        Processes take it by `delivery_address_id` or `billing_address_id`.

        """
        return await self._send(
            _create_address.call(
                organization_id=organization_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def get_deadlines(
        self,
        organization_id: UUID,
        *,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> DeadlinesShown:
        """How long the states of orders last.

        For what the organization orders; `offer_validity` is how long its own offers bind as a
        contractor where they do not say. What holds for a process is fixed when it is sent.

        """
        return await self._send(
            _get_deadlines.call(
                organization_id=organization_id,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def put_deadlines(
        self,
        organization_id: UUID,
        *,
        body: DeadlinesSet | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> DeadlinesShown:
        """Set how long the states of orders last.

        For example `{"answer_window": {"hours": 24, "reminder_hours": 4}}`. Replaces all that was
        set; what is left out is as the service has it. Processes that were sent keep what held
        then.

        """
        return await self._send(
            _put_deadlines.call(
                organization_id=organization_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def send_organization_email_confirmation(
        self,
        organization_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ConfirmationPromised:
        """Have the link for an organization's address mailed again.

        One address gets at most five such mails an hour; the link works once, for half an hour
        from when it was mailed.

        """
        return await self._send(
            _send_organization_email_confirmation.call(
                organization_id=organization_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def get_address(
        self,
        organization_id: UUID,
        address_id: UUID,
        *,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> BookedAddressShown:
        """One address."""
        return await self._send(
            _get_address.call(
                organization_id=organization_id,
                address_id=address_id,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def delete_address(
        self,
        organization_id: UUID,
        address_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Delete an address.

        Orders hold copies: none of them changes.

        """
        return await self._send(
            _delete_address.call(
                organization_id=organization_id,
                address_id=address_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def update_address(
        self,
        organization_id: UUID,
        address_id: UUID,
        *,
        body: BookedAddressChanges | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> BookedAddressShown:
        """Change an address.

        JSON merge patch (RFC 7396). Orders hold copies: none of them changes.

        """
        return await self._send(
            _update_address.call(
                organization_id=organization_id,
                address_id=address_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )
