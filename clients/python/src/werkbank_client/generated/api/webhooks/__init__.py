"""The operations of webhooks."""

from typing import Any, cast
from uuid import UUID

from ....calls import AsyncSend, Send
from ...models.again import Again
from ...models.delivery_in_full import DeliveryInFull
from ...models.delivery_page import DeliveryPage
from ...models.delivery_shown import DeliveryShown
from ...models.list_webhook_deliveries_state_type_0 import ListWebhookDeliveriesStateType0
from ...models.new_webhook import NewWebhook
from ...models.problem import Problem
from ...models.rotation import Rotation
from ...models.span import Span
from ...models.webhook_changes import WebhookChanges
from ...models.webhook_made import WebhookMade
from ...models.webhook_page import WebhookPage
from ...models.webhook_shown import WebhookShown
from ...types import UNSET, Unset
from . import (
    create_webhook as _create_webhook,
    delete_webhook as _delete_webhook,
    get_webhook as _get_webhook,
    get_webhook_delivery as _get_webhook_delivery,
    list_webhook_deliveries as _list_webhook_deliveries,
    list_webhooks as _list_webhooks,
    redeliver_webhook as _redeliver_webhook,
    redeliver_webhook_delivery as _redeliver_webhook_delivery,
    rotate_webhook_secret as _rotate_webhook_secret,
    test_webhook as _test_webhook,
    update_webhook as _update_webhook,
)


