"""Everybody does whatever they like with some orders, and after each step everything agrees.

Visitor, client, colleague, contractors, an operator, workers and the clock, over the whole API in
one process. `WERKBANK_WALKS` says how many walks, WERKBANK_TEST_FULL=1 takes a hundred.
"""

import os
from collections import Counter
from contextlib import ExitStack, nullcontext
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from service import clock
from service.database import transactions
from service.database.models import Process, Request
from service.operations import consistency
from service.orders import expiry
from tests.support import random_walk
from tests.support.worlds.marketplace import ADDRESS, shared
from workflows.process import PROCESS, ProcessState

FULL = bool(os.environ.get("WERKBANK_TEST_FULL"))
WALKS = int(os.environ.get("WERKBANK_WALKS", "100" if FULL else "4"))
STEPS = 50
#: Finding a shorter walk takes minutes; for that `WERKBANK_WALKS_SHRINK=1`.
PHASES = [Phase.generate, *([Phase.shrink] if os.environ.get("WERKBANK_WALKS_SHRINK") else [])]
TRIGGERS = sorted({m.trigger for m in PROCESS.moves if m.via == "action"} - {"retry"})
#: What leads an order on, so that walks come far.
ONWARD = ("send", "accept_offer", "start_production", "report_progress", "finish_production",
          "ship", "ship_part", "deliver", "report_loss", "dispute", "consent", "withdraw_consent",
          "remake", "settle", "verify")  # fmt: skip
#: One draw for all that a step chooses: what there is to choose from is not the same when a walk is
#: taken again, as the market has seen other walks meanwhile.
CHANCE = st.randoms(use_true_random=True)
REQUEST_ACTIONS = ("acknowledge", "ask", "offer", "decline")


