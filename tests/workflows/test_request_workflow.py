"""The table, and nothing but the table, moves a contractor's request."""

from datetime import timedelta
from itertools import product
from types import SimpleNamespace

import pytest

from workflows.engine import Actor, IllegalMove, NotReady
from workflows.request import DEADLINES, OPEN, REQUEST, RequestFacts, RequestState

S = RequestState
READY = RequestFacts()
TRIGGERS = sorted({move.trigger for move in REQUEST.moves})
ROWS = [
    (source, move, actor)
    for move in REQUEST.moves
    for source in move.sources
    for actor in Actor
    if actor in move.by
]


@pytest.mark.parametrize(
    ("source", "move", "actor"),
    ROWS,
    ids=[f"{source.value}-{move.trigger}-{actor.value}" for source, move, actor in ROWS],
)
def test_a_row_leads_where_it_says(source, move, actor):
    request = SimpleNamespace(state=source)
    REQUEST.fire(request, move.trigger, actor, READY)
    assert request.state is move.dest


@pytest.mark.parametrize("state", S, ids=lambda state: state.value)
def test_whatever_is_not_in_the_table_is_refused(state):
    allowed = {(source, move.trigger, actor) for source, move, actor in ROWS}
    for trigger, actor in product(TRIGGERS, Actor):
        if (state, trigger, actor) in allowed:
            continue
        request = SimpleNamespace(state=state)
        with pytest.raises(IllegalMove):
            REQUEST.fire(request, trigger, actor, READY)
        assert request.state is state


def test_the_usual_way_leads_from_queued_to_accepted():
    request = SimpleNamespace(state=S.QUEUED)
    for trigger, actor in (
        ("dispatch", Actor.SYSTEM),
        ("dispatched", Actor.SYSTEM),
        ("acknowledge", Actor.CONTRACTOR),
        ("ask", Actor.CONTRACTOR),
        ("answer", Actor.CLIENT),
        ("offer", Actor.CONTRACTOR),
        ("offer", Actor.CONTRACTOR),
        ("accept_offer", Actor.CLIENT),
    ):
        REQUEST.fire(request, trigger, actor, READY)
    assert request.state is S.ACCEPTED


def test_a_contractor_may_offer_without_acknowledging_first():
    assert REQUEST.move(S.DISPATCHED, "offer", Actor.CONTRACTOR).dest is S.OFFERED


def test_an_offer_needs_nothing_for_what_is_left_out_is_as_quoted():
    row = REQUEST.move(S.ACKNOWLEDGED, "offer", Actor.CONTRACTOR)
    assert row.lacking(Actor.CONTRACTOR, {}) == ()
    assert {"as_quoted", "price", "lead_time_days", "valid_until"} <= set(row.takes)


def test_only_what_was_never_dispatched_is_refused_by_terms():
    by_terms = [move for move in REQUEST.moves if move.dest is S.REFUSED]
    assert [(move.sources, move.needs) for move in by_terms] == [((S.QUEUED,), ("reason",))]


def test_an_expired_offer_cannot_be_accepted():
    with pytest.raises(NotReady, match="no longer valid"):
        REQUEST.check_move(S.OFFERED, "accept_offer", Actor.CLIENT, RequestFacts(offer_binds=False))


def test_an_offer_that_was_replaced_says_by_which():
    facts = RequestFacts(offer_binds=False, replaced_by="17")
    with pytest.raises(NotReady, match="offer 17 has replaced it"):
        REQUEST.check_move(S.OFFERED, "accept_offer", Actor.CLIENT, facts)


def test_a_request_is_open_until_it_is_decided():
    assert set(OPEN) == {
        S.QUEUED, S.DISPATCHING, S.DISPATCHED, S.ACKNOWLEDGED, S.CLARIFICATION, S.OFFERED,
    }  # fmt: skip
    for state in OPEN:
        assert {"withdraw", "lose"} <= set(REQUEST.triggers(state, Actor.CLIENT))


@pytest.mark.parametrize("state", [s for s in S if s not in OPEN], ids=lambda state: state.value)
def test_nobody_moves_a_decided_request(state):
    assert all(REQUEST.triggers(state, actor) == () for actor in Actor)


def test_what_a_contractor_cannot_answer_yet_does_not_expire():
    for state in (S.QUEUED, S.DISPATCHING):
        assert "expire" not in REQUEST.triggers(state, Actor.SYSTEM)


def test_a_dispatch_of_unknown_outcome_stays_until_it_is_known():
    assert DEADLINES[S.DISPATCHING].then is None


@pytest.mark.parametrize(
    ("state", "after", "then", "dated_by"),
    [
        (S.DISPATCHED, timedelta(hours=48), "expire", "answer_by"),
        (S.ACKNOWLEDGED, timedelta(hours=48), "expire", "answer_by"),
        (S.CLARIFICATION, timedelta(days=7), "drop_question", "question_until"),
        (S.OFFERED, timedelta(days=14), "expire", "valid_until"),
    ],
)
def test_deadlines_are_as_agreed(state, after, then, dated_by):
    deadline = DEADLINES[state]
    assert (deadline.after, deadline.then, deadline.dated_by) == (after, then, dated_by)
