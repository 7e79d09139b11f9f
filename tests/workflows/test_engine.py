"""A faulty table is refused before anything runs on it, and a good one serves many threads."""

import os
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from enum import Enum
from types import SimpleNamespace

import pytest

from workflows.actors import CLIENT, CONTRACTOR, NOBODY, OPERATOR, SYSTEM
from workflows.definition import DELETE, Deadline, Missing, Move, StateRow
from workflows.engine import Actor, BadDefinition, IllegalMove, NotReady, Workflow
from workflows.process import PROCESS, ProcessFacts, ProcessState


class State(Enum):
    OPEN = "open"
    WORKING = "working"
    CHECKING = "checking"
    DONE = "done"


SOON = Deadline(timedelta(days=1), None, CLIENT)
OPEN = StateRow(State.OPEN, "open", CLIENT, SOON)
WORKING = StateRow(State.WORKING, "being worked on", SYSTEM, SOON, automatic=True)
CHECKING = StateRow(State.CHECKING, "being checked", SYSTEM, SOON, automatic=True)
DONE = StateRow(State.DONE, "done", final=True)
START = Move("start", (State.OPEN,), State.WORKING, CLIENT, "start")
WORK = Move("work", (State.WORKING,), State.CHECKING, SYSTEM, "work")
CHECK = Move("check", (State.CHECKING,), State.DONE, SYSTEM, "check")
STATES = (OPEN, WORKING, CHECKING, DONE)
MOVES = (START, WORK, CHECK)


def faults(states=STATES, moves=MOVES):
    with pytest.raises(BadDefinition) as refusal:
        Workflow("job", State.OPEN, states, moves)
    assert all(finding in str(refusal.value) for finding in refusal.value.findings)
    return refusal.value.findings


def with_row(row):
    return tuple(row if row.state is old.state else old for old in STATES)


def test_a_sound_table_is_accepted():
    workflow = Workflow("job", State.OPEN, STATES, MOVES)
    job = SimpleNamespace(state=State.OPEN)
    workflow.fire(job, "start", Actor.CLIENT, None)
    assert job.state is State.WORKING


def test_a_mistyped_state_is_refused():
    stray = Move("stray", (State.OPEN,), "nowhere", CLIENT, "stray")
    assert faults(moves=(*MOVES, stray)) == ("stray names an unknown state: nowhere",)


def test_a_state_without_a_row_is_refused():
    assert "checking has no row" in faults(states=(OPEN, WORKING, DONE))


def test_a_state_with_two_rows_is_refused():
    assert "open has 2 rows" in faults(states=(*STATES, OPEN))


def test_a_move_of_nobody_or_from_nowhere_is_refused():
    nobody = Move("idle", (State.OPEN,), State.DONE, NOBODY, "idle")
    nowhere = Move("appear", (), State.DONE, CLIENT, "appear")
    messages = faults(moves=(*MOVES, nobody, nowhere))
    assert [finding.split()[0] for finding in messages] == ["idle", "appear"]


def test_an_unreachable_state_is_refused():
    moves = (START, Move("work", (State.WORKING,), State.DONE, SYSTEM, "work"), CHECK)
    assert faults(moves=moves) == ("checking cannot be reached",)


def test_a_dead_end_is_refused():
    messages = faults(moves=(START, WORK))
    assert "checking is not final, but has no way out" in messages


def test_a_state_that_only_leads_to_itself_is_a_dead_end():
    stay = Move("stay", (State.CHECKING,), State.CHECKING, CLIENT, "stay")
    assert "checking is not final, but has no way out" in faults(moves=(START, WORK, stay))


def test_a_state_without_a_final_state_within_reach_is_refused():
    back = Move("back", (State.CHECKING,), State.WORKING, CLIENT, "go back")
    messages = faults(moves=(START, WORK, back))
    assert "working has no final state within reach" in messages
    assert "done cannot be reached" in messages


def test_a_final_state_with_a_way_out_is_refused():
    reopen = Move("reopen", (State.DONE,), State.OPEN, CLIENT, "reopen")
    assert faults(moves=(*MOVES, reopen)) == ("done is final, but leads to open",)


def test_a_final_state_waits_for_nobody():
    row = StateRow(State.DONE, "done", CLIENT, final=True)
    assert faults(states=with_row(row)) == (
        "done is final, but has a deadline or waits for somebody",
    )


def test_a_waiting_state_without_a_deadline_is_refused():
    assert faults(states=with_row(StateRow(State.OPEN, "open", CLIENT))) == (
        "open has no deadline",
    )


def test_only_a_beginning_may_have_a_deadline_for_visitors_alone():
    deadline = Deadline(timedelta(days=14), DELETE, visitors_only=True)
    Workflow("job", State.OPEN, with_row(StateRow(State.OPEN, "open", CLIENT, deadline)), MOVES)
    row = StateRow(State.CHECKING, "being checked", SYSTEM, deadline, automatic=True)
    assert faults(states=with_row(row)) == ("checking has no deadline",)


def test_a_deadline_that_does_nothing_is_refused():
    row = StateRow(State.OPEN, "open", CLIENT, Deadline(timedelta(days=1)))
    assert faults(states=with_row(row)) == (
        "the deadline of open neither moves nor reminds anybody",
    )


@pytest.mark.parametrize("then", ["vanish", "start"])
def test_a_deadline_fires_only_what_the_system_may(then):
    row = StateRow(State.OPEN, "open", CLIENT, Deadline(timedelta(days=1), then))
    assert faults(states=with_row(row)) == (
        f"the deadline of open fires {then}, which is no such move",
    )


def test_a_way_forward_that_does_not_exist_is_refused():
    row = StateRow(State.OPEN, "open", CLIENT, SOON, ("leap",))
    assert faults(states=with_row(row)) == (
        "open names leap as its way forward, which is no such move",
    )


def test_an_automatic_state_that_the_system_cannot_move_is_refused():
    row = StateRow(State.OPEN, "open", SYSTEM, SOON, automatic=True)
    assert faults(states=with_row(row)) == ("open is automatic, but the system cannot move it",)


def test_a_state_that_waits_for_nobody_is_refused():
    row = StateRow(State.OPEN, "open", deadline=SOON)
    assert faults(states=with_row(row)) == ("open waits for nobody",)


def test_automatic_steps_never_run_in_circles():
    again = Move("again", (State.CHECKING,), State.WORKING, SYSTEM, "work again")
    (message,) = faults(moves=(*MOVES, again))
    assert message.startswith("automatic steps run in a circle: ")
    repeat = Move("repeat", (State.WORKING,), State.WORKING, SYSTEM, "repeat")
    (message,) = faults(moves=(*MOVES, repeat))
    assert message == "automatic steps run in a circle: working -> working"


def test_deadlines_never_run_in_circles():
    deadline = Deadline(timedelta(days=1), "rush")
    rush = Move("rush", (State.OPEN,), State.WORKING, SYSTEM, "rush")
    back = Move("back", (State.WORKING,), State.OPEN, SYSTEM, "go back")
    row = StateRow(State.OPEN, "open", CLIENT, deadline)
    (message,) = faults(states=with_row(row), moves=(*MOVES, rush, back))
    assert message.startswith("automatic steps run in a circle")


def test_a_person_or_a_stop_breaks_a_circle():
    again = Move("again", (State.CHECKING,), State.WORKING, OPERATOR, "work again")
    park = Move("park", (State.WORKING,), State.WORKING, SYSTEM, "park", parks=True)
    Workflow("job", State.OPEN, STATES, (*MOVES, again, park))


def test_two_rows_that_contradict_each_other_are_refused():
    other = Move("start", (State.OPEN,), State.DONE, CLIENT, "start")
    assert faults(moves=(*MOVES, other)) == (
        "start of the client leads from open to working and to done",
    )
    assert faults(moves=(*MOVES, START)) == (
        "start of the client leads from open to working and to working",
    )


