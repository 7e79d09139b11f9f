"""The operations of requests."""

from io import BytesIO
from typing import Any, cast
from uuid import UUID

from ....calls import AsyncSend, Send
from ...models.calendar_shown import CalendarShown
from ...models.list_requests_state_type_0 import ListRequestsStateType0
from ...models.new_offer import NewOffer
from ...models.new_offers import NewOffers
from ...models.offer_list import OfferList
from ...models.offer_page import OfferPage
from ...models.offer_shown import OfferShown
from ...models.problem import Problem
from ...models.project_of_inbox_page import ProjectOfInboxPage
from ...models.question import Question
from ...models.refusal import Refusal
from ...models.request_of_inbox import RequestOfInbox
from ...models.request_page import RequestPage
from ...types import UNSET, File, FileTypes, Unset
from . import (
    acknowledge_request as _acknowledge_request,
    ask_client as _ask_client,
    decline_request as _decline_request,
    get_dossier as _get_dossier,
    get_dossier_zip as _get_dossier_zip,
    get_request as _get_request,
    get_request_calendar as _get_request_calendar,
    get_route_card as _get_route_card,
    list_offers as _list_offers,
    list_requested_projects as _list_requested_projects,
    list_requests as _list_requests,
    make_offer as _make_offer,
    make_offers as _make_offers,
)


