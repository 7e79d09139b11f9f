"""Proves what each side sees of a process, its requests and its history, rule by rule."""

from uuid import UUID, uuid4

import pytest

from service.access import process_view, request_view
from service.access.actor import ActingParty
from service.access.history_view import rows_of_contractor, visible_data
from service.access.lookup import Unknown
from service.access.permissions import Forbidden
from service.database.models import HistoryRow, Process, Request
from workflows.engine import Actor
from workflows.request import RequestState

OWNER, MAKER, RIVAL = (UUID(int=n) for n in (1, 2, 3))
CLIENT = ActingParty(Actor.CLIENT, uuid4(), "Ada", OWNER)
CONTRACTOR = ActingParty(Actor.CONTRACTOR, uuid4(), "Bob", MAKER)
OPERATOR = ActingParty(Actor.OPERATOR, uuid4(), "Olga")
MINE, THEIRS = uuid4(), uuid4()


def row(trigger, request_id=None, **data):
    return HistoryRow(trigger=trigger, request_id=request_id, data=data)


def seen(rows, rounds, *, has_contract=False):
    visible = rows_of_contractor(rows, rounds, has_contract=has_contract)
    return [(row.trigger, row.request_id) for row in visible]


def test_in_which_states_a_request_lies_in_the_inbox_and_in_which_it_shows_the_process():
    arrived = {state for state in RequestState if request_view.has_arrived(state)}
    showing = {state for state in RequestState if request_view.shows_process(state)}
    assert showing < arrived
    assert {state.value for state in RequestState} - {state.value for state in arrived} == {
        "queued",
        "dispatching",
        "unreachable",
        "refused",
    }
    assert {state.value for state in showing} == {
        "dispatched",
        "acknowledged",
        "clarification",
        "offered",
        "accepted",
    }


def test_a_contractor_out_of_the_race_keeps_the_request_and_loses_the_process():
    lost = Request(state=RequestState.LOST, contractor_id=MAKER)
    assert not request_view.may_see_process(lost, CONTRACTOR)
    assert request_view.may_see_process(lost, CLIENT)
    assert request_view.may_see_process(lost, OPERATOR)


def test_a_contractor_sees_its_own_requests_alone():
    requests = [Request(contractor_id=MAKER), Request(contractor_id=RIVAL)]
    assert request_view.visible_requests(requests, CONTRACTOR) == requests[:1]
    assert request_view.visible_requests(requests, CLIENT) == requests
    assert request_view.visible_requests(requests, OPERATOR) == requests


def test_records_are_for_the_clients_side():
    for who in (CLIENT, OPERATOR):
        process_view.check_sees_records(who)
        process_view.check_finds_record(who, uuid4())
    with pytest.raises(Forbidden):
        process_view.check_sees_records(CONTRACTOR)
    with pytest.raises(Unknown):
        process_view.check_finds_record(CONTRACTOR, uuid4())


def test_a_client_never_sees_the_rates_in_a_quote():
    assert not process_view.sees_rates(CLIENT)
    assert process_view.sees_rates(CONTRACTOR)
    assert process_view.sees_rates(OPERATOR)


def test_why_a_dispatch_failed_is_for_operators_and_of_its_own_webhook_for_the_contractor():
    shown = {
        (who.role.value, channel)
        for who in (CLIENT, CONTRACTOR, OPERATOR)
        for channel in ("mail", "webhook")
        if process_view.sees_dispatch_error(who, channel)
    }
    assert shown == {("operator", "mail"), ("operator", "webhook"), ("contractor", "webhook")}


def test_when_an_order_is_due_is_for_the_two_parties_of_its_contract():
    asked, contracted = Process(contractor_id=RIVAL), Process(contractor_id=MAKER)
    assert not process_view.sees_deadlines(asked, CONTRACTOR)
    assert process_view.sees_deadlines(contracted, CONTRACTOR)
    assert process_view.sees_deadlines(asked, CLIENT)


def test_a_dry_run_names_no_competitor_to_a_contractor():
    parties = {OWNER, MAKER, RIVAL}
    assert process_view.visible_parties(CONTRACTOR, parties, [OWNER]) == {OWNER, MAKER}
    assert process_view.visible_parties(CLIENT, parties, [OWNER]) == parties


def test_a_contractor_reads_of_the_history_its_own_round_and_nothing_of_its_competitors():
    rows = [
        row("create"),
        row("send"),
        row("offer", THEIRS),
        row("dispatched"),
        row("revise"),
        row("send"),
        row("acknowledge", MINE),
        row("decline", THEIRS),
        row("dispatched"),
        row("cancel"),
    ]
    own_round = [("send", None), ("acknowledge", MINE), ("dispatched", None)]
    assert seen(rows, {MINE: 2}) == own_round
    assert seen(rows, {}) == []


def test_from_its_contract_on_a_contractor_reads_the_whole_history_but_other_requests():
    rows = [
        row("send"),
        row("offer", MINE),
        row("choose"),
        row("accept_offer"),
        row("lose", THEIRS),
        row("confirm"),
    ]
    before = [("send", None), ("offer", MINE)]
    after = [("accept_offer", None), ("confirm", None)]
    assert seen(rows, {MINE: 1}, has_contract=True) == before + after
    assert seen(rows, {MINE: 1}) == before


def test_what_failed_in_here_stands_in_the_history_for_operators_alone():
    parked = row("park", attempts=5, reason="Traceback")
    assert visible_data(parked, CLIENT) == visible_data(parked, CONTRACTOR) == {"attempts": 5}
    assert visible_data(parked, OPERATOR) == parked.data
    assert visible_data(row("ship", pieces=3), CLIENT) == {"pieces": 3}
