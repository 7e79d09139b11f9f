"""Projects over HTTP: who finds which, how they are changed, how lists go on."""

from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from service.database import transactions
from service.database.models import IdempotentAnswer, Membership, Project, ProjectAccess, Role
from service.ids import new_id
from tests.support.accounts import PASSWORD
from tests.support.callers import API, user
from tests.support.orders import confirmed, program, request_of, statements
from tests.support.worlds.marketplace import refused


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


@pytest.fixture
def somebody(market):
    """A browser of a new user, who has no projects yet."""
    return user(market.application, f"user-{uuid4().hex[:8]}")


def project(caller, **fields):
    answer = caller.post("/projects", fields)
    assert answer.status_code == 201, answer.text
    return answer.json


def listed(caller, query=""):
    """All pages, in order."""
    items, cursor = [], ""
    while True:
        page = caller.get(f"/projects?{query}&cursor={cursor}").json
        items += page["items"]
        if page["next"] is None:
            return items
        cursor = page["next"]


def test_a_new_project_says_where_it_is_and_in_which_version(market):
    answer = market.client.post("/projects", {"title": "Pump", "details": {"site": "Ulm"}})
    id = answer.json["id"]
    assert answer.status_code == 201
    assert answer.headers["Location"].endswith(f"{API}/projects/{id}")
    shown = market.client.get(f"/projects/{id}")
    assert shown.headers["ETag"] == answer.headers["ETag"] == f'"{shown.json["version"]}"'
    assert shown.json["details"] == {"site": "Ulm"}
    assert (shown.json["role"], shown.json["status"]) == ("client", "action_required")


def test_a_patch_merges_details_and_takes_out_what_is_null(market):
    details = {"a": 1, "deep": {"keep": [1], "drop": 2, "flat": 3}, "gone": "x"}
    id = project(market.client, title="Pump", details=details)["id"]
    patch = {"deep": {"drop": None, "flat": {"now": "deep"}}, "gone": None, "new": {"n": None}}
    answer = market.client.patch(f"/projects/{id}", {"details": patch})
    assert answer.json["details"] == {
        "a": 1,
        "deep": {"keep": [1], "flat": {"now": "deep"}},
        "new": {},
    }
    assert answer.json["title"] == "Pump"
    cleared = market.client.patch(f"/projects/{id}", {"title": None, "details": None}).json
    assert (cleared["title"], cleared["details"]) == ("", {})


@pytest.mark.parametrize("value", [1e300, -1e-300, 2**53 + 1, 1.5, [{"x": None}], "ß\n✓", True])
def test_details_come_back_as_they_were(market, value):
    id = project(market.client, details={"x": value})["id"]
    assert market.client.get(f"/projects/{id}").json["details"] == {"x": value}


def test_details_that_are_too_deep_or_too_many_are_refused(market):
    many = {str(n): n for n in range(101)}
    assert refused(market.client.post("/projects", {"details": many}), 422, "invalid")
    for depth in (33, 200, 260, 900):
        body = '{"details": ' + '{"x": ' * depth + "1" + "}" * depth + "}"
        answer = market.client.post("/projects", data=body, content_type="application/json")
        assert answer.status_code in (400, 422), (depth, answer.text)
    deep = project(market.client, details={"x": [[{"y": [1]}]]})["id"]
    assert market.client.patch(f"/projects/{deep}", {"details": {"x": None}}).json["details"] == {}


def test_a_change_of_an_old_version_is_refused(market):
    shown = project(market.client)
    path, tag = f"/projects/{shown['id']}", {"If-Match": f'"{shown["version"]}"'}
    changed = market.client.patch(path, {"title": "A"}, headers=tag)
    assert changed.headers["ETag"] != tag["If-Match"]
    for answer in (
        market.client.patch(path, {"title": "B"}, headers=tag),
        market.client.post(f"{path}/processes", {}, headers=tag),
        market.client.delete(f"/projects?ids={shown['id']}", headers=tag),
    ):
        assert refused(answer, 412, "version-moved-on")
    assert market.client.get(path).json["title"] == "A"
    assert market.client.patch(path, {"title": "C"}, headers={"If-Match": "*"}).status_code == 200


