"""The operations of processes."""

from typing import Any, Literal, cast
from uuid import UUID

from ....calls import AsyncSend, Send
from ...models.accept_offer_move import AcceptOfferMove
from ...models.answer_move import AnswerMove
from ...models.cancel_move import CancelMove
from ...models.choice import Choice
from ...models.complete_move import CompleteMove
from ...models.consent_move import ConsentMove
from ...models.deliver_move import DeliverMove
from ...models.deliver_part_move import DeliverPartMove
from ...models.dispute_move import DisputeMove
from ...models.finish_production_move import FinishProductionMove
from ...models.give_up_move import GiveUpMove
from ...models.move_body import MoveBody
from ...models.problem import Problem
from ...models.process_action import ProcessAction
from ...models.process_changes import ProcessChanges
from ...models.process_shown import ProcessShown
from ...models.reject_offers_move import RejectOffersMove
from ...models.remake_move import RemakeMove
from ...models.report_failure_move import ReportFailureMove
from ...models.report_loss_move import ReportLossMove
from ...models.report_progress_move import ReportProgressMove
from ...models.retry_move import RetryMove
from ...models.revise_move import ReviseMove
from ...models.send_move import SendMove
from ...models.settle_move import SettleMove
from ...models.ship_move import ShipMove
from ...models.ship_part_move import ShipPartMove
from ...models.start_production_move import StartProductionMove
from ...models.verify_move import VerifyMove
from ...models.wait_move import WaitMove
from ...models.withdraw_consent_move import WithdrawConsentMove
from ...models.withdraw_move import WithdrawMove
from ...types import UNSET, Unset
from . import (
    accept_offer as _accept_offer,
    add_dependency as _add_dependency,
    answer as _answer,
    cancel as _cancel,
    choose_contractors as _choose_contractors,
    clone_process as _clone_process,
    complete as _complete,
    consent as _consent,
    delete_process as _delete_process,
    deliver as _deliver,
    deliver_part as _deliver_part,
    dispute as _dispute,
    finish_production as _finish_production,
    fire as _fire,
    get_process as _get_process,
    give_up as _give_up,
    reject_offers as _reject_offers,
    remake as _remake,
    remove_dependency as _remove_dependency,
    report_failure as _report_failure,
    report_loss as _report_loss,
    report_progress as _report_progress,
    retry as _retry,
    revise as _revise,
    send as _send,
    settle as _settle,
    ship as _ship,
    ship_part as _ship_part,
    start_production as _start_production,
    update_process as _update_process,
    verify as _verify,
    wait as _wait,
    withdraw as _withdraw,
    withdraw_consent as _withdraw_consent,
)


