"""Every wrong actor and every wrong moment, over HTTP, derived from the rows of the tables."""

from uuid import UUID, uuid4

import pytest

from service.database import transactions
from service.database.models import Process, Request, User
from tests.support.orders import as_if, confirmed, fire, request_of
from tests.support.tenants import stranger
from tests.support.worlds.marketplace import refused
from workflows.engine import Actor
from workflows.process import PROCESS, ProcessState
from workflows.request import REQUEST, RequestState

pytestmark = pytest.mark.one_database

PEOPLE = (Actor.CLIENT, Actor.CONTRACTOR, Actor.OPERATOR)
ANSWERS = ("acknowledge", "ask", "offer", "decline")
#: What a trigger is taken for where its own move is not meant; see service/making.py.
MEANT = {"ship": "ship_part", "deliver": "deliver_part"}
#: Enough for any move, so that only state and actor can speak against it.
EVERYTHING = {
    "reason": "none",
    "text": "Hello",
    "offer_id": str(uuid4()),
    "shipment_id": str(uuid4()),
    "carrier": "Parcel",
    "tracking_number": "1",
    "pieces": 1,
    "to": "cancel",
}
#: States of requests that a contractor sees in its inbox.
ARRIVED = [
    state
    for state in RequestState
    if state
    not in (
        RequestState.QUEUED,
        RequestState.DISPATCHING,
        RequestState.UNREACHABLE,
        RequestState.REFUSED,
    )
]


def a_maker(trigger, state):
    """Somebody who may make a move in another state, by the rows: each of them has their turn."""
    rows = [move for move in PROCESS.moves if move.trigger == trigger and move.via == "action"]
    makers = [actor for actor in PEOPLE if any(actor in move.by for move in rows)]
    return makers[list(ProcessState).index(state) % len(makers)]


TRIGGERS = list(dict.fromkeys(move.trigger for move in PROCESS.moves if move.via == "action"))
#: What no person does by a move of the process: the service does it, or a route of its own.
INNER = sorted({move.trigger for move in PROCESS.moves} - set(TRIGGERS))


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


@pytest.fixture(scope="module")
def order(market):
    """A contract that is put into one state after the other, and who may act on it, by role."""
    process_id, winner, _ = confirmed(market)
    assert fire(winner, process_id, "start_production").status_code == 200  # it has pieces, too
    operator = stranger(market, "Olga")
    user_id = UUID(operator.get("/auth/me").json["user"]["id"])
    with transactions.writing() as session:
        session.get_one(User, user_id).is_operator = True
    return process_id, {
        Actor.CLIENT: market.client,
        Actor.CONTRACTOR: winner,
        Actor.OPERATOR: operator,
    }


@pytest.fixture(scope="module")
def request_id(order):
    process_id, callers = order
    return request_of(callers[Actor.CONTRACTOR], process_id)["id"]


def wrong_moves(state):
    """(actor, trigger): of moves that somebody may make now whoever may not, else a maker."""
    allowed = {actor: PROCESS.triggers(state, actor) for actor in PEOPLE}
    for trigger in TRIGGERS:
        rightful = [actor for actor in PEOPLE if trigger in allowed[actor]]
        for actor in PEOPLE if rightful else [a_maker(trigger, state)]:
            if actor not in rightful and MEANT.get(trigger) not in allowed[actor]:
                yield actor, trigger


def attempt(order, actor, trigger):
    process_id, callers = order
    return callers[actor].post(f"/processes/{process_id}/actions/{trigger}", EVERYTHING)


@pytest.mark.parametrize("state", ProcessState, ids=lambda state: state.value)
def test_whatever_a_row_does_not_allow_is_refused_and_says_why(order, state):
    process_id, _ = order
    as_if(process_id, state.value)
    for actor, trigger in wrong_moves(state):
        answer = attempt(order, actor, trigger)
        assert refused(answer, 409, "illegal-move"), (actor, trigger)
        assert answer.json["state"] == state.value
        assert actor.named in answer.json["detail"] or "no move" in answer.json["detail"]
        assert trigger not in answer.json["actions"]
    with transactions.reading() as session:
        assert session.get_one(Process, UUID(process_id)).state is state


@pytest.mark.parametrize("actor", PEOPLE, ids=lambda actor: actor.value)
def test_what_the_service_does_by_itself_nobody_does_for_it(order, actor):
    process_id, _ = order
    rows = {move.trigger: move.sources[0] for move in PROCESS.moves if move.trigger in INNER}
    for trigger, state in rows.items():
        as_if(process_id, state.value)
        answer = attempt(order, actor, trigger)
        if trigger in PROCESS.triggers(state, actor):  # by a route of its own
            assert refused(answer, 422, "invalid"), trigger
            assert f"{trigger} is no action of its own" in answer.json["detail"]
        else:
            assert refused(answer, 409, "illegal-move"), trigger
            assert trigger not in answer.json["actions"]


def put(request_id, state):
    with transactions.writing() as session:
        session.get_one(Request, UUID(request_id)).state = state


def answer_to(caller, request_id, action):
    body = {"text": "Which?"} if action == "ask" else {}
    return caller.post(f"/requests/{request_id}/actions/{action}?dry_run=true", body)


@pytest.mark.parametrize("state", ARRIVED, ids=lambda state: state.value)
def test_an_answer_at_the_wrong_moment_is_refused(order, request_id, state):
    process_id, callers = order
    as_if(process_id, "offered")
    put(request_id, state)
    allowed = REQUEST.triggers(state, Actor.CONTRACTOR)
    for action in [action for action in ANSWERS if action not in allowed]:
        answer = answer_to(callers[Actor.CONTRACTOR], request_id, action)
        assert refused(answer, 409, "illegal-move"), action
        assert set(answer.json["actions"]) <= set(allowed)


@pytest.mark.parametrize("action", ANSWERS)
def test_nobody_else_answers_for_the_contractor(market, order, request_id, action):
    process_id, callers = order
    as_if(process_id, "sent")
    put(request_id, RequestState.DISPATCHED)
    other = next(c for c in market.contractors.values() if c is not callers[Actor.CONTRACTOR])
    assert refused(answer_to(callers[Actor.CLIENT], request_id, action), 403, "forbidden")
    for stranger_to_it in (other.enter(), market.visitor()):
        assert refused(answer_to(stranger_to_it, request_id, action), 404, "not-found")
    answer = answer_to(callers[Actor.OPERATOR], request_id, action)
    assert refused(answer, 409, "illegal-move")
    assert "only a contractor can" in answer.json["detail"]
    assert answer_to(callers[Actor.CONTRACTOR], request_id, action).status_code < 300


@pytest.mark.parametrize(
    "state",
    [state for state in ProcessState if "offer" not in PROCESS.triggers(state, Actor.CONTRACTOR)],
    ids=lambda state: state.value,
)
def test_no_offer_is_taken_unless_the_process_is_with_the_contractors(order, request_id, state):
    process_id, callers = order
    contractor = callers[Actor.CONTRACTOR]
    put(request_id, RequestState.DISPATCHED)
    as_if(process_id, state.value)
    for action in ("ask", "offer", "decline"):
        assert refused(answer_to(contractor, request_id, action), 409, "illegal-move"), action
    together = {"lines": [{"request_id": request_id}]}
    assert refused(contractor.post("/requests/offers", together), 409, "illegal-move")
