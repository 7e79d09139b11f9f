"""Tells how a part becomes somebody's: visitor, client, colleague, stranger; over HTTP."""

from tests.support import meshes


def names(rows):
    return [row["name"] for row in rows]


def test_a_visitors_draft_becomes_theirs_when_they_register(werkbank):
    ada = werkbank.visitor()
    process = ada.draft()
    path = f"/processes/{process['id']}"
    assert werkbank.visitor().status("GET", path) == 404
    ada.register("Ada")
    saved = ada.tell("GET", path)
    assert (saved["state"], names(saved["files"])) == ("draft", ["cube.stl"])
    assert ada.tell("GET", f"/projects/{process['project_id']}")["client_id"] == ada.home_id
    (file,) = saved["files"]
    assert ada.ask("GET", f"/files/{file['id']}/content").content == meshes.cube_stl()


def test_a_visitors_draft_becomes_theirs_when_they_log_in(werkbank):
    ada = werkbank.client("Ada")
    browser = werkbank.visitor()
    process = browser.draft()
    browser.log_in(ada.email)
    listed = [project["id"] for project in ada.tell("GET", "/projects")["items"]]
    assert listed == [process["project_id"]]


def test_a_visitor_verifies_but_needs_an_account_to_send(werkbank):
    visitor = werkbank.visitor()
    process = visitor.verified()
    assert [lack["field"] for lack in process["missing"]] == ["choice", "owner"]
    answer = visitor.ask("POST", f"/processes/{process['id']}/actions/send", {})
    assert answer.status_code == 409
    assert "owner" in [lack["field"] for lack in answer.json()["missing"]]
    visitor.register("Ada")
    assert visitor.sent(1, process)["state"] == "sent"


def test_a_colleague_sees_and_moves_what_the_organization_owns(werkbank):
    ada, bob = werkbank.client("Ada"), werkbank.client("Bob")
    process = ada.draft()
    path = f"/processes/{process['id']}"
    assert bob.status("GET", path) == 404
    member = {"email": bob.email, "role": "member"}
    ada.tell("POST", f"/organizations/{ada.home_id}/members", member)
    assert bob.tell("PATCH", path, {"quantity": 7})["quantity"] == 7
    bob.start("verify", process)
    assert ada.await_state(process, "verified")["quantity"] == 7
    rows = ada.tell("GET", f"{path}/history")["items"]
    (verify,) = (row for row in rows if row["trigger"] == "verify")
    assert (verify["actor"]["role"], verify["actor"]["name"]) == ("client", "Bob")


def test_to_a_stranger_nothing_is_there(werkbank):
    process = werkbank.client("Ada").verified()
    (file,) = process["files"]
    stranger = werkbank.client("Eve")
    for path in (
        f"/projects/{process['project_id']}",
        f"/processes/{process['id']}",
        f"/processes/{process['id']}/contractors",
        f"/processes/{process['id']}/verification",
        f"/processes/{process['id']}/history",
        f"/processes/{process['id']}/files",
        f"/files/{file['id']}/content",
        f"/files/{file['id']}/preview.png",
    ):
        assert stranger.status("GET", path) == 404, path
    assert stranger.tell("GET", "/projects")["items"] == []
    heard = stranger.tell("GET", "/events?after=0&own=true")["items"]
    assert {event["actor"]["name"] for event in heard} <= {"Eve"}