class Processes:
    """The operations of processes."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def get_process(
        self,
        process_id: UUID,
        *,
        include: Literal["completeness"] | None | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Read a process.

        State, what you may do next (`actions`), and what is `missing`.

        """
        return self._send(
            _get_process.call(
                process_id=process_id,
                include=include,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def delete_process(
        self,
        process_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Delete a process."""
        return self._send(
            _delete_process.call(
                process_id=process_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def update_process(
        self,
        process_id: UUID,
        *,
        body: ProcessChanges | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Configure a process.

        JSON merge patch. Changing what a verification depends on makes it a draft again. Once
        contractors are asked, the delivery address alone can be stated, in the country that the
        quotes count on.

        """
        return self._send(
            _update_process.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def clone_process(
        self,
        process_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Clone a process.

        A new draft with the same configuration, files and dependencies; without state, quotes,
        choice and messages. Contents of files are shared, not copied.

        """
        return self._send(
            _clone_process.call(
                process_id=process_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def choose_contractors(
        self,
        process_id: UUID,
        *,
        body: Choice | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Choose contractors.

        Whom `send` will ask; see GET /processes/{id}/contractors.

        """
        return self._send(
            _choose_contractors.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def wait(
        self,
        process_id: UUID,
        *,
        body: WaitMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Have the part verified once the processes before it are completed.

        By client, while the process is draft, verification_failed.

        """
        return self._send(
            _wait.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def send(
        self,
        process_id: UUID,
        *,
        body: SendMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Send the process to the chosen contractors.

        By client, while the process is verified, declined.

        """
        return self._send(
            _send.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def ship(
        self,
        process_id: UUID,
        *,
        body: ShipMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Ship the parts.

        By contractor, while the process is produced.

        """
        return self._send(
            _ship.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def retry(
        self,
        process_id: UUID,
        *,
        body: RetryMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Have the verification tried again.

        By operator, while the process is verifying, sending.

        """
        return self._send(
            _retry.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def verify(
        self,
        process_id: UUID,
        *,
        body: VerifyMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Have the part checked and priced.

        By client, while the process is draft, verification_failed, verified, declined.

        """
        return self._send(
            _verify.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def revise(
        self,
        process_id: UUID,
        *,
        body: ReviseMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Revise the configuration.

        By client, while the process is waiting, verifying, verification_failed, verified,
        declined.

        """
        return self._send(
            _revise.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def answer(
        self,
        process_id: UUID,
        *,
        body: AnswerMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Answer the question.

        By client, while the process is clarification, offered.

        """
        return self._send(
            _answer.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def settle(
        self,
        process_id: UUID,
        *,
        body: SettleMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Settle the dispute.

        By client or contractor or operator, while the process is disputed.

        """
        return self._send(
            _settle.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def remake(
        self,
        process_id: UUID,
        *,
        body: RemakeMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Have pieces made again.

        By client or contractor or operator, while the process is disputed.

        """
        return self._send(
            _remake.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def cancel(
        self,
        process_id: UUID,
        *,
        body: CancelMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Cancel the process.

        By client or operator, while the process is draft, waiting, verifying,
        verification_failed, verified, sending, sent, clarification, offered, declined, confirmed.

        """
        return self._send(
            _cancel.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def deliver(
        self,
        process_id: UUID,
        *,
        body: DeliverMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Note the delivery.

        By client or contractor, while the process is in_delivery.

        """
        return self._send(
            _deliver.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def dispute(
        self,
        process_id: UUID,
        *,
        body: DisputeMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Dispute the delivery.

        By client, while the process is in_delivery, delivered.

        """
        return self._send(
            _dispute.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def consent(
        self,
        process_id: UUID,
        *,
        body: ConsentMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Consent to a way out of the dispute.

        By client or contractor, while the process is disputed, confirmed.

        """
        return self._send(
            _consent.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def give_up(
        self,
        process_id: UUID,
        *,
        body: GiveUpMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Give the process up.

        By client or contractor or operator, while the process is disputed.

        """
        return self._send(
            _give_up.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def withdraw(
        self,
        process_id: UUID,
        *,
        body: WithdrawMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Withdraw the requests.

        By client, while the process is sent, clarification, offered.

        """
        return self._send(
            _withdraw.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def complete(
        self,
        process_id: UUID,
        *,
        body: CompleteMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Complete the process.

        By client, while the process is delivered.

        """
        return self._send(
            _complete.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def ship_part(
        self,
        process_id: UUID,
        *,
        body: ShipPartMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Ship some of the pieces.

        By contractor, while the process is in_production, produced.

        """
        return self._send(
            _ship_part.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def report_loss(
        self,
        process_id: UUID,
        *,
        body: ReportLossMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Report that a shipment was lost.

        By client or contractor, while the process is in_production, produced, in_delivery.

        """
        return self._send(
            _report_loss.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def accept_offer(
        self,
        process_id: UUID,
        *,
        body: AcceptOfferMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Accept an offer.

        By client, while the process is offered.

        """
        return self._send(
            _accept_offer.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def deliver_part(
        self,
        process_id: UUID,
        *,
        body: DeliverPartMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Note the delivery of one shipment.

        By client or contractor, while the process is in_production, produced, in_delivery.

        """
        return self._send(
            _deliver_part.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def reject_offers(
        self,
        process_id: UUID,
        *,
        body: RejectOffersMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Reject the offers.

        By client, while the process is offered.

        """
        return self._send(
            _reject_offers.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def report_failure(
        self,
        process_id: UUID,
        *,
        body: ReportFailureMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Report that the process has failed.

        By contractor, while the process is confirmed, in_production, produced, in_delivery.

        """
        return self._send(
            _report_failure.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def report_progress(
        self,
        process_id: UUID,
        *,
        body: ReportProgressMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Report progress.

        By contractor, while the process is in_production.

        """
        return self._send(
            _report_progress.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def fire(
        self,
        process_id: UUID,
        trigger: ProcessAction,
        *,
        body: MoveBody | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Fire a move.

        Any move of the lifecycle that `actions` names; the body is its data, for example
        `{"offer_id": ...}` for accept_offer or `{"reason": ...}` for cancel. With `?dry_run=true`
        nothing is kept and the answer says what would happen. Each move is an operation of its
        own as well, with just the fields that it takes.

        """
        return self._send(
            _fire.call(
                process_id=process_id,
                trigger=trigger,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def start_production(
        self,
        process_id: UUID,
        *,
        body: StartProductionMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Start the production.

        By contractor, while the process is confirmed.

        """
        return self._send(
            _start_production.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def withdraw_consent(
        self,
        process_id: UUID,
        *,
        body: WithdrawConsentMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Take back a consent to a way out of the dispute.

        By client or contractor, while the process is disputed, confirmed.

        """
        return self._send(
            _withdraw_consent.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def finish_production(
        self,
        process_id: UUID,
        *,
        body: FinishProductionMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Finish the production.

        By contractor, while the process is in_production.

        """
        return self._send(
            _finish_production.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def add_dependency(
        self,
        process_id: UUID,
        other_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Wait for another process.

        Of the same project; circles are refused.

        """
        return self._send(
            _add_dependency.call(
                process_id=process_id,
                other_id=other_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def remove_dependency(
        self,
        process_id: UUID,
        other_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Wait no longer for another process."""
        return self._send(
            _remove_dependency.call(
                process_id=process_id,
                other_id=other_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )


class AsyncProcesses:
    """The operations of processes, to be awaited."""

    def __init__(self, send: AsyncSend) -> None:
        self._send = send

    async def get_process(
        self,
        process_id: UUID,
        *,
        include: Literal["completeness"] | None | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Read a process.

        State, what you may do next (`actions`), and what is `missing`.

        """
        return await self._send(
            _get_process.call(
                process_id=process_id,
                include=include,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def delete_process(
        self,
        process_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Delete a process."""
        return await self._send(
            _delete_process.call(
                process_id=process_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def update_process(
        self,
        process_id: UUID,
        *,
        body: ProcessChanges | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Configure a process.

        JSON merge patch. Changing what a verification depends on makes it a draft again. Once
        contractors are asked, the delivery address alone can be stated, in the country that the
        quotes count on.

        """
        return await self._send(
            _update_process.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def clone_process(
        self,
        process_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Clone a process.

        A new draft with the same configuration, files and dependencies; without state, quotes,
        choice and messages. Contents of files are shared, not copied.

        """
        return await self._send(
            _clone_process.call(
                process_id=process_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def choose_contractors(
        self,
        process_id: UUID,
        *,
        body: Choice | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Choose contractors.

        Whom `send` will ask; see GET /processes/{id}/contractors.

        """
        return await self._send(
            _choose_contractors.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def wait(
        self,
        process_id: UUID,
        *,
        body: WaitMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Have the part verified once the processes before it are completed.

        By client, while the process is draft, verification_failed.

        """
        return await self._send(
            _wait.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def send(
        self,
        process_id: UUID,
        *,
        body: SendMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Send the process to the chosen contractors.

        By client, while the process is verified, declined.

        """
        return await self._send(
            _send.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def ship(
        self,
        process_id: UUID,
        *,
        body: ShipMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Ship the parts.

        By contractor, while the process is produced.

        """
        return await self._send(
            _ship.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def retry(
        self,
        process_id: UUID,
        *,
        body: RetryMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Have the verification tried again.

        By operator, while the process is verifying, sending.

        """
        return await self._send(
            _retry.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def verify(
        self,
        process_id: UUID,
        *,
        body: VerifyMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Have the part checked and priced.

        By client, while the process is draft, verification_failed, verified, declined.

        """
        return await self._send(
            _verify.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def revise(
        self,
        process_id: UUID,
        *,
        body: ReviseMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Revise the configuration.

        By client, while the process is waiting, verifying, verification_failed, verified,
        declined.

        """
        return await self._send(
            _revise.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def answer(
        self,
        process_id: UUID,
        *,
        body: AnswerMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Answer the question.

        By client, while the process is clarification, offered.

        """
        return await self._send(
            _answer.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def settle(
        self,
        process_id: UUID,
        *,
        body: SettleMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Settle the dispute.

        By client or contractor or operator, while the process is disputed.

        """
        return await self._send(
            _settle.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def remake(
        self,
        process_id: UUID,
        *,
        body: RemakeMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Have pieces made again.

        By client or contractor or operator, while the process is disputed.

        """
        return await self._send(
            _remake.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def cancel(
        self,
        process_id: UUID,
        *,
        body: CancelMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Cancel the process.

        By client or operator, while the process is draft, waiting, verifying,
        verification_failed, verified, sending, sent, clarification, offered, declined, confirmed.

        """
        return await self._send(
            _cancel.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def deliver(
        self,
        process_id: UUID,
        *,
        body: DeliverMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Note the delivery.

        By client or contractor, while the process is in_delivery.

        """
        return await self._send(
            _deliver.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def dispute(
        self,
        process_id: UUID,
        *,
        body: DisputeMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Dispute the delivery.

        By client, while the process is in_delivery, delivered.

        """
        return await self._send(
            _dispute.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def consent(
        self,
        process_id: UUID,
        *,
        body: ConsentMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Consent to a way out of the dispute.

        By client or contractor, while the process is disputed, confirmed.

        """
        return await self._send(
            _consent.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def give_up(
        self,
        process_id: UUID,
        *,
        body: GiveUpMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Give the process up.

        By client or contractor or operator, while the process is disputed.

        """
        return await self._send(
            _give_up.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def withdraw(
        self,
        process_id: UUID,
        *,
        body: WithdrawMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Withdraw the requests.

        By client, while the process is sent, clarification, offered.

        """
        return await self._send(
            _withdraw.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def complete(
        self,
        process_id: UUID,
        *,
        body: CompleteMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Complete the process.

        By client, while the process is delivered.

        """
        return await self._send(
            _complete.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def ship_part(
        self,
        process_id: UUID,
        *,
        body: ShipPartMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Ship some of the pieces.

        By contractor, while the process is in_production, produced.

        """
        return await self._send(
            _ship_part.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def report_loss(
        self,
        process_id: UUID,
        *,
        body: ReportLossMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Report that a shipment was lost.

        By client or contractor, while the process is in_production, produced, in_delivery.

        """
        return await self._send(
            _report_loss.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def accept_offer(
        self,
        process_id: UUID,
        *,
        body: AcceptOfferMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Accept an offer.

        By client, while the process is offered.

        """
        return await self._send(
            _accept_offer.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def deliver_part(
        self,
        process_id: UUID,
        *,
        body: DeliverPartMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Note the delivery of one shipment.

        By client or contractor, while the process is in_production, produced, in_delivery.

        """
        return await self._send(
            _deliver_part.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def reject_offers(
        self,
        process_id: UUID,
        *,
        body: RejectOffersMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Reject the offers.

        By client, while the process is offered.

        """
        return await self._send(
            _reject_offers.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def report_failure(
        self,
        process_id: UUID,
        *,
        body: ReportFailureMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Report that the process has failed.

        By contractor, while the process is confirmed, in_production, produced, in_delivery.

        """
        return await self._send(
            _report_failure.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def report_progress(
        self,
        process_id: UUID,
        *,
        body: ReportProgressMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Report progress.

        By contractor, while the process is in_production.

        """
        return await self._send(
            _report_progress.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def fire(
        self,
        process_id: UUID,
        trigger: ProcessAction,
        *,
        body: MoveBody | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Fire a move.

        Any move of the lifecycle that `actions` names; the body is its data, for example
        `{"offer_id": ...}` for accept_offer or `{"reason": ...}` for cancel. With `?dry_run=true`
        nothing is kept and the answer says what would happen. Each move is an operation of its
        own as well, with just the fields that it takes.

        """
        return await self._send(
            _fire.call(
                process_id=process_id,
                trigger=trigger,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def start_production(
        self,
        process_id: UUID,
        *,
        body: StartProductionMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Start the production.

        By contractor, while the process is confirmed.

        """
        return await self._send(
            _start_production.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def withdraw_consent(
        self,
        process_id: UUID,
        *,
        body: WithdrawConsentMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Take back a consent to a way out of the dispute.

        By client or contractor, while the process is disputed, confirmed.

        """
        return await self._send(
            _withdraw_consent.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def finish_production(
        self,
        process_id: UUID,
        *,
        body: FinishProductionMove | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Finish the production.

        By contractor, while the process is in_production.

        """
        return await self._send(
            _finish_production.call(
                process_id=process_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def add_dependency(
        self,
        process_id: UUID,
        other_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Wait for another process.

        Of the same project; circles are refused.

        """
        return await self._send(
            _add_dependency.call(
                process_id=process_id,
                other_id=other_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def remove_dependency(
        self,
        process_id: UUID,
        other_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> ProcessShown:
        """Wait no longer for another process."""
        return await self._send(
            _remove_dependency.call(
                process_id=process_id,
                other_id=other_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )
