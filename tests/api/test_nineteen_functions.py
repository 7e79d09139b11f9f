"""Proves the nineteen functions of project and process management, one by one, over HTTP."""

import csv
import io
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from service import clock
from service.database import transactions
from service.database.models import BrowserSession, Project
from service.sourcing import dispatch
from service.verification import verify
from tests.support.callers import publish
from tests.support.worlds import marketplace as markets


@pytest.fixture
def market(example_url, monkeypatch, tmp_path):
    with markets.opened(example_url, monkeypatch, tmp_path) as market:
        yield market
    clock.reset()


def created(answer):
    assert answer.status_code == 201, answer.text
    return answer.json


def json_of(answer):
    assert answer.status_code == 200, answer.text
    return answer.json


def accepted(answer):
    """The ids of the processes that a worker was asked to work on."""
    assert answer.status_code == 202, answer.text
    return [result["process_id"] for result in answer.json["items"] if result["accepted"]]


def a_project(caller, number=1, **fields):
    """A project with some processes; their ids."""
    project = created(caller.post("/projects", {"title": "Gearbox", **fields}))
    path = f"/projects/{project['id']}/processes"
    return project["id"], [created(caller.post(path, {}))["id"] for _ in range(number)]


def ready(caller, number=1):
    """A project with processes that lack nothing to be verified."""
    project_id, ids = a_project(caller, number)
    for process_id in ids:
        fields = {"quantity": 5, "material_id": "pa12"}
        json_of(caller.patch(f"/processes/{process_id}", fields))
        created(caller.upload(process_id, unit="mm"))
    return project_id, ids


def a_draft_of_another_tab(market):
    """A draft of the client's browser that came just while they were logging in."""
    project_id, _ = a_project(market.client)
    sessions = sa.select(BrowserSession.visitor_id)
    with transactions.writing() as session:
        mine = sessions.where(BrowserSession.user_id == market.client.login.user_id)
        project = session.get_one(Project, UUID(project_id))
        project.client_id, project.visitor_id = None, session.scalar(mine)
    assert markets.refused(market.colleague.get(f"/projects/{project_id}"), 404, "not-found")
    return project_id


def test_create_project_id_gives_anybody_a_project_under_a_chosen_id_too(market):
    for caller in (market.visitor(), market.client):
        project = created(caller.post("/projects", {"title": "Gearbox", "details": {"po": 7}}))
        assert json_of(caller.get(f"/projects/{project['id']}"))["details"] == {"po": 7}
    own = str(uuid4())
    assert created(market.client.post("/projects", {"id": own}))["id"] == own
    assert markets.refused(market.client.post("/projects", {"id": own}), 409, "id-taken")
    assert markets.refused(market.nobody().post("/projects", {}), 401, "unauthenticated")


def test_update_project_merges_title_and_details(market):
    project_id, _ = a_project(market.client, details={"po": 7, "room": "B2"})
    changes = {"title": "Pump", "details": {"po": None, "floor": 3}}
    project = json_of(market.colleague.patch(f"/projects/{project_id}", changes))
    assert (project["title"], project["details"]) == ("Pump", {"room": "B2", "floor": 3})


def test_delete_projects_deletes_all_of_them_or_none(market):
    keep, _ = a_project(market.client)
    gone, (process_id,) = a_project(market.client)
    stranger = market.visitor()
    other, _ = a_project(stranger)
    both = f"/projects?ids={gone},{other}"
    assert markets.refused(market.client.delete(both), 404, "not-found")
    assert json_of(market.client.get(f"/projects/{gone}"))
    assert market.client.delete(f"/projects?ids={gone}").status_code == 204
    for path in (f"/projects/{gone}", f"/processes/{process_id}"):
        assert markets.refused(market.client.get(path), 404, "not-found")
    assert [p["id"] for p in json_of(market.client.get("/projects"))["items"]] == [keep]


def test_delete_projects_refuses_what_contractors_have(market):
    process_id, _ = market.send(1)
    project_id = json_of(market.client.get(f"/processes/{process_id}"))["project_id"]
    answer = market.client.delete(f"/projects?ids={project_id}")
    assert markets.refused(answer, 409, "cannot-delete")
    cancelled = market.client.post(f"/processes/{process_id}/actions/cancel", {})
    assert json_of(cancelled)["state"] == "cancelled"
    assert market.client.delete(f"/projects?ids={project_id}").status_code == 204


def test_create_process_id_gives_a_draft_that_says_what_is_missing(market):
    project_id, _ = a_project(market.client, 0)
    fields = {"title": "Lid", "service_type": "additive_manufacturing", "quantity": 3}
    process = created(market.client.post(f"/projects/{project_id}/processes", fields))
    assert (process["state"], process["quantity"]) == ("draft", 3)
    assert {lack["field"] for lack in process["missing"]} == {"files", "material_id"}


def test_update_process_function_changes_several_processes_or_none(market):
    project_id, ids = a_project(market.client, 3)
    path = f"/projects/{project_id}/processes"
    changes = {"quantity": 4, "notes": "matt", "color": "white"}
    json_of(market.client.patch(path, {"process_ids": ids, "changes": changes}))
    body = {"process_ids": ids, "changes": {"quantity": 9}, "deletions": ["notes"]}
    project = json_of(market.client.patch(path, body))
    assert {(p["quantity"], p["notes"], p["color"]) for p in project["processes"]} == {
        (9, "", "white")
    }
    wrong = {"process_ids": [*ids, str(uuid4())], "changes": {"quantity": 1}}
    assert markets.refused(market.client.patch(path, wrong), 404, "not-found")
    assert json_of(market.client.get(f"/processes/{ids[0]}"))["quantity"] == 9


def test_update_process_makes_a_draft_of_what_was_verified(market):
    project_id, (process_id,) = ready(market.client)
    market.client.post(f"/projects/{project_id}/verify", {"process_ids": [process_id]})
    verify.verify(UUID(process_id))
    path = f"/processes/{process_id}"
    assert json_of(market.client.patch(path, {"notes": "matt"}))["state"] == "verified"
    assert json_of(market.client.patch(path, {"quantity": 6}))["state"] == "draft"


def test_get_process_and_project_from_session_finds_a_visitors_own_drafts(market):
    visitor = market.visitor()
    project_id, (process_id,) = a_project(visitor)
    process = json_of(visitor.get(f"/processes/{process_id}"))
    assert (process["project_id"], process["role"]) == (project_id, "client")
    assert [p["id"] for p in json_of(visitor.get("/projects"))["items"]] == [project_id]
    for stranger in (market.visitor(), market.client, market.nobody()):
        assert stranger.get(f"/processes/{process_id}").status_code in (401, 404)


def test_delete_processes_deletes_all_of_them_or_none(market):
    project_id, ids = a_project(market.client, 3)
    path = f"/projects/{project_id}/processes?ids="
    assert market.client.delete(f"{path}{ids[0]},{uuid4()}").status_code == 404
    assert market.client.delete(f"{path}{ids[0]},{ids[1]}").status_code == 204
    left = json_of(market.client.get(f"/projects/{project_id}"))["processes"]
    assert [process["id"] for process in left] == ids[2:]


def test_get_flat_projects_counts_processes_and_derives_a_status(market):
    _, (contractor,) = market.send(1)
    a_project(market.client, 2)
    drafts, sent = json_of(market.client.get("/projects"))["items"]
    assert (drafts["states"], drafts["status"]) == ({"draft": 2}, "action_required")
    assert (sent["states"], sent["status"]) == ({"sent": 1}, "waiting_for_contractor")
    assert "processes" not in drafts
    (received,) = json_of(contractor.get("/projects"))["items"]
    assert (received["role"], received["status"]) == ("contractor", "action_required")
    first = json_of(market.client.get("/projects?limit=1"))
    second = json_of(market.client.get(f"/projects?limit=1&cursor={first['next']}"))
    assert [first["items"], second["items"], second["next"]] == [[drafts], [sent], None]


def test_retrieve_projects_lists_them_with_their_processes(market):
    _, ids = a_project(market.client, 2)
    (project,) = json_of(market.colleague.get("/projects?include=processes"))["items"]
    assert [process["id"] for process in project["processes"]] == ids


def test_get_project_shows_a_contractor_only_what_was_sent_to_it(market):
    process_id, (contractor,) = market.send(1)
    project_id = json_of(market.client.get(f"/processes/{process_id}"))["project_id"]
    created(market.client.post(f"/projects/{project_id}/processes", {}))
    assert len(json_of(market.client.get(f"/projects/{project_id}"))["processes"]) == 2
    seen = json_of(contractor.get(f"/projects/{project_id}"))
    assert [process["id"] for process in seen["processes"]] == [process_id]
    stranger = market.visitor()
    assert markets.refused(stranger.get(f"/projects/{project_id}"), 404, "not-found")


