"""The operations of verification."""

from io import BytesIO
from typing import Any, cast
from uuid import UUID

from ....calls import AsyncSend, Send
from ...models.choices_shown import ChoicesShown
from ...models.comparison_shown import ComparisonShown
from ...models.contractor_answers import ContractorAnswers
from ...models.get_history_pdf_language_type_0 import GetHistoryPdfLanguageType0
from ...models.get_verification_pdf_language_type_0 import GetVerificationPdfLanguageType0
from ...models.history_list import HistoryList
from ...models.problem import Problem
from ...models.record_list import RecordList
from ...models.record_shown import RecordShown
from ...types import UNSET, File, FileTypes, Unset
from . import (
    compare_verifications as _compare_verifications,
    get_digested_verification as _get_digested_verification,
    get_history as _get_history,
    get_history_csv as _get_history_csv,
    get_history_pdf as _get_history_pdf,
    get_one_verification as _get_one_verification,
    get_verification as _get_verification,
    get_verification_pdf as _get_verification_pdf,
    list_choices as _list_choices,
    list_suitable_contractors as _list_suitable_contractors,
    list_verifications as _list_verifications,
)


class Verification:
    """The operations of verification."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def list_choices(
        self,
        process_id: UUID,
    ) -> ChoicesShown:
        """What each choice would cost.

        For each material that is offered, for each finish that it takes, and for express: who
        could make the part with it, the cheapest total and its days, everything else as it is
        configured. Estimated with the terms of now, also of a part that was verified. Colours are
        left open in other materials.

        """
        return self._send(
            _list_choices.call(
                process_id=process_id,
            )
        )

    def get_history(
        self,
        process_id: UUID,
        *,
        limit: int | None | Unset = UNSET,
        cursor: None | str | Unset = UNSET,
    ) -> HistoryList:
        """Who did what and when.

        In order. Also as `/history.csv` and `/history.pdf`.

        """
        return self._send(
            _get_history.call(
                process_id=process_id,
                limit=limit,
                cursor=cursor,
            )
        )

    def list_suitable_contractors(
        self,
        process_id: UUID,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        quantities: None | str | Unset = UNSET,
    ) -> ContractorAnswers:
        """Who can make it, who cannot.

        Every contractor: suitable with its quote, or the constraints that it fails, in numbers.
        From the last verification; before the first one roughly, as far as a material or a
        technology is chosen: for the files as they are, else for a sample, and for one piece if
        no quantity is stated. Such answers are marked `rough`. Quotes come by score if the
        process has priorities, else cheapest first; always within one currency, the one most
        quoted in first. A score compares with the other quotes: cost and time with the best,
        quality by tolerance and warnings, quantity by capacity left, resilience by machines,
        sustainability by material, machine hours and distance. What is not known is left out of
        it and named in `missing`. Refusals follow by name, then whoever joined or changed its
        offers since. Who has as many open requests as it answers at once is listed with that
        constraint; `instant` says that an order sent with `accept: as_quoted` is confirmed at
        once if it has a delivery address.

        """
        return self._send(
            _list_suitable_contractors.call(
                process_id=process_id,
                limit=limit,
                cursor=cursor,
                quantities=quantities,
            )
        )

    def get_history_csv(
        self,
        process_id: UUID,
    ) -> str:
        """The history as CSV."""
        return self._send(
            _get_history_csv.call(
                process_id=process_id,
            )
        )

    def get_history_pdf(
        self,
        process_id: UUID,
        *,
        language: GetHistoryPdfLanguageType0 | None | Unset = UNSET,
    ) -> File:
        """The history as PDF."""
        return self._send(
            _get_history_pdf.call(
                process_id=process_id,
                language=language,
            )
        )

    def get_verification(
        self,
        process_id: UUID,
    ) -> RecordShown:
        """Read the last verification.

        The record in full; present after a failure too. `stale_because` names what has changed
        since.

        """
        return self._send(
            _get_verification.call(
                process_id=process_id,
            )
        )

    def list_verifications(
        self,
        process_id: UUID,
        *,
        limit: int | None | Unset = UNSET,
        cursor: None | str | Unset = UNSET,
    ) -> RecordList:
        """List all verifications."""
        return self._send(
            _list_verifications.call(
                process_id=process_id,
                limit=limit,
                cursor=cursor,
            )
        )

    def get_one_verification(
        self,
        process_id: UUID,
        verification: str,
    ) -> RecordShown:
        """Read one verification.

        By its number (`attempt`) or its id.

        """
        return self._send(
            _get_one_verification.call(
                process_id=process_id,
                verification=verification,
            )
        )

    def get_verification_pdf(
        self,
        process_id: UUID,
        verification: str,
        *,
        language: GetVerificationPdfLanguageType0 | None | Unset = UNSET,
    ) -> File:
        """A verification as PDF.

        For people: pictures of the parts and of what is wrong with them, measures, checks,
        quotes, who cannot make it and why, what the order leaves open, the digest.

        """
        return self._send(
            _get_verification_pdf.call(
                process_id=process_id,
                verification=verification,
                language=language,
            )
        )

    def get_digested_verification(
        self,
        process_id: UUID,
        verification: str,
    ) -> bytes:
        """The record as it was digested.

        The bytes whose SHA-256 is the record's `digest`: compare it with that of a request, a
        contract, or your own copy. `Repr-Digest` (RFC 9530) has it too. Each quote's `sealed` is
        the SHA-256 of the canonical JSON of the quote in full, as its contractor and operators
        have it.

        """
        return self._send(
            _get_digested_verification.call(
                process_id=process_id,
                verification=verification,
            )
        )

    def compare_verifications(
        self,
        process_id: UUID,
        verification: str,
        other: str,
    ) -> ComparisonShown:
        """Compare two verifications.

        From the first to the second, each by its number or its id: inputs, geometry, verdicts of
        checks, each contractor's total, lines and lead time, and who has become suitable or
        unsuitable and why. Where a record of many contractors keeps the answers of the best
        alone, those of others are worked out again.

        """
        return self._send(
            _compare_verifications.call(
                process_id=process_id,
                verification=verification,
                other=other,
            )
        )


class AsyncVerification:
    """The operations of verification, to be awaited."""

    def __init__(self, send: AsyncSend) -> None:
        self._send = send

    async def list_choices(
        self,
        process_id: UUID,
    ) -> ChoicesShown:
        """What each choice would cost.

        For each material that is offered, for each finish that it takes, and for express: who
        could make the part with it, the cheapest total and its days, everything else as it is
        configured. Estimated with the terms of now, also of a part that was verified. Colours are
        left open in other materials.

        """
        return await self._send(
            _list_choices.call(
                process_id=process_id,
            )
        )

    async def get_history(
        self,
        process_id: UUID,
        *,
        limit: int | None | Unset = UNSET,
        cursor: None | str | Unset = UNSET,
    ) -> HistoryList:
        """Who did what and when.

        In order. Also as `/history.csv` and `/history.pdf`.

        """
        return await self._send(
            _get_history.call(
                process_id=process_id,
                limit=limit,
                cursor=cursor,
            )
        )

    async def list_suitable_contractors(
        self,
        process_id: UUID,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        quantities: None | str | Unset = UNSET,
    ) -> ContractorAnswers:
        """Who can make it, who cannot.

        Every contractor: suitable with its quote, or the constraints that it fails, in numbers.
        From the last verification; before the first one roughly, as far as a material or a
        technology is chosen: for the files as they are, else for a sample, and for one piece if
        no quantity is stated. Such answers are marked `rough`. Quotes come by score if the
        process has priorities, else cheapest first; always within one currency, the one most
        quoted in first. A score compares with the other quotes: cost and time with the best,
        quality by tolerance and warnings, quantity by capacity left, resilience by machines,
        sustainability by material, machine hours and distance. What is not known is left out of
        it and named in `missing`. Refusals follow by name, then whoever joined or changed its
        offers since. Who has as many open requests as it answers at once is listed with that
        constraint; `instant` says that an order sent with `accept: as_quoted` is confirmed at
        once if it has a delivery address.

        """
        return await self._send(
            _list_suitable_contractors.call(
                process_id=process_id,
                limit=limit,
                cursor=cursor,
                quantities=quantities,
            )
        )

    async def get_history_csv(
        self,
        process_id: UUID,
    ) -> str:
        """The history as CSV."""
        return await self._send(
            _get_history_csv.call(
                process_id=process_id,
            )
        )

    async def get_history_pdf(
        self,
        process_id: UUID,
        *,
        language: GetHistoryPdfLanguageType0 | None | Unset = UNSET,
    ) -> File:
        """The history as PDF."""
        return await self._send(
            _get_history_pdf.call(
                process_id=process_id,
                language=language,
            )
        )

    async def get_verification(
        self,
        process_id: UUID,
    ) -> RecordShown:
        """Read the last verification.

        The record in full; present after a failure too. `stale_because` names what has changed
        since.

        """
        return await self._send(
            _get_verification.call(
                process_id=process_id,
            )
        )

    async def list_verifications(
        self,
        process_id: UUID,
        *,
        limit: int | None | Unset = UNSET,
        cursor: None | str | Unset = UNSET,
    ) -> RecordList:
        """List all verifications."""
        return await self._send(
            _list_verifications.call(
                process_id=process_id,
                limit=limit,
                cursor=cursor,
            )
        )

    async def get_one_verification(
        self,
        process_id: UUID,
        verification: str,
    ) -> RecordShown:
        """Read one verification.

        By its number (`attempt`) or its id.

        """
        return await self._send(
            _get_one_verification.call(
                process_id=process_id,
                verification=verification,
            )
        )

    async def get_verification_pdf(
        self,
        process_id: UUID,
        verification: str,
        *,
        language: GetVerificationPdfLanguageType0 | None | Unset = UNSET,
    ) -> File:
        """A verification as PDF.

        For people: pictures of the parts and of what is wrong with them, measures, checks,
        quotes, who cannot make it and why, what the order leaves open, the digest.

        """
        return await self._send(
            _get_verification_pdf.call(
                process_id=process_id,
                verification=verification,
                language=language,
            )
        )

    async def get_digested_verification(
        self,
        process_id: UUID,
        verification: str,
    ) -> bytes:
        """The record as it was digested.

        The bytes whose SHA-256 is the record's `digest`: compare it with that of a request, a
        contract, or your own copy. `Repr-Digest` (RFC 9530) has it too. Each quote's `sealed` is
        the SHA-256 of the canonical JSON of the quote in full, as its contractor and operators
        have it.

        """
        return await self._send(
            _get_digested_verification.call(
                process_id=process_id,
                verification=verification,
            )
        )

    async def compare_verifications(
        self,
        process_id: UUID,
        verification: str,
        other: str,
    ) -> ComparisonShown:
        """Compare two verifications.

        From the first to the second, each by its number or its id: inputs, geometry, verdicts of
        checks, each contractor's total, lines and lead time, and who has become suitable or
        unsuitable and why. Where a record of many contractors keeps the answers of the best
        alone, those of others are worked out again.

        """
        return await self._send(
            _compare_verifications.call(
                process_id=process_id,
                verification=verification,
                other=other,
            )
        )
