"""Two change the same at once: the later one is refused or waits, and nobody is forgotten."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from service import clock
from service.database import transactions
from service.database.models import Process, Project, ProjectAccess, Request
from service.ids import new_id
from service.orders import actions, dependencies, projects
from tests.support.orders import (
    as_if,
    fire,
    offer,
    principal_of,
    ready,
    request_of,
)
from tests.support.races import locked_process, meanwhile
from tests.support.worlds.marketplace import refused
from tests.support.worlds.workplace import moves_of, process
from workflows.process import ProcessState


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


def test_a_contractor_that_answers_while_it_loses_is_refused(market):
    process_id, (one, two) = market.send()
    made = offer(one, process_id)
    theirs = request_of(two, process_id)

    def acknowledge():
        return two.post(f"/requests/{theirs['id']}/actions/acknowledge")

    with meanwhile(acknowledge) as (session, results):
        held = locked_process(session, market.client, process_id)
        actions.fire(session, held, "accept_offer", {"offer_id": made["id"]})
    assert refused(results[0], 409, "illegal-move")


def two_drafts(market):
    """Of one project, each lacking nothing; their project's id too."""
    first = ready(market)
    second = market.client.post(f"/processes/{first}/clone").json
    return first, second["id"], second["project_id"]


def test_who_begins_to_wait_while_the_other_one_is_completed_is_woken(market):
    first, second, _ = two_drafts(market)
    assert market.client.put(f"/processes/{second}/dependencies/{first}").status_code == 200
    as_if(first, "delivered")

    def complete():
        return fire(market.client, first, "complete")

    with meanwhile(complete) as (session, results):
        actions.fire(session, locked_process(session, market.client, second), "wait", {})
    assert results[0].status_code == 200
    assert moves_of(UUID(second))[-2:] == ["wait", "resume"]
    assert process(UUID(second)).state is ProcessState.VERIFYING


def test_two_that_begin_to_wait_for_each_other_at_once_make_no_circle(market):
    first, second, _ = two_drafts(market)

    def wait_for_first():
        return market.client.put(f"/processes/{second}/dependencies/{first}")

    with meanwhile(wait_for_first) as (session, results):
        held = locked_process(session, market.client, first, with_project=True)
        dependencies.add(session, held, UUID(second))
    assert refused(results[0], 409, "bad-dependency")


def test_two_clones_at_once_are_both_made(market):
    first, _, project_id = two_drafts(market)

    def clone():
        return market.client.post(f"/processes/{first}/clone")

    with meanwhile(clone) as (session, results):
        project = session.get(Project, UUID(project_id), with_for_update=True)
        project.updated_at = clock.now()
    assert results[0].status_code == 201, results[0].text


def test_an_id_that_two_choose_at_once_is_taken_once(market):
    id = new_id()

    def create():
        return market.client.post("/projects", {"id": str(id)})

    with meanwhile(create) as (session, results):
        projects.create(session, principal_of(market.colleague), title="", details={}, id=id)
    assert results[0].status_code == 409, results[0].text


def test_what_is_changed_on_an_old_version_is_refused_after_the_wait(market):
    process_id = market.client.draft()
    path = f"/processes/{process_id}"
    tag = {"If-Match": market.client.get(path).headers["ETag"]}

    def change():
        return market.client.patch(path, {"quantity": 7}, headers=tag)

    with meanwhile(change) as (session, results):
        held = locked_process(session, market.client, process_id)
        actions.fire(session, held, "cancel", {})
    assert refused(results[0], 412, "version-moved-on")
    assert results[0].json["version"] == process(UUID(process_id)).version


@pytest.mark.only_on("postgresql")  # SQLite has one writer
def test_a_stranger_never_waits_for_what_belongs_to_others(market):
    process_id = market.client.draft()
    stranger = next(iter(market.contractors.values())).enter()
    with ThreadPoolExecutor(1) as elsewhere, transactions.writing() as session:
        locked_process(session, market.client, process_id, with_project=True)
        for path in (f"/processes/{process_id}/actions/cancel", f"/processes/{process_id}/clone"):
            asked = elsewhere.submit(stranger.post, path, {})
            assert refused(asked.result(timeout=5), 404, "not-found")


def test_who_is_asked_again_while_their_last_request_closes_still_finds_the_project(market):
    process_id, (one,) = market.send(1)
    contractor_id = one.login.organization_id
    request = request_of(one, process_id)
    entry = (contractor_id, UUID(request["project_id"]), "contractor")

    def decline():
        return one.post(f"/requests/{request['id']}/actions/decline", {})

    with meanwhile(decline) as (session, results):
        session.get_one(ProjectAccess, entry, with_for_update=True)
        asked_again(session, request, contractor_id)
    assert results[0].status_code == 200, results[0].text
    with transactions.reading() as session:
        assert session.get(ProjectAccess, entry) is not None


def asked_again(session, request, contractor_id):
    """Another process of the same project arrives at the same contractor."""
    project = session.get_one(Project, UUID(request["project_id"]))
    other = Process(id=new_id(), project_id=project.id, version=1, state=ProcessState.SENT)
    other.history_hash, other.lease_token, other.choice, other.round = "", 0, [], 1
    session.add(other)
    session.flush()
    first = session.get_one(Request, UUID(request["id"]))
    id = new_id()
    session.add(
        Request(
            id=id,
            number=id.hex[:12],
            process_id=other.id,
            round=1,
            project_id=project.id,
            contractor_id=contractor_id,
            verification_id=first.verification_id,
            state=first.state,
            own_quote=first.quote,
            idempotency_key=id.hex,
        )
    )
    session.flush()
