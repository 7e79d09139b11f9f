"""The operations of documents."""

from io import BytesIO
from typing import Any, cast
from uuid import UUID

from ....calls import AsyncSend, Send
from ...models.get_document_language_type_0 import GetDocumentLanguageType0
from ...models.list_documents_language_type_0 import ListDocumentsLanguageType0
from ...models.paper_list import PaperList
from ...models.problem import Problem
from ...types import UNSET, File, FileTypes, Unset
from . import (
    get_document as _get_document,
    list_documents as _list_documents,
)


class Documents:
    """The operations of documents."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def list_documents(
        self,
        process_id: UUID,
        *,
        language: ListDocumentsLanguageType0 | None | Unset = UNSET,
        limit: int | None | Unset = UNSET,
        cursor: None | str | Unset = UNSET,
    ) -> PaperList:
        """Papers of an order.

        Requests for quotation, offers, the order confirmation, a delivery note for each shipment.
        A contractor finds its own ones, and whoever may not see prices those without any. The
        number of a paper never changes.

        """
        return self._send(
            _list_documents.call(
                process_id=process_id,
                language=language,
                limit=limit,
                cursor=cursor,
            )
        )

    def get_document(
        self,
        process_id: UUID,
        number: str,
        *,
        language: GetDocumentLanguageType0 | None | Unset = UNSET,
    ) -> File:
        """A paper of an order as PDF.

        By its number, in the language of the caller or as asked for.

        """
        return self._send(
            _get_document.call(
                process_id=process_id,
                number=number,
                language=language,
            )
        )


class AsyncDocuments:
    """The operations of documents, to be awaited."""

    def __init__(self, send: AsyncSend) -> None:
        self._send = send

    async def list_documents(
        self,
        process_id: UUID,
        *,
        language: ListDocumentsLanguageType0 | None | Unset = UNSET,
        limit: int | None | Unset = UNSET,
        cursor: None | str | Unset = UNSET,
    ) -> PaperList:
        """Papers of an order.

        Requests for quotation, offers, the order confirmation, a delivery note for each shipment.
        A contractor finds its own ones, and whoever may not see prices those without any. The
        number of a paper never changes.

        """
        return await self._send(
            _list_documents.call(
                process_id=process_id,
                language=language,
                limit=limit,
                cursor=cursor,
            )
        )

    async def get_document(
        self,
        process_id: UUID,
        number: str,
        *,
        language: GetDocumentLanguageType0 | None | Unset = UNSET,
    ) -> File:
        """A paper of an order as PDF.

        By its number, in the language of the caller or as asked for.

        """
        return await self._send(
            _get_document.call(
                process_id=process_id,
                number=number,
                language=language,
            )
        )
