"""`as` says for which of the caller's organisations a project or process is shown."""

import pytest

from tests.support.callers import user
from tests.support.orders import confirmed, operator_of

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


def organization_of(caller):
    return str(caller.login.organization_id)


def shown_for(caller, project_id, process_id):
    """What each answer about an order says that it is shown for."""
    project = caller.get(f"/projects/{project_id}").json
    listed = caller.get("/projects?limit=200&fields=id,as").json["items"]
    row = next(each for each in project["processes"] if each["id"] == process_id)
    return {
        "project": project["as"],
        "list": next((each["as"] for each in listed if each["id"] == project_id), None),
        "row": row["as"],
        "process": caller.get(f"/processes/{process_id}").json["as"],
        "field": caller.get(f"/processes/{process_id}?fields=as").json["as"],
    }


def test_each_side_is_shown_an_order_for_its_own_organization(market):
    process_id, winner, _ = confirmed(market)
    project_id = market.client.get(f"/processes/{process_id}").json["project_id"]
    for caller in (market.client, winner):
        shown = shown_for(caller, project_id, process_id)
        assert set(shown.values()) == {organization_of(caller)}, shown
    assert set(shown_for(operator_of(market), project_id, process_id).values()) == {None}


def test_visitors_are_shown_their_drafts_for_no_organization(market):
    visitor = market.visitor()
    project_id = visitor.project()
    assert set(shown_for(visitor, project_id, visitor.process(project_id)).values()) == {None}


def test_whoever_has_two_organizations_sees_which_one_owns_a_project(market):
    eve = user(market.application, "Eve")
    home = eve.get("/auth/me").json["home_id"]
    second = eve.post("/organizations", {"name": "Gears Ltd"}).json["id"]
    for owner in (home, second):
        project_id = eve.project(organization_id=owner)
        shown = shown_for(eve, project_id, eve.process(project_id))
        assert set(shown.values()) == {owner}, shown
    assert {each["as"] for each in eve.get("/projects").json["items"]} == {home, second}


def test_whoever_works_for_two_contractors_sees_for_which_one_they_are_shown_a_process(market):
    process_id, contractors = market.send(2)
    worker = user(market.application, "Walt")
    me = worker.me["user"]
    employers = [organization_of(contractor) for contractor in contractors]
    for contractor, employer in zip(contractors, employers, strict=True):
        member = {"email": me["email"], "role": "member"}
        answer = contractor.post(f"/organizations/{employer}/members", member)
        assert answer.status_code == 201, answer.text
    worker.visit()
    project_id = worker.get(f"/processes/{process_id}").json["project_id"]
    assert set(shown_for(worker, project_id, process_id).values()) == {min(employers)}
    request = next(
        each
        for each in worker.get("/requests?limit=200").json["items"]
        if each["process_id"] == process_id and each["contractor_id"] == min(employers)
    )
    decline = {"reason": "We are full."}
    declined = worker.post(f"/requests/{request['id']}/actions/decline", decline)
    assert declined.status_code == 200, declined.text
    assert set(shown_for(worker, project_id, process_id).values()) == {max(employers)}