class Requests:
    """The operations of requests."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def list_requests(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        state: ListRequestsStateType0 | None | Unset = UNSET,
        project_id: None | Unset | UUID = UNSET,
    ) -> RequestPage:
        """A contractor's inbox.

        What the caller's organizations were asked, newest first.

        """
        return self._send(
            _list_requests.call(
                limit=limit,
                cursor=cursor,
                state=state,
                project_id=project_id,
            )
        )

    def make_offers(
        self,
        *,
        body: NewOffers | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> OfferList:
        """Make offers for several parts.

        One line for each request, such as those of one project (see GET /requests/projects), all
        or nothing. What a line leaves out is as quoted.

        """
        return self._send(
            _make_offers.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def list_requested_projects(
        self,
        *,
        limit: int | Unset = 20,
        cursor: None | str | Unset = UNSET,
    ) -> ProjectOfInboxPage:
        """A contractor's inbox by project.

        What one client asks together, to be answered together with POST /requests/offers: the
        projects in which the caller is still under consideration, newest first.

        """
        return self._send(
            _list_requested_projects.call(
                limit=limit,
                cursor=cursor,
            )
        )

    def get_request(
        self,
        request_id: UUID,
        *,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> RequestOfInbox:
        """Read a request."""
        return self._send(
            _get_request.call(
                request_id=request_id,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def list_offers(
        self,
        process_id: UUID,
        *,
        limit: int | None | Unset = UNSET,
        cursor: None | str | Unset = UNSET,
    ) -> OfferPage:
        """List and compare offers.

        All offers that the caller may see, superseded ones too; `comparison` holds one line for
        each contractor that was asked last: its quote, its newest offer and what lies between
        them. The cheapest offer of each currency and the fastest one are marked for the client.

        """
        return self._send(
            _list_offers.call(
                process_id=process_id,
                limit=limit,
                cursor=cursor,
            )
        )

    def get_request_calendar(
        self,
        request_id: UUID,
    ) -> CalendarShown:
        """A request in its contractor's calendar.

        The days until the parts arrive: on which the contractor works, by when it has to answer,
        start, ship and deliver, and what else leaves on them. For the contractor.

        """
        return self._send(
            _get_request_calendar.call(
                request_id=request_id,
            )
        )

    def ask_client(
        self,
        request_id: UUID,
        *,
        body: Question | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> RequestOfInbox:
        """Ask the client."""
        return self._send(
            _ask_client.call(
                request_id=request_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def get_dossier(
        self,
        request_id: UUID,
    ) -> bytes:
        """The dossier as PDF.

        What is to be made, until when to answer, and the quote; with a picture.

        """
        return self._send(
            _get_dossier.call(
                request_id=request_id,
            )
        )

    def get_dossier_zip(
        self,
        request_id: UUID,
    ) -> bytes:
        """The dossier with all files as zip."""
        return self._send(
            _get_dossier_zip.call(
                request_id=request_id,
            )
        )

    def make_offer(
        self,
        request_id: UUID,
        *,
        body: NewOffer | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> OfferShown:
        """Make an offer.

        Binding until `valid_until`; it supersedes an earlier one. What the body leaves out is as
        quoted, so that an empty one offers as quoted.

        """
        return self._send(
            _make_offer.call(
                request_id=request_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def get_route_card(
        self,
        request_id: UUID,
    ) -> File:
        """The route card of an order as PDF.

        What goes through the shop with the parts: what to make and by when, a row for each step,
        and a QR code that leads to the page of the job. It has no prices, and there is one as
        soon as the contractor has the order.

        """
        return self._send(
            _get_route_card.call(
                request_id=request_id,
            )
        )

    def decline_request(
        self,
        request_id: UUID,
        *,
        body: Refusal | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> RequestOfInbox:
        """Decline a request."""
        return self._send(
            _decline_request.call(
                request_id=request_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def acknowledge_request(
        self,
        request_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> RequestOfInbox:
        """Acknowledge a request."""
        return self._send(
            _acknowledge_request.call(
                request_id=request_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )


class AsyncRequests:
    """The operations of requests, to be awaited."""

    def __init__(self, send: AsyncSend) -> None:
        self._send = send

    async def list_requests(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        state: ListRequestsStateType0 | None | Unset = UNSET,
        project_id: None | Unset | UUID = UNSET,
    ) -> RequestPage:
        """A contractor's inbox.

        What the caller's organizations were asked, newest first.

        """
        return await self._send(
            _list_requests.call(
                limit=limit,
                cursor=cursor,
                state=state,
                project_id=project_id,
            )
        )

    async def make_offers(
        self,
        *,
        body: NewOffers | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> OfferList:
        """Make offers for several parts.

        One line for each request, such as those of one project (see GET /requests/projects), all
        or nothing. What a line leaves out is as quoted.

        """
        return await self._send(
            _make_offers.call(
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def list_requested_projects(
        self,
        *,
        limit: int | Unset = 20,
        cursor: None | str | Unset = UNSET,
    ) -> ProjectOfInboxPage:
        """A contractor's inbox by project.

        What one client asks together, to be answered together with POST /requests/offers: the
        projects in which the caller is still under consideration, newest first.

        """
        return await self._send(
            _list_requested_projects.call(
                limit=limit,
                cursor=cursor,
            )
        )

    async def get_request(
        self,
        request_id: UUID,
        *,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> RequestOfInbox:
        """Read a request."""
        return await self._send(
            _get_request.call(
                request_id=request_id,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def list_offers(
        self,
        process_id: UUID,
        *,
        limit: int | None | Unset = UNSET,
        cursor: None | str | Unset = UNSET,
    ) -> OfferPage:
        """List and compare offers.

        All offers that the caller may see, superseded ones too; `comparison` holds one line for
        each contractor that was asked last: its quote, its newest offer and what lies between
        them. The cheapest offer of each currency and the fastest one are marked for the client.

        """
        return await self._send(
            _list_offers.call(
                process_id=process_id,
                limit=limit,
                cursor=cursor,
            )
        )

    async def get_request_calendar(
        self,
        request_id: UUID,
    ) -> CalendarShown:
        """A request in its contractor's calendar.

        The days until the parts arrive: on which the contractor works, by when it has to answer,
        start, ship and deliver, and what else leaves on them. For the contractor.

        """
        return await self._send(
            _get_request_calendar.call(
                request_id=request_id,
            )
        )

    async def ask_client(
        self,
        request_id: UUID,
        *,
        body: Question | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> RequestOfInbox:
        """Ask the client."""
        return await self._send(
            _ask_client.call(
                request_id=request_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def get_dossier(
        self,
        request_id: UUID,
    ) -> bytes:
        """The dossier as PDF.

        What is to be made, until when to answer, and the quote; with a picture.

        """
        return await self._send(
            _get_dossier.call(
                request_id=request_id,
            )
        )

    async def get_dossier_zip(
        self,
        request_id: UUID,
    ) -> bytes:
        """The dossier with all files as zip."""
        return await self._send(
            _get_dossier_zip.call(
                request_id=request_id,
            )
        )

    async def make_offer(
        self,
        request_id: UUID,
        *,
        body: NewOffer | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> OfferShown:
        """Make an offer.

        Binding until `valid_until`; it supersedes an earlier one. What the body leaves out is as
        quoted, so that an empty one offers as quoted.

        """
        return await self._send(
            _make_offer.call(
                request_id=request_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def get_route_card(
        self,
        request_id: UUID,
    ) -> File:
        """The route card of an order as PDF.

        What goes through the shop with the parts: what to make and by when, a row for each step,
        and a QR code that leads to the page of the job. It has no prices, and there is one as
        soon as the contractor has the order.

        """
        return await self._send(
            _get_route_card.call(
                request_id=request_id,
            )
        )

    async def decline_request(
        self,
        request_id: UUID,
        *,
        body: Refusal | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> RequestOfInbox:
        """Decline a request."""
        return await self._send(
            _decline_request.call(
                request_id=request_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def acknowledge_request(
        self,
        request_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> RequestOfInbox:
        """Acknowledge a request."""
        return await self._send(
            _acknowledge_request.call(
                request_id=request_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )
