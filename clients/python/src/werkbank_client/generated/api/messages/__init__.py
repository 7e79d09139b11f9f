"""The operations of messages."""

from io import BytesIO
from typing import Any, cast
from uuid import UUID

from ....calls import AsyncSend, Send
from ...models.attachment_shown import AttachmentShown
from ...models.message_page import MessagePage
from ...models.message_shown import MessageShown
from ...models.new_message import NewMessage
from ...models.problem import Problem
from ...models.read_until import ReadUntil
from ...models.unread import Unread
from ...models.upload_attachment_body import UploadAttachmentBody
from ...types import UNSET, File, FileTypes, Unset
from . import (
    get_attachment_content as _get_attachment_content,
    list_messages as _list_messages,
    mark_messages_read as _mark_messages_read,
    post_message as _post_message,
    upload_attachment as _upload_attachment,
)


class Messages:
    """The operations of messages."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def list_messages(
        self,
        process_id: UUID,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        request_id: None | Unset | UUID = UNSET,
    ) -> MessagePage:
        """Messages of a process.

        Oldest first. A contractor sees what is between it and the client.

        """
        return self._send(
            _list_messages.call(
                process_id=process_id,
                limit=limit,
                cursor=cursor,
                request_id=request_id,
            )
        )

    def post_message(
        self,
        process_id: UUID,
        *,
        body: NewMessage | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> MessageShown:
        """Write a message.

        With a text, attachments, or both.

        """
        return self._send(
            _post_message.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def mark_messages_read(
        self,
        process_id: UUID,
        *,
        body: ReadUntil | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> Unread:
        """Mark messages as read.

        Up to a message, for all devices of the caller; it never moves back.

        """
        return self._send(
            _mark_messages_read.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def upload_attachment(
        self,
        process_id: UUID,
        *,
        body: UploadAttachmentBody,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> AttachmentShown:
        """Upload an attachment for a message.

        Nobody else sees it until you write the message with its id in `attachment_ids`; what was
        not sent after a day is forgotten.

        """
        return self._send(
            _upload_attachment.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def get_attachment_content(
        self,
        process_id: UUID,
        attachment_id: UUID,
        *,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> File:
        """The content of an attachment.

        For whoever reads its message. Answers ranges; its ETag is the SHA-256 of the content.
        What contractors download is logged for the client.

        """
        return self._send(
            _get_attachment_content.call(
                process_id=process_id,
                attachment_id=attachment_id,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )


class AsyncMessages:
    """The operations of messages, to be awaited."""

    def __init__(self, send: AsyncSend) -> None:
        self._send = send

    async def list_messages(
        self,
        process_id: UUID,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        request_id: None | Unset | UUID = UNSET,
    ) -> MessagePage:
        """Messages of a process.

        Oldest first. A contractor sees what is between it and the client.

        """
        return await self._send(
            _list_messages.call(
                process_id=process_id,
                limit=limit,
                cursor=cursor,
                request_id=request_id,
            )
        )

    async def post_message(
        self,
        process_id: UUID,
        *,
        body: NewMessage | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> MessageShown:
        """Write a message.

        With a text, attachments, or both.

        """
        return await self._send(
            _post_message.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def mark_messages_read(
        self,
        process_id: UUID,
        *,
        body: ReadUntil | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> Unread:
        """Mark messages as read.

        Up to a message, for all devices of the caller; it never moves back.

        """
        return await self._send(
            _mark_messages_read.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def upload_attachment(
        self,
        process_id: UUID,
        *,
        body: UploadAttachmentBody,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> AttachmentShown:
        """Upload an attachment for a message.

        Nobody else sees it until you write the message with its id in `attachment_ids`; what was
        not sent after a day is forgotten.

        """
        return await self._send(
            _upload_attachment.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def get_attachment_content(
        self,
        process_id: UUID,
        attachment_id: UUID,
        *,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> File:
        """The content of an attachment.

        For whoever reads its message. Answers ranges; its ETag is the SHA-256 of the content.
        What contractors download is logged for the client.

        """
        return await self._send(
            _get_attachment_content.call(
                process_id=process_id,
                attachment_id=attachment_id,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )
