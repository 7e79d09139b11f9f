"""The table, and nothing but the table, moves a process."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.definition import DELETE
from workflows.engine import Actor, IllegalMove, NotReady
from workflows.process import (
    CODES,
    DEADLINES,
    PROCESS,
    STATE_OF_CODE,
    FileFacts,
    ProcessFacts,
    ProcessState,
)
from workflows.shipping import CARRIED, Way

S = ProcessState
TRIGGERS = sorted({move.trigger for move in PROCESS.moves})
ROWS = [
    (source, move, actor)
    for move in PROCESS.moves
    for source in move.sources
    for actor in Actor
    if actor in move.by
]
CUBE = FileFacts("cube.stl", unit="mm")
WAYS_OUT = frozenset({"settle", "remake", "give_up", "cancel"})
READY = ProcessFacts(
    model_files=(CUBE,),
    quantity=5,
    material_chosen=True,
    verification_exists=True,
    verification_fresh=True,
    chosen=("Nordlicht",),
    open_questions=1,
    binding_offers=1,
    contractor_consents=WAYS_OUT,
    client_consents=WAYS_OUT,
    pieces_left=2,
    pieces_ready=2,
    shipments_on_their_way=2,
    delivery_address_stated=True,
)


#: the same, but another process must be completed first
WAITS = replace(READY, open_predecessors=("bracket",))


def facts_for(trigger):
    return WAITS if trigger == "wait" else READY


def fields(missing):
    return [m.field for m in missing]


@pytest.mark.parametrize(
    ("source", "move", "actor"),
    ROWS,
    ids=[f"{source.value}-{move.trigger}-{actor.value}" for source, move, actor in ROWS],
)
def test_a_row_leads_where_it_says(source, move, actor):
    process = SimpleNamespace(state=source)
    moved = PROCESS.fire(process, move.trigger, actor, facts_for(move.trigger))
    assert process.state is move.dest
    assert (moved.trigger, moved.source, moved.dest, moved.by) == (
        move.trigger, source, move.dest, actor,
    )  # fmt: skip


@pytest.mark.parametrize("state", S, ids=lambda state: state.value)
def test_whatever_is_not_in_the_table_is_refused(state):
    allowed = {(source, move.trigger, actor) for source, move, actor in ROWS}
    for trigger, actor in product(TRIGGERS, Actor):
        if (state, trigger, actor) in allowed:
            continue
        process = SimpleNamespace(state=state)
        with pytest.raises(IllegalMove) as refusal:
            PROCESS.fire(process, trigger, actor, facts_for(trigger))
        assert process.state is state
        assert refusal.value.allowed == PROCESS.triggers(state, actor)
        assert (refusal.value.state, refusal.value.by) == (state, actor)


def test_the_usual_way_leads_from_draft_to_completed():
    process = SimpleNamespace(state=S.DRAFT)
    for trigger, actor in (
        ("verify", Actor.CLIENT),
        ("pass_verification", Actor.SYSTEM),
        ("send", Actor.CLIENT),
        ("dispatched", Actor.SYSTEM),
        ("offer", Actor.CONTRACTOR),
        ("accept_offer", Actor.CLIENT),
        ("start_production", Actor.CONTRACTOR),
        ("finish_production", Actor.CONTRACTOR),
        ("ship", Actor.CONTRACTOR),
        ("deliver", Actor.CLIENT),
        ("complete", Actor.CLIENT),
    ):
        PROCESS.fire(process, trigger, actor, READY)
    assert process.state is S.COMPLETED


def test_a_refusal_says_who_could_and_when():
    with pytest.raises(
        IllegalMove,
        match=r"^a contractor cannot accept an offer while the process is offered; "
        r"only the client can$",
    ):
        PROCESS.move(S.OFFERED, "accept_offer", Actor.CONTRACTOR)
    with pytest.raises(IllegalMove, match=r"while the process is draft; only while it is produced"):
        PROCESS.move(S.DRAFT, "ship", Actor.CONTRACTOR)
    with pytest.raises(
        IllegalMove, match=r"only the client can, while it is in delivery or delivered"
    ):
        PROCESS.move(S.SENT, "dispute", Actor.CONTRACTOR)
    with pytest.raises(IllegalMove, match="a process has no move 'set_status'"):
        PROCESS.move(S.SENT, "set_status", Actor.OPERATOR)


def test_an_empty_draft_misses_files_quantity_and_material():
    missing = PROCESS.missing(S.DRAFT, "verify", ProcessFacts())
    assert fields(missing) == ["files", "quantity", "material_id"]


def test_a_file_without_a_unit_says_what_each_unit_would_mean():
    files = (
        FileFacts("cube.stl", sizes={"mm": "20.0 x 20.0 x 20.0 mm", "inch": "508.0 x 508.0 mm"}),
        FileFacts("lid.obj"),
        FileFacts("box.3mf", carries_unit=True),
        CUBE,
    )
    missing = PROCESS.missing(S.DRAFT, "verify", replace(READY, model_files=files))
    assert fields(missing) == ["unit", "unit"]
    assert "'cube.stl'" in missing[0].detail
    assert "inch: 508.0 x 508.0 mm" in missing[0].detail
    assert "'lid.obj'" in missing[1].detail


@pytest.mark.parametrize("quantity", [0, -3])
def test_no_pieces_cannot_be_made(quantity):
    missing = PROCESS.missing(S.DRAFT, "verify", replace(READY, quantity=quantity))
    assert fields(missing) == ["quantity"]
    assert str(quantity) in missing[0].detail


def test_a_process_waits_exactly_while_others_must_be_completed_first():
    assert {"verify", "wait"} & set(PROCESS.actions(S.DRAFT, Actor.CLIENT, READY)) == {"verify"}
    assert {"verify", "wait"} & set(PROCESS.actions(S.DRAFT, Actor.CLIENT, WAITS)) == {"wait"}
    with pytest.raises(NotReady, match="bracket"):
        PROCESS.check_move(S.DRAFT, "verify", Actor.CLIENT, WAITS)
    with pytest.raises(NotReady, match="bracket"):
        PROCESS.check_move(S.WAITING, "resume", Actor.SYSTEM, WAITS)


def test_nothing_is_missing_where_waiting_is_the_next_move():
    assert PROCESS.next_missing(S.DRAFT, Actor.CLIENT, WAITS) == ()
    incomplete = replace(WAITS, quantity=None)
    assert fields(PROCESS.next_missing(S.DRAFT, Actor.CLIENT, incomplete)) == ["quantity"]
    alone = replace(READY, quantity=None)
    assert fields(PROCESS.next_missing(S.DRAFT, Actor.CLIENT, alone)) == ["quantity"]


def test_what_is_missing_is_told_to_the_one_whose_move_it_is():
    nothing = ProcessFacts()
    assert fields(PROCESS.next_missing(S.VERIFIED, Actor.CLIENT, nothing)) == [
        "verification",
        "choice",
    ]
    assert PROCESS.next_missing(S.VERIFIED, Actor.CONTRACTOR, nothing) == ()
    assert PROCESS.next_missing(S.COMPLETED, Actor.CLIENT, nothing) == ()


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"verification_exists": False}, "verification", "has not been verified"),
        ({"verification_fresh": False}, "verification", "stale"),
        ({"chosen": ()}, "choice", "choose at least one contractor"),
        ({"chosen_unsuitable": ("Nordlicht",)}, "choice", "Nordlicht cannot make the part"),
        ({"visitor": True}, "owner", "log in or register"),
    ],
)
def test_sending_names_what_it_misses(change, field, words):
    process = SimpleNamespace(state=S.VERIFIED)
    with pytest.raises(NotReady, match=words) as refusal:
        PROCESS.fire(process, "send", Actor.CLIENT, replace(READY, **change))
    assert fields(refusal.value.missing) == [field]
    assert process.state is S.VERIFIED
    assert "send" not in PROCESS.actions(S.VERIFIED, Actor.CLIENT, replace(READY, **change))


def test_a_visitor_may_verify_but_not_send():
    visitor = replace(READY, visitor=True)
    assert PROCESS.check_move(S.DRAFT, "verify", Actor.CLIENT, visitor)
    with pytest.raises(NotReady):
        PROCESS.check_move(S.VERIFIED, "send", Actor.CLIENT, visitor)


@pytest.mark.parametrize("state", [S.SENT, S.CLARIFICATION, S.OFFERED])
def test_a_process_is_declined_only_when_nobody_is_left(state):
    with pytest.raises(NotReady, match="2"):
        PROCESS.check_move(state, "decline", Actor.CONTRACTOR, replace(READY, open_requests=2))
    assert PROCESS.check_move(state, "decline", Actor.SYSTEM, READY).dest is S.DECLINED


@pytest.mark.parametrize(("state", "then"), [(S.CLARIFICATION, S.SENT), (S.OFFERED, S.OFFERED)])
def test_only_who_was_asked_something_answers(state, then):
    with pytest.raises(NotReady, match="no contractor waits"):
        PROCESS.check_move(state, "answer", Actor.CLIENT, replace(READY, open_questions=0))
    assert PROCESS.check_move(state, "answer", Actor.CLIENT, READY).dest is then


def test_an_offer_that_no_longer_binds_cannot_be_accepted():
    with pytest.raises(NotReady, match="no offer"):
        PROCESS.check_move(
            S.OFFERED, "accept_offer", Actor.CLIENT, replace(READY, binding_offers=0)
        )


def test_a_contract_is_cancelled_with_consent_or_by_an_operator_with_a_reason():
    alone = ProcessFacts()
    for state in (S.DRAFT, S.VERIFYING, S.SENT, S.OFFERED, S.DECLINED):
        assert PROCESS.check_move(state, "cancel", Actor.CLIENT, alone).needs == ()
    with pytest.raises(NotReady, match="has not consented to cancel"):
        PROCESS.check_move(S.CONFIRMED, "cancel", Actor.CLIENT, alone)
    agreed = ProcessFacts(contractor_consents=frozenset({"cancel"}))
    assert PROCESS.check_move(S.CONFIRMED, "cancel", Actor.CLIENT, agreed)
    row = PROCESS.check_move(S.CONFIRMED, "cancel", Actor.OPERATOR, alone)
    assert row.fields(Actor.OPERATOR) == ("reason",)
    with pytest.raises(IllegalMove):
        PROCESS.check_move(S.IN_PRODUCTION, "cancel", Actor.CLIENT, agreed)


@pytest.mark.parametrize("trigger", ["settle", "remake", "give_up"])
def test_a_dispute_ends_by_the_agreement_of_both_or_by_an_operator(trigger):
    agreed = frozenset({trigger})
    contractor_agrees = ProcessFacts(contractor_consents=agreed)
    client_agrees = ProcessFacts(client_consents=agreed)
    assert trigger in PROCESS.actions(S.DISPUTED, Actor.CLIENT, contractor_agrees)
    assert trigger in PROCESS.actions(S.DISPUTED, Actor.CONTRACTOR, client_agrees)
    assert trigger not in PROCESS.actions(S.DISPUTED, Actor.CLIENT, client_agrees)
    assert trigger not in PROCESS.actions(S.DISPUTED, Actor.CONTRACTOR, contractor_agrees)
    assert trigger in PROCESS.actions(S.DISPUTED, Actor.OPERATOR, ProcessFacts())


def test_operators_always_give_a_reason():
    rows = [move for move in PROCESS.moves if Actor.OPERATOR in move.by]
    assert rows
    for move in rows:
        assert "reason" in move.fields(Actor.OPERATOR)
        given_up = dict.fromkeys(move.fields(Actor.OPERATOR), "because") | {"reason": "  "}
        assert fields(move.lacking(Actor.OPERATOR, given_up)) == ["reason"]


@pytest.mark.parametrize(
    ("way", "needed"),
    [(None, ["carrier"]), *((way, ["carrier"] if way in CARRIED else []) for way in Way)],
)
def test_shipping_needs_a_carrier_where_somebody_else_carries_it_and_never_a_number(way, needed):
    row = PROCESS.move(S.PRODUCED, "ship", Actor.CONTRACTOR)
    data = {"way": way and way.value}
    assert fields(row.lacking(Actor.CONTRACTOR, data)) == needed
    assert fields(row.lacking(Actor.CONTRACTOR, {**data, "carrier": "  "})) == needed
    assert row.lacking(Actor.CONTRACTOR, {**data, "carrier": "DHL"}) == ()


def test_an_edit_keeps_the_state_and_a_revision_makes_a_draft_again():
    edits = {s for s in S if "edit" in PROCESS.triggers(s, Actor.CLIENT)}
    revisions = {s for s in S if "revise" in PROCESS.triggers(s, Actor.CLIENT)}
    assert revisions == {
        S.WAITING, S.VERIFYING, S.VERIFICATION_FAILED, S.VERIFIED, S.DECLINED,
    }  # fmt: skip
    assert edits == revisions | {S.DRAFT}
    assert all(PROCESS.move(s, "edit", Actor.CLIENT).dest is s for s in edits)
    assert all(PROCESS.move(s, "revise", Actor.CLIENT).dest is S.DRAFT for s in revisions)


@pytest.mark.parametrize("state", [S.VERIFYING, S.SENDING])
def test_a_parked_process_stays_where_it_is_until_an_operator_retries(state):
    process = SimpleNamespace(state=state)
    PROCESS.fire(process, "park", Actor.SYSTEM, READY)
    PROCESS.fire(process, "retry", Actor.OPERATOR, READY)
    assert process.state is state


def test_machines_work_in_exactly_the_states_that_say_so():
    assert {s for s, row in PROCESS.states.items() if row.automatic} == {S.VERIFYING, S.SENDING}


def test_every_state_that_waits_has_a_deadline_and_only_visitors_lose_their_drafts():
    assert set(DEADLINES) == {s for s in S if not PROCESS.states[s].final}
    assert {s for s, d in DEADLINES.items() if d.visitors_only} == {S.DRAFT}
    assert {s for s, d in DEADLINES.items() if d.then == DELETE} == {S.DRAFT}


@pytest.mark.parametrize(
    ("state", "after", "then", "reminded"),
    [
        (S.DRAFT, timedelta(days=14), DELETE, set()),
        (S.WAITING, timedelta(days=90), None, {Actor.CLIENT}),
        (S.VERIFICATION_FAILED, timedelta(days=7), None, {Actor.CLIENT}),
        (S.VERIFIED, timedelta(days=14), "quotes_expire", set()),
        (S.SENT, timedelta(hours=48), "decline", set()),
        (S.CLARIFICATION, timedelta(days=7), "drop_question", set()),
        (S.DECLINED, timedelta(days=7), None, {Actor.CLIENT}),
        (S.PRODUCED, timedelta(days=7), None, {Actor.CONTRACTOR}),
        (S.IN_DELIVERY, timedelta(days=30), None, {Actor.CLIENT, Actor.CONTRACTOR}),
        (S.DELIVERED, timedelta(days=14), "complete", set()),
        (S.DISPUTED, timedelta(days=14), None, {Actor.OPERATOR}),
    ],
)
def test_deadlines_are_as_agreed(state, after, then, reminded):
    deadline = DEADLINES[state]
    assert (deadline.after, deadline.then, deadline.reminds) == (after, then, reminded)


def test_what_the_parties_agreed_dates_the_deadline():
    dated = {s: d.dated_by for s, d in DEADLINES.items() if d.dated_by}
    assert dated == {
        S.VERIFIED: "quotes_valid_until",
        S.CONFIRMED: "start_by",
        S.IN_PRODUCTION: "ship_by",
    }


@pytest.mark.parametrize(
    ("code", "state"),
    [
        (0, "draft"), (100, "waiting"), (202, "verification_failed"), (400, "verifying"),
        (500, "verified"), (600, "sent"), (700, "clarification"), (800, "offered"),
        (801, "declined"), (900, "confirmed"),
        (901, "declined"), (1000, "in_production"), (1100, "in_delivery"), (1200, "disputed"),
        (1300, "completed"), (1400, "failed"), (1500, "cancelled"),
    ],
)  # fmt: skip
def test_semper_ki_codes_are_read(code, state):
    assert STATE_OF_CODE[code].value == state


def test_every_state_has_a_code_that_can_be_read_back():
    assert set(CODES) == set(S)
    for state, code in CODES.items():
        assert CODES[STATE_OF_CODE[code]] == code, state


@settings(deadline=None)  # a busy machine is no fault of the table
@given(st.data())
def test_whatever_anybody_tries_a_process_follows_the_table(data):
    facts = st.builds(
        ProcessFacts,
        model_files=st.sampled_from([(), (CUBE,), (FileFacts("lid.obj"),)]),
        quantity=st.sampled_from([None, 0, 5]),
        material_chosen=st.booleans(),
        open_predecessors=st.sampled_from([(), ("bracket",)]),
        failed_predecessors=st.sampled_from([{}, {"bracket": "failed"}]),
        verification_exists=st.booleans(),
        verification_fresh=st.booleans(),
        chosen=st.sampled_from([(), ("Nordlicht",)]),
        open_requests=st.integers(0, 2),
        binding_offers=st.integers(0, 2),
        delivery_address_stated=st.booleans(),
        visitor=st.booleans(),
    )
    steps = st.tuples(st.sampled_from(TRIGGERS), st.sampled_from(Actor), facts)
    process = SimpleNamespace(state=S.DRAFT)
    for trigger, actor, known in data.draw(st.lists(steps, max_size=40)):
        before = process.state
        if trigger in PROCESS.actions(before, actor, known):
            PROCESS.fire(process, trigger, actor, known)
            assert process.state is PROCESS.move(before, trigger, actor).dest
            continue
        missing = PROCESS.missing(before, trigger, known, actor)
        with pytest.raises(NotReady if missing else IllegalMove):
            PROCESS.fire(process, trigger, actor, known)
        assert (trigger in PROCESS.triggers(before, actor)) == bool(missing)
        assert process.state is before


@settings(deadline=None)  # a busy machine is no fault of the table
@given(st.randoms(use_true_random=False))
def test_a_walk_through_allowed_moves_never_gets_stuck(random):
    process = SimpleNamespace(state=S.DRAFT)
    for _ in range(30):
        ways = [
            (trigger, actor)
            for actor in Actor
            for facts in (READY, WAITS)
            for trigger in PROCESS.actions(process.state, actor, facts)
        ]
        if not ways:
            break
        trigger, actor = random.choice(ways)
        PROCESS.fire(process, trigger, actor, facts_for(trigger))
    else:
        return
    assert PROCESS.states[process.state].final
