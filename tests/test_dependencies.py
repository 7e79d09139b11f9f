"""Processes that wait for each other: in no circle, and never for nothing."""

from uuid import UUID, uuid4

import pytest

from tests.market import refused
from tests.orders import as_if, fire, market_of_a_module, ready
from tests.workplace import bells, check_histories, moves_of, process
from workflows.process import ProcessState


@pytest.fixture(scope="module")
def market(tmp_path_factory):
    with market_of_a_module(tmp_path_factory) as market:
        yield market


@pytest.fixture
def chain(market):
    """Three drafts of one project that lack nothing."""
    first = ready(market)
    return [first] + [market.client.post(f"/processes/{first}/clone").json["id"] for _ in "ab"]


def wait(market, waiting, *others):
    for other in others:
        answer = market.client.put(f"/processes/{waiting}/dependencies/{other}")
        assert answer.status_code == 200, answer.text
    return answer.json


def complete(market, process_id):
    as_if(process_id, "delivered")
    assert fire(market.client, process_id, "complete").json["state"] == "completed"


def verify(market, process_id):
    answer = fire(market.client, process_id, "verify")
    assert answer.status_code == 202, answer.text
    return answer.json["state"]


def test_a_process_waits_for_the_last_of_those_before_it_and_then_goes_on(market, chain):
    first, second, third = chain
    shown = wait(market, third, first, second)
    assert shown["dependencies"] == sorted([first, second])
    assert verify(market, third) == "waiting"
    complete(market, first)
    assert process(UUID(third)).state is ProcessState.WAITING
    complete(market, second)
    assert process(UUID(third)).state is ProcessState.VERIFYING
    assert UUID(third) in bells()
    assert moves_of(UUID(third))[-2:] == ["wait", "resume"]
    check_histories([UUID(third)])


def test_nobody_waits_for_what_is_completed_already(market, chain):
    first, second, _ = chain
    complete(market, first)
    wait(market, second, first)
    assert verify(market, second) == "verifying"


def test_circles_are_refused_however_long(market, chain):
    first, second, third = chain
    wait(market, second, first)
    wait(market, third, second)
    for waiting, other in ((first, third), (first, second), (first, first)):
        answer = market.client.put(f"/processes/{waiting}/dependencies/{other}")
        assert refused(answer, 409, "bad-dependency")
    assert market.client.get(f"/processes/{first}").json["dependencies"] == []


def test_a_process_waits_only_for_one_of_its_project(market, chain):
    first, *_ = chain
    for other in (market.client.draft(), market.visitor().draft(), str(uuid4())):
        answer = market.client.put(f"/processes/{first}/dependencies/{other}")
        assert refused(answer, 404, "not-found")


def test_the_same_again_changes_nothing(market, chain):
    first, second, _ = chain
    version = wait(market, second, first)["version"]
    assert wait(market, second, first)["version"] == version
    path = f"/processes/{first}/dependencies/{second}"
    assert market.client.delete(path).json["dependencies"] == []


def test_who_need_not_wait_any_more_is_a_draft_again(market, chain):
    first, second, _ = chain
    wait(market, second, first)
    verify(market, second)
    answer = market.client.delete(f"/processes/{second}/dependencies/{first}")
    assert (answer.json["state"], answer.json["dependencies"]) == ("draft", [])
    assert verify(market, second) == "verifying"


def test_nobody_waits_for_what_was_deleted(market, chain):
    first, second, third = chain
    wait(market, second, first)
    wait(market, third, first)
    verify(market, second)
    assert market.client.delete(f"/processes/{first}").status_code == 204
    assert process(UUID(second)).state is ProcessState.VERIFYING
    assert verify(market, third) == "verifying"


def test_those_deleted_together_wake_nobody(market, chain):
    first, second, _ = chain
    wait(market, second, first)
    verify(market, second)
    project = market.client.get(f"/processes/{first}").json["project_id"]
    path = f"/projects/{project}/processes?ids={first},{second}"
    assert market.client.delete(path).status_code == 204
    assert moves_of(UUID(second))[-2:] == ["wait", "delete"]
    assert UUID(second) not in bells()


def test_who_was_deleted_while_it_waited_is_not_woken(market, chain):
    first, second, _ = chain
    wait(market, second, first)
    verify(market, second)
    market.client.delete(f"/processes/{second}")
    complete(market, first)
    assert moves_of(UUID(second))[-1] == "delete"


def test_a_clone_waits_for_the_same(market, chain):
    first, second, _ = chain
    wait(market, second, first)
    copy = market.client.post(f"/processes/{second}/clone").json
    assert copy["dependencies"] == [first]