def test_projects_are_deleted_all_or_none(market):
    first, second = project(market.client)["id"], project(market.client)["id"]
    foreign = market.visitor()
    theirs = project(foreign)["id"]
    answer = market.client.delete(f"/projects?ids={first},{theirs}")
    assert refused(answer, 404, "not-found")
    assert market.client.get(f"/projects/{first}").status_code == 200
    assert market.client.delete(f"/projects?ids={first},{second}").status_code == 204
    for id in (first, second):
        assert refused(market.client.get(f"/projects/{id}"), 404, "not-found")
    assert foreign.get(f"/projects/{theirs}").status_code == 200


def test_a_project_with_an_order_under_way_is_not_deleted(market):
    process_id, (contractor,) = market.send(1)
    id = request_of(contractor, process_id)["project_id"]
    assert refused(market.client.delete(f"/projects?ids={id}"), 409, "cannot-delete")
    market.client.post(f"/processes/{process_id}/actions/cancel", {"reason": "no need"})
    assert market.client.delete(f"/projects?ids={id}").status_code == 204
    request = request_of(contractor, process_id)
    assert contractor.get(f"/requests/{request['id']}").json["state"] == "withdrawn"
    assert refused(market.client.get(f"/requests/{request['id']}"), 404, "not-found")


def test_a_contractor_changes_nothing_of_a_project_it_received(market):
    process_id, winner, _ = confirmed(market)
    id = request_of(winner, process_id)["project_id"]
    path = f"/projects/{id}"
    assert winner.get(path).json["role"] == "contractor"
    assert winner.get(path).json["details"] == {}
    for answer in (
        winner.patch(path, {"title": "Mine"}),
        winner.post(f"{path}/processes", {}),
        winner.post(f"{path}/verify", {"process_ids": [process_id]}),
        winner.patch(f"{path}/processes", {"process_ids": [process_id], "changes": {}}),
    ):
        assert refused(answer, 403, "forbidden")
    for several in (f"/projects?ids={id}", f"{path}/processes?ids={process_id}"):
        assert refused(winner.delete(several), 403, "forbidden")


def test_an_operator_makes_moves_but_changes_no_content(market):
    operator = user(market.application, f"operator-{uuid4().hex[:8]}", is_operator=True)
    process_id, _, _ = confirmed(market)
    shown = operator.get(f"/processes/{process_id}").json
    assert (shown["role"], shown["actions"]) == ("operator", ["cancel"])
    path = f"/projects/{shown['project_id']}"
    assert refused(operator.patch(path, {"title": "Mine"}), 403, "forbidden")
    assert refused(operator.post(f"{path}/processes", {}), 403, "forbidden")
    assert refused(operator.post(f"/processes/{process_id}/clone"), 403, "forbidden")
    cancel = f"/processes/{process_id}/actions/cancel"
    assert refused(operator.post(cancel, {}), 422, "invalid")
    done = operator.post(cancel, {"reason": "the contractor is bankrupt"})
    assert done.json["state"] == "cancelled"


def test_a_project_for_an_organization_that_is_not_ones_own_is_refused(market, somebody):
    foreign = str(market.client.login.organization_id)
    for id in (foreign, str(uuid4())):
        answer = somebody.post("/projects", {"organization_id": id})
        assert refused(answer, 404, "not-found")
    observer = program(market.client, market, "processes:read")
    assert refused(observer.post("/projects", {}), 403, "forbidden")


def test_who_belongs_to_no_organization_is_told_so(market, somebody):
    me = somebody.get("/auth/me").json
    with transactions.writing() as session:
        session.execute(sa.delete(Membership).where(Membership.user_id == UUID(me["user"]["id"])))
    assert refused(somebody.post("/projects", {}), 403, "forbidden")


def test_pages_follow_each_other_without_gaps_or_repeats(somebody):
    ids = [project(somebody, title=f"Project {n}")["id"] for n in range(5)]
    assert [p["id"] for p in listed(somebody, "limit=2")] == ids[::-1]
    assert [p["id"] for p in listed(somebody, "limit=5")] == ids[::-1]
    assert [p["title"] for p in listed(somebody, "limit=1&title=project%203")] == ["Project 3"]
    assert listed(somebody, "title=%25") == []


def test_who_orders_from_their_own_workshop_finds_each_project_once_on_every_page(somebody):
    ids = [project(somebody)["id"] for _ in range(4)]
    party = UUID(somebody.get("/auth/me").json["home_id"])
    with transactions.writing() as session:
        for id in ids:
            session.add(ProjectAccess(party_id=party, project_id=UUID(id), side="contractor"))
    projects = listed(somebody, "limit=2")
    assert [p["id"] for p in projects] == ids[::-1]
    assert {p["role"] for p in projects} == {"client"}