class Webhooks:
    """The operations of webhooks."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def list_webhooks(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        organization_id: None | Unset | UUID = UNSET,
    ) -> WebhookPage:
        """My webhooks.

        The webhooks of the caller's organizations, oldest first.

        """
        return self._send(
            _list_webhooks.call(
                limit=limit,
                cursor=cursor,
                organization_id=organization_id,
            )
        )

    def create_webhook(
        self,
        *,
        body: NewWebhook | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> WebhookMade:
        """Add a webhook.

        From now on the endpoint is called for every event that its organization hears, by POST
        with the event as `GET /events` shows it, signed after Standard Webhooks (`webhook-id`,
        `webhook-timestamp`, `webhook-signature`). Any 2xx within 15 seconds takes it. Otherwise
        it comes again under the same `webhook-id`, with growing pauses for three days.

        """
        return self._send(
            _create_webhook.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def get_webhook(
        self,
        webhook_id: UUID,
        *,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> WebhookShown:
        """One webhook."""
        return self._send(
            _get_webhook.call(
                webhook_id=webhook_id,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def delete_webhook(
        self,
        webhook_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Delete a webhook.

        With all records of what it was sent.

        """
        return self._send(
            _delete_webhook.call(
                webhook_id=webhook_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def update_webhook(
        self,
        webhook_id: UUID,
        *,
        body: WebhookChanges | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> WebhookShown:
        """Change a webhook."""
        return self._send(
            _update_webhook.call(
                webhook_id=webhook_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def test_webhook(
        self,
        webhook_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> DeliveryShown:
        """Send a test message.

        An event `webhook.test`, signed and delivered as all others; read the delivery to see how
        it went.

        """
        return self._send(
            _test_webhook.call(
                webhook_id=webhook_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def redeliver_webhook(
        self,
        webhook_id: UUID,
        *,
        body: Span | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> Again:
        """Send the messages of a time again.

        What happened from `from` on and before `to`, under the same ids and in the same order,
        also what happened while the webhook did not yet listen to it. At most 10000 messages.

        """
        return self._send(
            _redeliver_webhook.call(
                webhook_id=webhook_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def list_webhook_deliveries(
        self,
        webhook_id: UUID,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        state: ListWebhookDeliveriesStateType0 | None | Unset = UNSET,
        types: None | str | Unset = UNSET,
    ) -> DeliveryPage:
        """What a webhook was sent.

        Newest first, each with its attempts.

        """
        return self._send(
            _list_webhook_deliveries.call(
                webhook_id=webhook_id,
                limit=limit,
                cursor=cursor,
                state=state,
                types=types,
            )
        )

    def rotate_webhook_secret(
        self,
        webhook_id: UUID,
        *,
        body: Rotation | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> WebhookMade:
        """Renew the secret.

        Until the grace period ends each message carries two signatures, by the new secret and by
        the one before it. Without a grace period the old one ends at once.

        """
        return self._send(
            _rotate_webhook_secret.call(
                webhook_id=webhook_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def get_webhook_delivery(
        self,
        webhook_id: UUID,
        delivery_id: UUID,
    ) -> DeliveryInFull:
        """One delivery in full."""
        return self._send(
            _get_webhook_delivery.call(
                webhook_id=webhook_id,
                delivery_id=delivery_id,
            )
        )

    def redeliver_webhook_delivery(
        self,
        webhook_id: UUID,
        delivery_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> DeliveryShown:
        """Send one message again.

        Under the same `webhook-id`, whatever became of it before; what waits for its next attempt
        is sent now.

        """
        return self._send(
            _redeliver_webhook_delivery.call(
                webhook_id=webhook_id,
                delivery_id=delivery_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )


class AsyncWebhooks:
    """The operations of webhooks, to be awaited."""

    def __init__(self, send: AsyncSend) -> None:
        self._send = send

    async def list_webhooks(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        organization_id: None | Unset | UUID = UNSET,
    ) -> WebhookPage:
        """My webhooks.

        The webhooks of the caller's organizations, oldest first.

        """
        return await self._send(
            _list_webhooks.call(
                limit=limit,
                cursor=cursor,
                organization_id=organization_id,
            )
        )

    async def create_webhook(
        self,
        *,
        body: NewWebhook | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> WebhookMade:
        """Add a webhook.

        From now on the endpoint is called for every event that its organization hears, by POST
        with the event as `GET /events` shows it, signed after Standard Webhooks (`webhook-id`,
        `webhook-timestamp`, `webhook-signature`). Any 2xx within 15 seconds takes it. Otherwise
        it comes again under the same `webhook-id`, with growing pauses for three days.

        """
        return await self._send(
            _create_webhook.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def get_webhook(
        self,
        webhook_id: UUID,
        *,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> WebhookShown:
        """One webhook."""
        return await self._send(
            _get_webhook.call(
                webhook_id=webhook_id,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def delete_webhook(
        self,
        webhook_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Delete a webhook.

        With all records of what it was sent.

        """
        return await self._send(
            _delete_webhook.call(
                webhook_id=webhook_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def update_webhook(
        self,
        webhook_id: UUID,
        *,
        body: WebhookChanges | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> WebhookShown:
        """Change a webhook."""
        return await self._send(
            _update_webhook.call(
                webhook_id=webhook_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def test_webhook(
        self,
        webhook_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> DeliveryShown:
        """Send a test message.

        An event `webhook.test`, signed and delivered as all others; read the delivery to see how
        it went.

        """
        return await self._send(
            _test_webhook.call(
                webhook_id=webhook_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def redeliver_webhook(
        self,
        webhook_id: UUID,
        *,
        body: Span | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> Again:
        """Send the messages of a time again.

        What happened from `from` on and before `to`, under the same ids and in the same order,
        also what happened while the webhook did not yet listen to it. At most 10000 messages.

        """
        return await self._send(
            _redeliver_webhook.call(
                webhook_id=webhook_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def list_webhook_deliveries(
        self,
        webhook_id: UUID,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        state: ListWebhookDeliveriesStateType0 | None | Unset = UNSET,
        types: None | str | Unset = UNSET,
    ) -> DeliveryPage:
        """What a webhook was sent.

        Newest first, each with its attempts.

        """
        return await self._send(
            _list_webhook_deliveries.call(
                webhook_id=webhook_id,
                limit=limit,
                cursor=cursor,
                state=state,
                types=types,
            )
        )

    async def rotate_webhook_secret(
        self,
        webhook_id: UUID,
        *,
        body: Rotation | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> WebhookMade:
        """Renew the secret.

        Until the grace period ends each message carries two signatures, by the new secret and by
        the one before it. Without a grace period the old one ends at once.

        """
        return await self._send(
            _rotate_webhook_secret.call(
                webhook_id=webhook_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def get_webhook_delivery(
        self,
        webhook_id: UUID,
        delivery_id: UUID,
    ) -> DeliveryInFull:
        """One delivery in full."""
        return await self._send(
            _get_webhook_delivery.call(
                webhook_id=webhook_id,
                delivery_id=delivery_id,
            )
        )

    async def redeliver_webhook_delivery(
        self,
        webhook_id: UUID,
        delivery_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> DeliveryShown:
        """Send one message again.

        Under the same `webhook-id`, whatever became of it before; what waits for its next attempt
        is sent now.

        """
        return await self._send(
            _redeliver_webhook_delivery.call(
                webhook_id=webhook_id,
                delivery_id=delivery_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )
