"""A project's status is that of its most urgent process, for the side that looks."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.engine import Actor
from workflows.process import ProcessState
from workflows.project import ProjectStatus, phase, project_status

S = ProcessState
CLIENT, CONTRACTOR = Actor.CLIENT, Actor.CONTRACTOR


@pytest.mark.parametrize(
    ("state", "for_client", "for_contractor"),
    [
        ("draft", "action_required", "waiting_for_client"),
        ("waiting", "waiting_for_process", "waiting_for_process"),
        ("verifying", "in_progress", "in_progress"),
        ("verification_failed", "action_required", "waiting_for_client"),
        ("verified", "action_required", "waiting_for_client"),
        ("sending", "in_progress", "in_progress"),
        ("sent", "waiting_for_contractor", "action_required"),
        ("clarification", "action_required", "waiting_for_client"),
        ("offered", "action_required", "waiting_for_client"),
        ("declined", "action_required", "waiting_for_client"),
        ("confirmed", "waiting_for_contractor", "action_required"),
        ("in_production", "waiting_for_contractor", "action_required"),
        ("produced", "waiting_for_contractor", "action_required"),
        ("in_delivery", "action_required", "action_required"),
        ("delivered", "action_required", "waiting_for_client"),
        ("disputed", "action_required", "action_required"),
        ("completed", "completed", "completed"),
        ("cancelled", "failed", "failed"),
        ("failed", "failed", "failed"),
    ],
)
def test_each_state_says_whose_move_it_is(state, for_client, for_contractor):
    assert phase(S(state), CLIENT).value == for_client
    assert phase(S(state), CONTRACTOR).value == for_contractor


def test_the_most_urgent_process_decides_in_any_order():
    by_urgency = [S.DRAFT, S.SENT, S.WAITING, S.VERIFYING, S.FAILED, S.COMPLETED]
    for start, most_urgent in enumerate(by_urgency):
        for states in permutations(by_urgency[start:][:4]):
            assert project_status(states, CLIENT) is phase(most_urgent, CLIENT)


def test_each_side_sees_its_own_status():
    states = [S.SENT, S.COMPLETED]
    assert project_status(states, CLIENT) is ProjectStatus.WAITING_FOR_CONTRACTOR
    assert project_status(states, CONTRACTOR) is ProjectStatus.ACTION_REQUIRED


def test_a_project_without_processes_waits_for_its_client():
    assert project_status([], CLIENT) is ProjectStatus.ACTION_REQUIRED
    assert project_status([], CONTRACTOR) is ProjectStatus.WAITING_FOR_CLIENT


def test_a_cancelled_process_does_not_spoil_the_others():
    assert project_status([S.CANCELLED, S.COMPLETED], CLIENT) is ProjectStatus.COMPLETED
    assert project_status([S.CANCELLED, S.CANCELLED], CLIENT) is ProjectStatus.FAILED


def test_a_failed_process_is_not_hidden_by_completed_ones():
    assert project_status([S.COMPLETED, S.FAILED], CLIENT) is ProjectStatus.FAILED


def test_what_waits_in_vain_is_the_clients_business():
    waiting = [S.WAITING, S.SENDING, S.CANCELLED]
    assert project_status(waiting, CLIENT) is ProjectStatus.WAITING_FOR_PROCESS
    assert project_status(waiting, CLIENT, in_vain=True) is ProjectStatus.ACTION_REQUIRED
    assert project_status(waiting, CONTRACTOR, in_vain=True) is ProjectStatus.WAITING_FOR_CLIENT
    assert phase(S.SENT, CLIENT, in_vain=True) is ProjectStatus.WAITING_FOR_CONTRACTOR


def test_states_may_be_any_iterable():
    assert project_status(iter([S.SENDING]), CLIENT) is ProjectStatus.IN_PROGRESS


@settings(deadline=None)  # a busy machine is no fault of the table
@given(st.lists(st.sampled_from(S), max_size=8), st.sampled_from([CLIENT, CONTRACTOR]))
def test_a_project_has_always_the_status_of_one_of_its_processes(states, side):
    assert project_status(states, side) in {phase(state, side) for state in states or [S.DRAFT]}
