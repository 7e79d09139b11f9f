"""The operations of operations."""

from typing import Any, cast
from uuid import UUID

from ....calls import AsyncSend, Send
from ...models.approval_body import ApprovalBody
from ...models.finding_page import FindingPage
from ...models.health_shown import HealthShown
from ...models.inspected_shown import InspectedShown
from ...models.listed_contractor_page import ListedContractorPage
from ...models.listed_contractor_shown import ListedContractorShown
from ...models.live_shown import LiveShown
from ...models.overview_shown import OverviewShown
from ...models.parked_page import ParkedPage
from ...models.problem import Problem
from ...models.retried import Retried
from ...models.retry_body import RetryBody
from ...models.standing import Standing
from ...models.suspension_body import SuspensionBody
from ...types import UNSET, Unset
from . import (
    approve_contractor as _approve_contractor,
    check_consistency as _check_consistency,
    get_health as _get_health,
    get_liveness as _get_liveness,
    get_overview as _get_overview,
    inspect_id as _inspect_id,
    list_contractor_standings as _list_contractor_standings,
    list_parked as _list_parked,
    resend_mail as _resend_mail,
    retry_parked as _retry_parked,
    suspend_contractor as _suspend_contractor,
)


class Operations:
    """The operations of operations."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def get_liveness(
        self,
    ) -> LiveShown:
        """Whether this process answers.

        Also at `/health/live` below the root. Asks no dependency.

        """
        return self._send(_get_liveness.call())

    def get_health(
        self,
    ) -> HealthShown:
        """How the service and its dependencies are.

        Also at `/health/ready` below the root. Answers within about a second. 200 also when
        `degraded`: without Redis, workers or mail the service still accepts everything, and does
        it later.

        """
        return self._send(_get_health.call())

    def list_parked(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> ParkedPage:
        """What is parked.

        Processes whose verification, dispatch or next move in the sandbox failed too often.

        """
        return self._send(
            _list_parked.call(
                limit=limit,
                cursor=cursor,
            )
        )

    def get_overview(
        self,
    ) -> OverviewShown:
        """What to look at first.

        Orders by state, what waits and for how long, disputes, and webhooks and mails that fail.

        """
        return self._send(_get_overview.call())

    def check_consistency(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> FindingPage:
        """Look for contradictions.

        Examines `limit` processes: the hash chain of the history, the state it ends in, and that
        requests, offers, pieces, shipments and events agree with it. Go on with `next` until it
        is null. `werkbank check` does the same for all.

        """
        return self._send(
            _check_consistency.call(
                limit=limit,
                cursor=cursor,
            )
        )

    def list_contractor_standings(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        standing: None | Standing | Unset = UNSET,
    ) -> ListedContractorPage:
        """Contractors and their standing.

        Who waits for approval (`standing=pending`), and whose names look alike.

        """
        return self._send(
            _list_contractor_standings.call(
                limit=limit,
                cursor=cursor,
                standing=standing,
            )
        )

    def resend_mail(
        self,
        mail_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Send a mail again that failed.

        One of `failing_mails`, with all its attempts again.

        """
        return self._send(
            _resend_mail.call(
                mail_id=mail_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def inspect_id(
        self,
        subject_id: UUID,
    ) -> InspectedShown:
        """What an id stands for.

        A process with the proof of its history, or what leads to one.

        """
        return self._send(
            _inspect_id.call(
                subject_id=subject_id,
            )
        )

    def retry_parked(
        self,
        process_id: UUID,
        *,
        body: RetryBody | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> Retried:
        """Retry what is parked.

        With all its attempts again.

        """
        return self._send(
            _retry_parked.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def approve_contractor(
        self,
        organization_id: UUID,
        *,
        body: ApprovalBody | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ListedContractorShown:
        """Approve a contractor.

        From now on others are matched with it and can ask it. Also ends a suspension.

        """
        return self._send(
            _approve_contractor.call(
                organization_id=organization_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def suspend_contractor(
        self,
        organization_id: UUID,
        *,
        body: SuspensionBody | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ListedContractorShown:
        """Suspend a contractor.

        It gets no new requests. Its orders go on, and so do its open requests and offers, whose
        clients are told.

        """
        return self._send(
            _suspend_contractor.call(
                organization_id=organization_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )


class AsyncOperations:
    """The operations of operations, to be awaited."""

    def __init__(self, send: AsyncSend) -> None:
        self._send = send

    async def get_liveness(
        self,
    ) -> LiveShown:
        """Whether this process answers.

        Also at `/health/live` below the root. Asks no dependency.

        """
        return await self._send(_get_liveness.call())

    async def get_health(
        self,
    ) -> HealthShown:
        """How the service and its dependencies are.

        Also at `/health/ready` below the root. Answers within about a second. 200 also when
        `degraded`: without Redis, workers or mail the service still accepts everything, and does
        it later.

        """
        return await self._send(_get_health.call())

    async def list_parked(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> ParkedPage:
        """What is parked.

        Processes whose verification, dispatch or next move in the sandbox failed too often.

        """
        return await self._send(
            _list_parked.call(
                limit=limit,
                cursor=cursor,
            )
        )

    async def get_overview(
        self,
    ) -> OverviewShown:
        """What to look at first.

        Orders by state, what waits and for how long, disputes, and webhooks and mails that fail.

        """
        return await self._send(_get_overview.call())

    async def check_consistency(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> FindingPage:
        """Look for contradictions.

        Examines `limit` processes: the hash chain of the history, the state it ends in, and that
        requests, offers, pieces, shipments and events agree with it. Go on with `next` until it
        is null. `werkbank check` does the same for all.

        """
        return await self._send(
            _check_consistency.call(
                limit=limit,
                cursor=cursor,
            )
        )

    async def list_contractor_standings(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        standing: None | Standing | Unset = UNSET,
    ) -> ListedContractorPage:
        """Contractors and their standing.

        Who waits for approval (`standing=pending`), and whose names look alike.

        """
        return await self._send(
            _list_contractor_standings.call(
                limit=limit,
                cursor=cursor,
                standing=standing,
            )
        )

    async def resend_mail(
        self,
        mail_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Send a mail again that failed.

        One of `failing_mails`, with all its attempts again.

        """
        return await self._send(
            _resend_mail.call(
                mail_id=mail_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def inspect_id(
        self,
        subject_id: UUID,
    ) -> InspectedShown:
        """What an id stands for.

        A process with the proof of its history, or what leads to one.

        """
        return await self._send(
            _inspect_id.call(
                subject_id=subject_id,
            )
        )

    async def retry_parked(
        self,
        process_id: UUID,
        *,
        body: RetryBody | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> Retried:
        """Retry what is parked.

        With all its attempts again.

        """
        return await self._send(
            _retry_parked.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def approve_contractor(
        self,
        organization_id: UUID,
        *,
        body: ApprovalBody | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ListedContractorShown:
        """Approve a contractor.

        From now on others are matched with it and can ask it. Also ends a suspension.

        """
        return await self._send(
            _approve_contractor.call(
                organization_id=organization_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def suspend_contractor(
        self,
        organization_id: UUID,
        *,
        body: SuspensionBody | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ListedContractorShown:
        """Suspend a contractor.

        It gets no new requests. Its orders go on, and so do its open requests and offers, whose
        clients are told.

        """
        return await self._send(
            _suspend_contractor.call(
                organization_id=organization_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )
