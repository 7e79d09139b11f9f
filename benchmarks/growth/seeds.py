"""Makes orders through the service, over the API, of which the benchmark makes many more."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import cycle
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from benchmarks.growth.callers import CUBE, BenchmarkCaller, create_buyer, enter
from service import clock
from service.database import transactions
from service.database.models import Notification, Request
from service.database.models.column_json import ChannelReportJson
from service.events import outbox
from service.notifications import mail_queue, selection
from service.operations.example.people import ExampleLogin, people
from service.settings import settings
from service.sourcing import dispatch
from service.verification import verify
from service.webhooks import claims, deliveries
from service.webhooks.deliveries import Outcome
from service.webhooks.shares import Calls

T = TypeVar("T")
ADDRESS = {
    **{"name": "Bench", "street": "Hof 1", "postal_code": "89073", "city": "Ulm", "country": "DE"}
}
#: Parts of one project.
PER_PROJECT = 4
TITLES = ("Gearbox", "Drive", "Lid", "Bracket", "Housing", "Lever", "Clamp", "Nozzle")
#: What somebody does with an order: as the client (True) or as the contractor, and with what.
Step = tuple[bool, str, Mapping[str, Any]]
PARCEL = {"carrier": "Parcel", "tracking_number": "4711"}
MADE: tuple[Step, ...] = (
    (False, "start_production", {}),
    (False, "finish_production", {}),
    (False, "ship", PARCEL),
    (True, "deliver", {}),
    (True, "complete", {}),
)
#: How orders end, as often as they stand here; steps after a contract, None where there is none.
ENDED: tuple[tuple[Step, ...] | None, ...] = (
    *([MADE] * 9),
    (*MADE[:1], (False, "report_failure", {"reason": "The machine broke."})),
    None,
    None,
)
#: How far open orders have come.
OPEN = (
    *("draft", "verified", "sent", "clarification", "offered", "declined", "disputed"),
    *("confirmed", "in_production", "produced", "in_delivery", "delivered"),
)


class Seeds:
    """Buyers and workshops who trade; what they order is made step by step, as people do it."""

    def __init__(self, application: Flask) -> None:
        everybody = people(settings())
        self.buyers = [_entered(application, everybody.client)]
        self.buyers += [create_buyer(application, f"Buyer {number}") for number in range(3)]
        self.operator = _entered(application, everybody.operator)
        self.workshops = {
            str(login.organization_id): _entered(application, login)
            for login in everybody.contractors
        }
        for caller in (self.buyers[0], *list(self.workshops.values())[:2]):
            self.be_told(caller)
        with transactions.writing() as session:  # the feed is mailed from here on
            selection.queue_notifications(session)

    def be_told(self, caller: BenchmarkCaller) -> None:
        """Have an endpoint of the caller's called."""
        body = {"url": "https://shop.example/hooks", "organization_id": str(caller.organization_id)}
        caller.ask("POST", "/webhooks", body)

    def end(self, orders: int) -> None:
        """Order so many parts, rounded up to whole projects, and see them to their ends."""
        for number, fates in enumerate(_in_projects(ENDED, orders)):
            # Half of all belongs to the first.
            buyer = self.buyers[0 if number % 2 else 1 + number // 2 % 3]
            ids = self._order(buyer, number, len(fates))
            contracts = [id for id, steps in zip(ids, fates, strict=True) if steps is not None]
            self._send(buyer, ids)
            self._make_contracts(buyer, contracts)
            for process_id, steps in zip(ids, fates, strict=True):
                for step in steps or ((True, "withdraw", {}), (True, "cancel", {})):
                    self._do(buyer, process_id, step)
            self._be_done_with()

    def leave_open(self, orders: int) -> None:
        """Order so many parts, rounded up, of which each stops where OPEN says."""
        for number, states in enumerate(_in_projects(OPEN, orders)):
            buyer = self.buyers[0 if number % 2 else 1 + number // 2 % 3]
            ids = dict(zip(self._order(buyer, number, len(states)), states, strict=True))
            self._verify(buyer, [id for id, state in ids.items() if state != "draft"])
            self._dispatch(buyer, [id for id, s in ids.items() if s not in ("draft", "verified")])
            self._go_on(buyer, ids)
            self._be_done_with()

    def _go_on(self, buyer: BenchmarkCaller, ids: Mapping[str, str]) -> None:
        first = ("draft", "verified", "sent", "clarification", "offered", "declined")
        self._make_contracts(buyer, [id for id, state in ids.items() if state not in first])
        for process_id, state in ids.items():
            if state == "clarification":
                self._answer(process_id, "ask", {"text": "Which edge?"}, every=False)
            elif state == "offered":
                self._answer(process_id, "offer", {})
            elif state == "declined":
                self._answer(process_id, "decline", {"reason": "We are full."})
            elif state not in first:
                done = OPEN[7:].index(state) if state != "disputed" else 4
                dispute = ((True, "dispute", {"reason": "Two are broken."}),)
                for step in (*MADE[:done], *(dispute if state == "disputed" else ())):
                    self._do(buyer, process_id, step)

    def _order(self, buyer: BenchmarkCaller, number: int, parts: int) -> list[str]:
        title = f"{TITLES[number % len(TITLES)]} {number}"
        project_id = buyer.ask("POST", "/projects", {"title": title})["id"]
        ids = []
        for part in range(parts):
            wish = {"title": f"{title}, part {part}", "quantity": 3 + part, "material_id": "pa12"}
            wish |= {"delivery_address": ADDRESS}
            ids.append(buyer.ask("POST", f"/projects/{project_id}/processes", wish)["id"])
            buyer.upload(ids[-1], CUBE)
        return ids

    def _send(self, buyer: BenchmarkCaller, ids: Sequence[str]) -> None:
        self._verify(buyer, ids)
        self._dispatch(buyer, ids)

    def _verify(self, buyer: BenchmarkCaller, ids: Sequence[str]) -> None:
        for process_id in ids:
            buyer.ask("POST", f"/processes/{process_id}/actions/verify", {})
        for left in verify.verify_all([UUID(id) for id in ids]).left:
            verify.verify(left)

    def _dispatch(self, buyer: BenchmarkCaller, ids: Sequence[str]) -> None:
        for process_id in ids:
            answers = buyer.ask("GET", f"/processes/{process_id}/contractors")["items"]
            chosen = [each["contractor_id"] for each in answers if each["suitable"]][:2]
            choice = {"contractor_ids": chosen}
            buyer.ask("PUT", f"/processes/{process_id}/choice", choice)
            buyer.ask("POST", f"/processes/{process_id}/actions/send", {})
            assert dispatch.send(UUID(process_id), _delivered) == "dispatched"

    def _make_contracts(self, buyer: BenchmarkCaller, ids: Sequence[str]) -> None:
        for process_id in ids:
            (offer, *_) = self._answer(process_id, "offer", {})
            choice = {"offer_id": offer["id"]}
            buyer.ask("POST", f"/processes/{process_id}/actions/accept_offer", choice)

    def _answer(
        self, process_id: str, action: str, body: Mapping[str, Any], *, every: bool = True
    ) -> list[Any]:
        """What is answered to those who were asked for a process, or to the first of them."""
        with transactions.reading() as session:
            asked = sa.select(Request.contractor_id, Request.id).order_by(Request.id)
            rows = session.execute(asked.where(Request.process_id == UUID(process_id))).all()
        return [
            self.workshops[str(id)].ask("POST", f"/requests/{request_id}/actions/{action}", body)
            for id, request_id in (rows if every else rows[:1])
        ]

    def _do(self, buyer: BenchmarkCaller, process_id: str, step: Step) -> None:
        by_client, trigger, body = step
        actor = buyer
        if not by_client:
            shown = buyer.ask("GET", f"/processes/{process_id}?fields=contractor_id")
            actor = self.workshops[shown["contractor_id"]]
        actor.ask("POST", f"/processes/{process_id}/actions/{trigger}", body)

    def _be_done_with(self) -> None:
        """Publish what was announced; take every call and every mail as made."""
        _until_none(outbox.publish)
        _until_none(selection.queue_notifications)
        with transactions.reading() as session:
            behind = deliveries.behind(session)
        for webhook_id in behind:
            _until_none(partial(deliveries.collect, webhook_id=webhook_id))
        _until_none(_take_calls)
        with transactions.writing() as session:
            waiting = sa.select(Notification.id).where(Notification.state == "pending")
            mail_queue.mark_sent(session, Notification, session.scalars(waiting).all())


def _in_projects(fates: Sequence[T], orders: int) -> Iterator[list[T]]:
    """What becomes of the orders of each project, so that each fate comes as often as it stands."""
    endless = cycle(fates)
    for _ in range(-(-orders // PER_PROJECT)):
        yield [next(endless) for _ in range(PER_PROJECT)]


def _until_none(step: Callable[[Session], int]) -> None:
    number = 1
    while number:
        with transactions.writing() as session:
            number = step(session)


def _take_calls(db: Session) -> int:
    jobs = claims.claim(db, Calls(400).load())
    for job in jobs:
        claims.settle(db, job, Outcome(200, 20, "", None))
    return len(jobs)


def _delivered(outgoing: dispatch.Outgoing) -> dict[str, ChannelReportJson]:
    return {channel: {"delivered_at": clock.now().isoformat()} for channel in outgoing.channels}


def _entered(application: Flask, login: ExampleLogin) -> BenchmarkCaller:
    return enter(application, login.user_id, login.organization_id)