def test_get_missed_events_counts_until_somebody_says_that_they_have_read(market):
    process_id, (contractor,) = market.send(1)
    contractor.post(f"/processes/{process_id}/messages", {"text": "Which colour?"})
    position = publish()
    (project,) = json_of(market.client.get("/events/missed"))["projects"]
    assert project["messages"] == 1
    assert project["processes"][0]["process_id"] == process_id
    json_of(market.client.put("/events/read", {"position": position}))
    assert json_of(market.client.get("/events/missed"))["projects"] == []
    assert json_of(market.colleague.get("/events/missed"))["projects"] != []


def test_get_contractors_lists_every_one_with_its_quote_or_its_reasons(market):
    process_id, _ = market.send(2)
    listed = json_of(market.client.get(f"/processes/{process_id}/contractors"))["items"]
    assert {entry["contractor_id"] for entry in listed} == set(market.contractors)
    for entry in listed:
        assert entry["suitable"] is bool(entry["quote"]) is not bool(entry["constraints"])
    assert len([entry for entry in listed if entry["suitable"]]) >= 2


def test_save_projects_hands_the_visitors_drafts_to_the_user(market):
    project_id = a_draft_of_another_tab(market)
    saved = json_of(market.client.post("/projects/save"))["items"]
    assert [project["id"] for project in saved] == [project_id]
    assert json_of(market.colleague.get(f"/projects/{project_id}"))
    assert markets.refused(market.visitor().post("/projects/save"), 401, "unauthenticated")


def test_save_projects_via_websocket_happens_as_soon_as_the_stream_opens(market):
    project_id = a_draft_of_another_tab(market)
    market.client.ask("HEAD", "/events/stream")
    assert json_of(market.colleague.get(f"/projects/{project_id}"))


def test_verify_project_starts_what_is_ready_and_says_what_is_missing_elsewhere(market):
    project_id, (good,) = ready(market.client)
    bad = created(market.client.post(f"/projects/{project_id}/processes", {}))["id"]
    answer = market.client.post(f"/projects/{project_id}/verify", {"process_ids": [good, bad]})
    assert accepted(answer) == [good]
    _, refused = answer.json["items"]
    assert {lack["field"] for lack in refused["missing"]} >= {"files", "quantity"}
    assert verify.verify(UUID(good)) == "pass_verification"
    assert json_of(market.client.get(f"/processes/{good}"))["state"] == "verified"


def test_send_project_asks_each_chosen_contractor_once(market):
    process_id, contractors = market.send(2)
    assert json_of(market.client.get(f"/processes/{process_id}"))["state"] == "sent"
    for contractor in contractors:
        (request,) = json_of(contractor.get("/requests"))["items"]
        assert request["process_id"] == process_id
    assert dispatch.send(UUID(process_id), lambda outgoing: {}) is None


def test_get_process_history_says_who_did_what_also_as_csv_and_pdf(market):
    process_id, _ = market.send(1)
    path = f"/processes/{process_id}/history"
    rows = json_of(market.client.get(path))["items"]
    assert [row["version"] for row in rows] == list(range(1, len(rows) + 1))
    assert rows[0]["trigger"] == "create"
    assert (rows[0]["from"], rows[0]["actor"]["name"]) == (None, "Klara Klient")
    assert (rows[-1]["to"], rows[-1]["actor"]["role"]) == ("sent", "system")
    table = list(
        csv.DictReader(io.StringIO(market.client.get(f"{path}.csv").data.decode("utf-8-sig")))
    )
    assert [row["trigger"] for row in table] == [row["trigger"] for row in rows]
    assert market.client.get(f"{path}.pdf").data.startswith(b"%PDF")


def test_fire_websocket_events_tells_the_others_and_not_oneself(market):
    process_id, (contractor,) = market.send(1)
    contractor.post(f"/processes/{process_id}/messages", {"text": "Which colour?"})
    publish()
    path = f"/events?after=0&process_id={process_id}&types=process.message"
    (event,) = json_of(market.client.get(path))["items"]
    assert event["actor"]["role"] == "contractor"
    assert json_of(contractor.get(path))["items"] == []
    (own,) = json_of(contractor.get(f"{path}&own=true"))["items"]
    assert own == event
