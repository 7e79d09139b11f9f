"""Clients who order parts by the API, and repeat whatever was not answered under the same key."""

import ssl
import threading
import time
import uuid
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import httpx

from benchmarks import example_client
from benchmarks.feed_readers import API
from benchmarks.hosts.servers import NAME

#: Seconds that a client waits for an answer, tries to have a request answered, and waits for work.
_TIMEOUT_S, _TRIED_FOR_S, _PATIENCE_S = 20.0, 180.0, 240.0
#: Seconds between two tries of a request, and until an order is looked at that is silent.
_AGAIN_S, _LOOK_S = 0.5, 10.0
#: Problems that pass, as docs/errors.md says of them.
_PASSING = ("idempotency-key-in-use", "changed-meanwhile")
_PER_PROJECT = 5
#: Orders that are under way at most: a machine that is too slow for the rate is asked for less, so
#: that what waits tells of faults, and not of the rate.
_MOST_UNDER_WAY = 40
_CONTRACTORS = 2
_PART = {
    "quantity": 5,
    "material_id": "pa12",
    "delivery_address": {
        "name": "Ada Lovelace",
        "street": "Münsterplatz 1",
        "postal_code": "89073",
        "city": "Ulm",
        "country": "DE",
    },
}


class OrderRefused(Exception):
    """The service has refused what it should accept, or does not answer for too long."""


@dataclass
class PlacedOrder:
    """One order, with the moments (time.monotonic) at which it began, was accepted and was sent."""

    number: int
    began_at: float
    id: str = ""
    contractor_ids: list[str] = field(default_factory=list)
    accepted_at: float | None = None
    sent_at: float | None = None
    error: str = ""


def through_proxy(address: str, authority: str, key: str) -> httpx.Client:
    """What asks the service by the proxy at `address`, whose certificate `authority` signs."""
    return httpx.Client(
        base_url=f"https://{address}{API}",
        headers={"Host": NAME, "Authorization": f"Bearer {key}"},
        verify=ssl.create_default_context(cafile=authority),
        timeout=_TIMEOUT_S,
        limits=httpx.Limits(max_connections=200, max_keepalive_connections=50),
        trust_env=False,
    )