def test_all_faults_are_named_at_once():
    reopen = Move("reopen", (State.DONE,), State.OPEN, CLIENT, "reopen")
    row = StateRow(State.OPEN, "open")
    assert len(faults(states=with_row(row), moves=(*MOVES, reopen))) == 3


def test_one_trigger_leads_each_actor_to_an_end_of_their_own():
    finish = Move("finish", (State.OPEN,), State.DONE, CONTRACTOR, "finish")
    reject = Move("finish", (State.OPEN,), State.WORKING, CLIENT, "finish")
    workflow = Workflow("job", State.OPEN, STATES, (*MOVES, finish, reject))
    for actor, end in ((Actor.CONTRACTOR, State.DONE), (Actor.CLIENT, State.WORKING)):
        job = SimpleNamespace(state=State.OPEN)
        assert workflow.fire(job, "finish", actor, None).dest is end
        assert job.state is end


def test_of_several_rows_the_one_that_misses_least_speaks():
    strict = Move(
        "finish", (State.OPEN,), State.DONE, CLIENT, "finish",
        (lambda _: [Missing("a", "no a"), Missing("b", "no b")],),
    )  # fmt: skip
    mild = Move(
        "finish", (State.OPEN,), State.DONE, OPERATOR, "finish", (lambda _: [Missing("b", "no b")],)
    )
    workflow = Workflow("job", State.OPEN, STATES, (*MOVES, strict, mild))
    assert workflow.missing(State.OPEN, "finish", None) == (Missing("b", "no b"),)
    assert len(workflow.missing(State.OPEN, "finish", None, Actor.CLIENT)) == 2
    assert workflow.missing(State.OPEN, "fly", None) == ()


def test_a_guard_that_breaks_leaves_the_subject_where_it_is():
    def broken(facts):
        raise ZeroDivisionError

    risky = Move("risk", (State.OPEN,), State.DONE, CLIENT, "risk it", (broken,))
    workflow = Workflow("job", State.OPEN, STATES, (*MOVES, risky))
    job = SimpleNamespace(state=State.OPEN)
    with pytest.raises(ZeroDivisionError):
        workflow.fire(job, "risk", Actor.CLIENT, None)
    assert job.state is State.OPEN


def test_a_subject_keeps_nothing_but_its_state():
    job = SimpleNamespace(state=State.OPEN)
    Workflow("job", State.OPEN, STATES, MOVES).fire(job, "start", Actor.CLIENT, None)
    assert vars(job) == {"state": State.WORKING}


class Sluggish:
    """A process that lets other threads run in the middle of each move, and sometimes breaks."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.value = ProcessState.CONFIRMED
        self.written = []

    @property
    def state(self):
        return self.value

    @state.setter
    def state(self, value):
        os.sched_yield()
        if self.chance.random() < 0.2:
            raise OSError("the connection is gone")
        self.written.append(value)
        self.value = value


def test_threads_on_the_shared_machine_do_not_disturb_each_other():
    """Each thread moves its own processes, some of which break half-way or are refused."""
    facts = ProcessFacts(contractor_consents=frozenset({"cancel"}))
    ways = ["start_production", "finish_production", "ship", "deliver", "complete", "accept_offer"]

    def walk(seed):
        process, expected = Sluggish(seed), [ProcessState.CONFIRMED]
        for _ in range(60):
            trigger = process.chance.choice(ways)
            by = process.chance.choice([Actor.CONTRACTOR, Actor.CLIENT])
            before = process.value
            try:
                moved = PROCESS.fire(process, trigger, by, facts)
            except (IllegalMove, NotReady, OSError):
                assert process.value is before
            else:
                assert moved.source is before
                assert moved.dest is process.value
                expected.append(moved.dest)
        assert process.written == expected[1:]
        return len(expected)

    with ThreadPoolExecutor(16) as threads:
        lengths = list(threads.map(walk, range(200)))
    assert max(lengths) == 6  # some came all the way to `completed`
    assert min(lengths) >= 1