def test_a_list_with_processes_takes_the_same_number_of_queries_however_long_it_is(market):
    path = "/projects?include=processes&limit=200"

    def fill():
        market.client.draft(quantity=1)
        return confirmed(market)[0]

    process_id = fill()
    with statements() as few:
        fewer = market.client.get(path).json["items"]
    fill(), fill()
    with statements() as many:
        items = market.client.get(path).json["items"]
    assert process_id in str(items)
    assert len(items) == len(fewer) + 4
    assert len(many) == len(few)


def test_a_list_shows_projects_as_they_are_shown_one_by_one(market):
    process_id, winner, _ = confirmed(market)
    for caller in (market.client, winner):
        items = caller.get("/projects?include=processes&limit=200").json["items"]
        mine = next(p for p in items if process_id in str(p["processes"]))
        assert mine == caller.get(f"/projects/{mine['id']}?include=processes").json
        assert mine["processes"] == [caller.get(f"/processes/{process_id}").json]
        del mine["processes"]
        fields = ",".join(mine)
        assert mine in caller.get(f"/projects?limit=200&fields={fields}").json["items"]


def test_to_strangers_a_project_is_not_there(market):
    id = project(market.client)["id"]
    stranger = next(iter(market.contractors.values())).enter()
    for caller in (stranger, market.visitor(), market.nobody()):
        own = caller.get(f"/projects/{id}")
        unknown = caller.get(f"/projects/{new_id()}")
        assert refused(own, 404, "not-found")
        assert own.json["title"] == unknown.json["title"]
        assert own.json["detail"] == f"there is no project {id}"
    assert refused(market.nobody().get("/projects"), 401, "unauthenticated")


def test_who_may_only_chat_finds_no_projects(market):
    id = project(market.client)["id"]
    chatting = program(market.client, market, "processes:messages")
    assert chatting.get("/projects").json["items"] == []
    assert refused(chatting.get(f"/projects/{id}"), 403, "forbidden")
    assert refused(chatting.patch(f"/projects/{id}", {"title": "x"}), 403, "forbidden")


def test_a_visitors_projects_are_saved_with_all_that_is_in_them(market, somebody):
    id = project(somebody, title="Saved")["id"]
    visitor_id = new_id()
    with transactions.writing() as session:  # as if it had been made before they logged in
        made = session.get(Project, UUID(id))
        made.client_id, made.visitor_id = None, visitor_id
    assert refused(somebody.get(f"/projects/{id}"), 404, "not-found")
    assert somebody.post("/projects/save").json["items"] == []
    assert refused(market.visitor().post("/projects/save"), 401, "unauthenticated")


def test_who_may_create_no_projects_brings_none_along_from_before_they_logged_in(market):
    account = {"email": f"{uuid4().hex}@shop.example", "password": PASSWORD, "name": "Olga"}
    owner, browser = market.visitor(), market.visitor()
    assert owner.post("/auth/register", account).status_code == 201
    home = UUID(owner.visit().me["home_id"])
    with transactions.writing() as session:  # as whoever reads there alone, and owns nothing
        of_home = sa.select(Membership).where(Membership.organization_id == home)
        observer = sa.and_(Role.organization_id == home, Role.name == "observer")
        role_id = session.scalars(sa.select(Role.id).where(observer)).one()
        session.scalars(of_home).one().role_id = role_id
    draft = browser.project(title="Mine")
    login = {"email": account["email"], "password": PASSWORD}
    assert browser.post("/auth/login", login).status_code == 200
    browser.visit()
    assert browser.get(f"/projects/{draft}").json["as"] is None
    assert refused(owner.get(f"/projects/{draft}"), 404, "not-found")
    assert refused(browser.post("/projects/save"), 403, "forbidden")


def test_a_dry_run_keeps_nothing_not_even_its_key(market):
    before = len(listed(market.client, "limit=200"))
    key = {"Idempotency-Key": "try"}
    answer = market.client.post("/projects?dry_run=true", {"title": "Never"}, headers=key)
    assert (answer.status_code, answer.headers["Dry-Run"]) == (201, "true")
    assert len(listed(market.client, "limit=200")) == before
    with transactions.reading() as session:
        stored = session.get(IdempotentAnswer, (str(market.client.login.user_id), "try"))
        assert stored is None