class Customers:
    """Many clients of one organisation, who order so many parts a second. `orders` lists all."""

    def __init__(self, client: httpx.Client) -> None:
        self.orders: list[PlacedOrder] = []
        self.repeats = 0
        self.rate = 0.0
        self._client = client
        self._pool = ThreadPoolExecutor(200, "customer")
        self._projects: dict[int, str] = {}
        self._lock = threading.Lock()
        self._news = threading.Condition()
        self._states: dict[str, str] = {}
        self._over = threading.Event()
        self._all = self._left = 0
        self._placing = threading.Thread(target=self._place)
        self._futures: list[Future[None]] = []

    def begin(self, count: int, rate: float) -> None:
        """Order `count` parts, `rate` a second; `rate` may be changed meanwhile."""
        self._left, self.rate = count, rate
        self._placing.start()

    @property
    def left(self) -> int:
        """How many orders are still to be placed."""
        return self._left

    @property
    def sent(self) -> int:
        """How many orders have been sent."""
        return sum(1 for order in list(self.orders) if order.sent_at)

    def order_more(self, at_least: int) -> None:
        """Go on until at least so many orders more are placed."""
        self._left = max(self._left, at_least)

    def end(self) -> None:
        """Place no further order, and wait for those that are under way."""
        if self._over.is_set():
            return
        self._over.set()
        if self._placing.is_alive():
            self._placing.join()
        for future in self._futures:
            future.result()
        self._pool.shutdown()
        self._client.close()

    def passed_since(self, moment: float) -> bool:
        """Whether an order that began after `moment` has been sent."""
        return any(order.sent_at and order.began_at >= moment for order in list(self.orders))

    def hear(self, event: dict[str, Any]) -> None:
        """Take notice of an event of the feed: who listens need not look again and again."""
        if event["type"] in ("process.verified", "process.sent"):
            with self._news:
                self._states[event["process_id"]] = event["type"].removeprefix("process.")
                self._news.notify_all()

    def ask(self, method: str, path: str, **body: Any) -> Any:
        """The JSON of the answer to a request, which is repeated under one key until it comes.

        Raises OrderRefused.
        """
        headers = {"Idempotency-Key": str(uuid.uuid4())} if method != "GET" else {}
        late_at = time.monotonic() + _TRIED_FOR_S
        while True:
            try:
                answer = self._client.request(method, path, headers=headers, **body)
                if answer.is_success:
                    return answer.json()
                said = f"{answer.status_code} {answer.text[:300]}"
                again = answer.status_code in (429, 500, 502, 503, 504, 507)
                again |= any(f"#{problem}" in answer.text for problem in _PASSING)
            except httpx.TransportError as error:
                said, again = f"{type(error).__name__}: {error}", True
            if not again or time.monotonic() > late_at:
                raise OrderRefused(f"{method} {path}: {said}")
            self.repeats += 1
            time.sleep(_AGAIN_S)

    def _place(self) -> None:
        due_at = time.monotonic()
        while not self._over.wait(max(0.0, due_at - time.monotonic())):
            # Who was held up does not catch up: the rate is one of now.
            due_at = max(due_at, time.monotonic() - 1) + 1 / self.rate
            if self._left > 0 and self._under_way() < _MOST_UNDER_WAY:
                self._left -= 1
                order = PlacedOrder(len(self.orders), time.monotonic())
                self.orders.append(order)
                self._futures.append(self._pool.submit(self._see_through, order))

    def _under_way(self) -> int:
        return sum(1 for future in self._futures if not future.done())

    def _see_through(self, order: PlacedOrder) -> None:
        order.began_at = time.monotonic()
        try:
            self._order(order)
        except OrderRefused as error:
            order.error = str(error)

    def _order(self, order: PlacedOrder) -> None:
        project = self._project(order.number // _PER_PROJECT)
        path = f"/projects/{project}/processes"
        order.id = self.ask("POST", path, json={"title": f"Cube {order.number}", **_PART})["id"]
        part = example_client.cube_stl(20 + order.number / 1000)
        self.ask("PUT", f"/processes/{order.id}/files/cube.stl?unit=mm", content=part)
        self._start("verify", project, order)
        self._await("verified", order)
        answers = self.ask("GET", f"/processes/{order.id}/contractors")["items"]
        suitable = [each["contractor_id"] for each in answers if each["suitable"]]
        order.contractor_ids = suitable[:_CONTRACTORS]
        self.ask(
            "PUT", f"/processes/{order.id}/choice", json={"contractor_ids": order.contractor_ids}
        )
        self._start("send", project, order)
        order.accepted_at = time.monotonic()
        self._await("sent", order)
        order.sent_at = time.monotonic()

    def _start(self, what: str, project: str, order: PlacedOrder) -> None:
        body = {"process_ids": [order.id]}
        (result,) = self.ask("POST", f"/projects/{project}/{what}", json=body)["items"]
        if not result["accepted"]:
            raise OrderRefused(f"{what} of {order.id}: {result}")

    def _await(self, state: str, order: PlacedOrder) -> None:
        late_at = time.monotonic() + _PATIENCE_S
        while not self._hears(state, order):
            if (now := self.ask("GET", f"/processes/{order.id}")["state"]) == state:
                return
            if time.monotonic() > late_at:
                raise OrderRefused(f"{order.id} is {now}, not {state}, after {_PATIENCE_S:.0f} s")

    def _hears(self, state: str, order: PlacedOrder) -> bool:
        with self._news:
            return self._news.wait_for(lambda: self._states.get(order.id) == state, _LOOK_S)

    def _project(self, number: int) -> str:
        with self._lock:
            if number not in self._projects:
                body = {"title": f"Order {number}"}
                self._projects[number] = self.ask("POST", "/projects", json=body)["id"]
            return self._projects[number]