class Walk(RuleBasedStateMachine):
    """One project with up to four processes, and everybody who may or may not touch it."""

    world: random_walk.World
    #: in all walks, what was done and how often: steps, and by trigger the moves that were made
    done: Counter[str] = Counter()

    @initialize(chance=CHANCE)
    def begin(self, chance):
        clock.reset()
        self.client = self.world.client
        self.project = self.client.post("/projects", {"title": "walk"}).json["id"]
        self.ids = []
        first = self._draft(chance)
        if random_walk.perhaps(chance):
            self._come_to_be_sent(first, chance.randint(1, 3))

    def _draft(self, chance):
        fields = {"quantity": 4, "material_id": "pa12"}
        if not random_walk.perhaps(chance):
            fields["delivery_address"] = ADDRESS
        made = self.client.post(f"/projects/{self.project}/processes", fields)
        assert made.status_code == 201, made.text
        self.ids.append(made.json["id"])
        assert self.client.upload(made.json["id"], unit="mm").status_code == 201
        return made.json["id"]

    def _come_to_be_sent(self, process_id, number):
        self._act(self.client, process_id, "verify", {})
        self.work()
        self._choose(process_id, number)
        self._act(self.client, process_id, "send", {})
        self.work()

    def _act(self, caller, process_id, trigger, body, query=""):
        answer = caller.post(f"/processes/{process_id}/actions/{trigger}{query}", body)
        if not query:
            self._count(trigger, answer)
        return answer

    def _count(self, what, answer):
        made = answer.status_code < 300
        self.done[what if made else "refused"] += 1

    def _people(self):
        return [
            self.client,
            self.world.colleague,
            self.world.operator,
            *self._asked(),
        ]

    def _asked(self):
        """The contractors of this walk's requests, and one that was never asked."""
        with transactions.reading() as session:
            ids = sa.select(Request.contractor_id).where(
                Request.process_id.in_([UUID(id) for id in self.ids])
            )
            asked = sorted({str(id) for id in session.scalars(ids)})
        others = [id for id in self.world.contractors if id not in asked]
        return [self.world.contractors[id] for id in (*asked, others[0])]

    @rule(chance=CHANCE, onward=st.integers(0, 3))
    def somebody_moves_a_process(self, chance, onward):
        """What `actions` names succeeds with good data; anything else is refused."""
        caller = chance.choice(self._people())
        process_id = chance.choice(self.ids)
        seen = caller.get(f"/processes/{process_id}")
        if seen.status_code != 200:
            refusal = self._act(caller, process_id, chance.choice(TRIGGERS), {})
            assert (seen.status_code, refusal.status_code) == (404, 404), refusal.text
            return
        shown = seen.json
        liked = [t for t in shown["actions"] if t in ONWARD] or shown["actions"]
        choices = liked if onward < 3 and liked else TRIGGERS
        self._try(chance, caller, shown, chance.choice(choices))

    @rule(chance=CHANCE, moves=st.integers(1, 6))
    def an_order_goes_on(self, chance, moves):
        """Several moves that lead one order on; everything agrees after each of them."""
        process_id = chance.choice(self.ids)
        for _ in range(moves):
            self._go_on(chance, process_id)
            self.everything_agrees_with_the_history()

    def _go_on(self, chance, process_id):
        with transactions.reading() as session:
            process = session.get_one(Process, UUID(process_id))
        if PROCESS.states[process.state].automatic:
            self.work()
            return
        if process.state in (ProcessState.SENT, ProcessState.CLARIFICATION):
            self._answer(chance, chance.choice(self._asked()), "offer")
            return
        if process.state is ProcessState.VERIFIED and not process.choice:
            self._choose(process_id, chance.randint(1, 3))
        if process.state is ProcessState.OFFERED:
            self._state_address(process_id)
        ways = [
            (caller, trigger)
            for caller in self._makers(process)
            for trigger in caller.get(f"/processes/{process_id}").json.get("actions", ())
            if trigger in ONWARD
        ]
        if ways:
            caller, trigger = chance.choice(ways)
            self._try(chance, caller, caller.get(f"/processes/{process_id}").json, trigger)

    def _makers(self, process):
        """Both sides of an order."""
        contractor = self.world.contractors.get(str(process.contractor_id))
        return [self.client, contractor] if contractor else [self.client]

    def _try(self, chance, caller, shown, trigger, query=""):
        body = random_walk.body(chance, trigger, shown)
        answer = self._act(caller, shown["id"], trigger, body, query)
        where = f"{trigger} {body} as {shown['role']} of {shown['state']}: {answer.text[:400]}"
        if trigger in shown["actions"]:
            assert answer.status_code in (200, 202), where
        elif not self._is_other_name(trigger, shown["actions"]):
            assert answer.status_code in (404, 409, 422), where

    def _is_other_name(self, trigger, actions):
        """`ship` and `deliver` may mean a part, and the other way round; `verify` to wait first."""
        names = {trigger, trigger.removesuffix("_part"), f"{trigger}_part"}
        return bool((names | ({"wait"} if trigger == "verify" else set())) & set(actions))

    @rule(chance=CHANCE)
    def all_that_is_listed_would_succeed_and_nothing_else(self, chance):
        caller = chance.choice(self._people())
        process_id = chance.choice(self.ids)
        seen = caller.get(f"/processes/{process_id}")
        if seen.status_code == 200:
            for trigger in TRIGGERS:
                self._try(chance, caller, seen.json, trigger, "?dry_run=true")
            assert caller.get(f"/processes/{process_id}").json == seen.json

    @rule(chance=CHANCE, onward=st.booleans())
    def a_contractor_answers(self, chance, onward):
        caller = chance.choice(self._asked())
        self._answer(chance, caller, "offer" if onward else None)

    def _answer(self, chance, caller, action):
        items = caller.get("/requests?limit=20").json["items"]
        mine = [item for item in items if item["process_id"] in self.ids]
        if not mine:
            return
        request = chance.choice(mine)
        action = action or chance.choice(REQUEST_ACTIONS)
        body = random_walk.request_body(chance, action, request)
        answer = caller.post(f"/requests/{request['id']}/actions/{action}", body)
        self._count(f"request.{action}", answer)
        state = request["process"].get("state")
        may = action in request["actions"] and state in ("sent", "clarification", "offered")
        if may or (action == "acknowledge" and action in request["actions"]):
            assert answer.status_code in (200, 201), answer.text
        else:
            assert answer.status_code in (404, 409), answer.text

    @rule()
    def work(self):
        """Workers do what waits for them."""
        random_walk.work([UUID(id) for id in self.ids])

    @rule(chance=CHANCE, number=st.integers(0, 3))
    def the_client_chooses(self, chance, number):
        self._choose(chance.choice(self.ids), number)

    def _choose(self, process_id, number):
        chosen = self.world.suitable(process_id)[:number]
        self.client.put(f"/processes/{process_id}/choice", {"contractor_ids": chosen})

    @rule(chance=CHANCE, quantity=st.integers(1, 6))
    def the_client_changes_the_part(self, chance, quantity):
        process_id = chance.choice(self.ids)
        self.client.patch(f"/processes/{process_id}", {"quantity": quantity})

    @rule(chance=CHANCE)
    def the_client_states_the_address(self, chance):
        self._state_address(chance.choice(self.ids))

    def _state_address(self, process_id):
        answer = self.client.patch(f"/processes/{process_id}", {"delivery_address": ADDRESS})
        assert answer.status_code in (200, 404, 409), answer.text

    @rule(chance=CHANCE)
    def the_client_clones_a_process(self, chance):
        if len(self.ids) < 4:
            made = self.client.post(f"/processes/{chance.choice(self.ids)}/clone")
            if made.status_code == 201:
                self.ids.append(made.json["id"])

    @rule(chance=CHANCE, adds=st.booleans())
    def the_client_changes_what_waits_for_what(self, chance, adds):
        one, two = (chance.choice(self.ids) for _ in "ab")
        method = "PUT" if adds else "DELETE"
        answer = self.client.ask(method, f"/processes/{one}/dependencies/{two}")
        assert answer.status_code in (200, 404, 409), answer.text

    @rule(chance=CHANCE)
    def the_client_deletes_a_process(self, chance):
        if len(self.ids) > 2:
            answer = self.client.delete(f"/processes/{chance.choice(self.ids)}")
            assert answer.status_code in (204, 404, 409), answer.text

    @rule(hours=st.sampled_from([1, 24, 49, 8 * 24, 15 * 24, 100 * 24]))
    def time_passes(self, hours):
        clock.move(timedelta(hours=hours))
        for _ in range(50):
            if not expiry.fire_due(clock.now()):
                return
        raise AssertionError("recovery always finds something that is due")

    @rule()
    def a_visitor_drafts_and_becomes_somebody(self):
        visitor = self.world.market.visitor()
        process_id = visitor.draft(quantity=1, material_id="pa12")
        assert self._act(visitor, process_id, "send", {}).status_code == 409
        assert self.client.get(f"/processes/{process_id}").status_code == 404
        assert visitor.delete(f"/processes/{process_id}").status_code == 204

    @invariant()
    def everything_agrees_with_the_history(self):
        self.done["steps"] += 1
        with transactions.reading() as session:
            processes = session.scalars(
                sa.select(Process).where(Process.id.in_([UUID(id) for id in self.ids]))
            ).all()
            now = clock.now()
            for columns in consistency.read(session, processes):
                assert list(consistency.findings(columns, now - timedelta(days=80))) == []
                random_walk.check_waiting(columns.process)
                if columns.pieces:
                    random_walk.check_pieces(columns.process.state, columns.pieces)

    def teardown(self):
        """Let no later walk's clock find anything due here."""
        if hasattr(self, "ids"):
            with transactions.writing() as session:
                mine = Process.id.in_([UUID(id) for id in self.ids])
                session.execute(sa.update(Process).where(mine).values(due_at=None))
        clock.reset()


@pytest.fixture(scope="module")
def world(database_kind, tmp_path_factory):
    with ExitStack() as stack:
        stack.callback(clock.reset)
        folder = tmp_path_factory.mktemp("market")
        market = shared(database_kind, folder, anonymous_writes_per_minute=1_000_000)
        yield random_walk.World(stack.enter_context(market))


@pytest.mark.timeout(300 + 60 * WALKS)
def test_whatever_everybody_does_everything_agrees(world, capsys):
    Walk.world, Walk.done = world, Counter()
    try:
        run_state_machine_as_test(
            Walk,
            settings=settings(
                max_examples=WALKS,
                stateful_step_count=STEPS,
                suppress_health_check=list(HealthCheck),
                deadline=None,
                phases=PHASES,
            ),
        )
    finally:
        with capsys.disabled() if WALKS > 4 else nullcontext():
            print(f"\n{WALKS} walks: {dict(Walk.done.most_common())}")
