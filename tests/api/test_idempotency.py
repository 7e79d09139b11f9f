"""Repeated requests under one `Idempotency-Key`: done once, answered the same."""

import io
import threading
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from service import app, clock
from service.database import idempotency_keys, transactions
from service.database.locks import SKIP_LOCKED
from service.database.models import HistoryRow, IdempotentAnswer, Process
from service.ids import new_id
from service.orders import projects
from tests.support.callers import API, Caller, site, user, visitor
from tests.support.meshes import cube_stl
from tests.support.worlds.marketplace import refused
from workflows.process import ProcessState


@pytest.fixture
def application(database_url, monkeypatch, tmp_path):
    with site(database_url, monkeypatch, tmp_path) as application:
        yield application


@pytest.fixture
def ada(application):
    return user(application, "Ada")


def keyed(key):
    return {"Idempotency-Key": key}


def count_projects(caller):
    return len(caller.get("/projects").json["items"])


def test_a_repeat_gets_the_same_answer_and_does_nothing_again(ada):
    first = ada.post("/projects", {"title": "Bracket"}, headers=keyed("k1"))
    again = ada.post("/projects", {"title": "Bracket"}, headers=keyed("k1"))
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.data == first.data
    for name in ("Location", "ETag", "Content-Type"):
        assert again.headers[name] == first.headers[name]
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert count_projects(ada) == 1


def test_a_move_is_made_once_however_often_it_is_asked_for(ada):
    id = ada.process(ada.project())
    for _ in range(3):
        answer = ada.post(
            f"/processes/{id}/actions/cancel", {"reason": "late"}, headers=keyed("k1")
        )
        assert answer.status_code == 200
        assert answer.json["state"] == "cancelled"
    with transactions.reading() as session:
        rows = sa.select(HistoryRow.trigger).where(HistoryRow.process_id == UUID(id))
        assert list(session.scalars(rows)).count("cancel") == 1


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/projects", {"title": "Another one"}),
        ("/projects?dry_run=false", {"title": "Bracket"}),
        ("/organizations", {"title": "Bracket"}),
    ],
)
def test_another_request_under_the_same_key_is_refused(ada, path, body):
    ada.post("/projects", {"title": "Bracket"}, headers=keyed("k1"))
    answer = ada.post(path, body, headers=keyed("k1"))
    assert answer.status_code == 422
    assert answer.json["type"].endswith("#idempotency-key-reused")
    assert "k1" in answer.json["detail"]
    assert count_projects(ada) == 1


def test_an_invalid_request_is_answered_the_same_again(ada):
    first = ada.post("/projects", {"title": 7}, headers=keyed("k1"))
    again = ada.post("/projects", {"title": 7}, headers=keyed("k1"))
    assert first.status_code == again.status_code == 422
    assert first.json["errors"] == again.json["errors"]


class Dripping(io.RawIOBase):
    """A body of which the second half comes only when it is asked for."""

    def __init__(self, content):
        self.content, self.position = content, 0
        self.waiting, self.may_go_on = threading.Event(), threading.Event()

    def readable(self):
        return True

    def readinto(self, buffer):
        if self.position:
            self.waiting.set()
            assert self.may_go_on.wait(10)
        half = len(self.content) // 2
        part = self.content[self.position : self.position + min(len(buffer), half or 1)]
        buffer[: len(part)] = part
        self.position += len(part)
        return len(part)


def test_a_repeat_while_the_first_still_runs_is_told_so_and_later_gets_its_answer(ada):
    id = ada.process(ada.project())
    content = cube_stl()
    path = f"/processes/{id}/files/cube.stl?unit=mm"
    sent = {
        "headers": keyed("k1"),
        "content_type": "application/octet-stream",
        "content_length": len(content),
    }
    body, answers = Dripping(content), []
    begun = {**sent, "environ_overrides": {"wsgi.input": body}}
    first = threading.Thread(target=lambda: answers.append(ada.ask("PUT", path, **begun)))
    first.start()
    assert body.waiting.wait(10)
    other = Caller(ada.application)
    other.client.set_cookie("werkbank_session", ada.client.get_cookie("werkbank_session").value)
    other.headers = dict(ada.headers)
    meanwhile = other.ask("PUT", path, input_stream=io.BytesIO(content), **sent)
    body.may_go_on.set()
    first.join()
    assert meanwhile.status_code == 409
    assert meanwhile.json["type"].endswith("#idempotency-key-in-use")
    assert answers[0].status_code == 201
    again = other.ask("PUT", path, input_stream=io.BytesIO(content), **sent)
    assert (again.status_code, again.data) == (201, answers[0].data)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(ada.get(f"/processes/{id}/files").json["items"]) == 1


def set_state(process_id, state):
    with transactions.writing() as session:
        session.execute(
            sa.update(Process).where(Process.id == UUID(process_id)).values(state=state)
        )


def test_after_a_conflict_the_key_can_be_used_again(ada):
    id = ada.process(ada.project())
    set_state(id, ProcessState.CONFIRMED)
    assert ada.ask("DELETE", f"/processes/{id}", headers=keyed("k1")).status_code == 409
    set_state(id, ProcessState.DRAFT)
    answer = ada.ask("DELETE", f"/processes/{id}", headers=keyed("k1"))
    assert answer.status_code == 204
    assert "Idempotent-Replayed" not in answer.headers
    again = ada.ask("DELETE", f"/processes/{id}", headers=keyed("k1"))
    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (204, "true")


def test_after_a_bug_the_key_can_be_used_again(ada, monkeypatch):
    def stumble(*args, **more):
        raise RuntimeError("a bug")

    with monkeypatch.context() as broken:
        broken.setattr(projects, "create", stumble)
        assert ada.post("/projects", {}, headers=keyed("k1")).status_code == 500
    answer = ada.post("/projects", {}, headers=keyed("k1"))
    assert answer.status_code == 201
    assert "Idempotent-Replayed" not in answer.headers


def test_a_key_whose_process_died_is_free_again_after_a_while(ada):
    ada.post("/projects", {}, headers=keyed("k1"))
    with transactions.writing() as session:  # as the death of the web process leaves it
        session.execute(sa.update(IdempotentAnswer).values(status=None, body=None, headers=None))
    assert ada.post("/projects", {}, headers=keyed("k1")).status_code == 409
    age(timedelta(seconds=6))
    assert ada.post("/projects", {}, headers=keyed("k1")).status_code == 201


@pytest.mark.only_on("postgresql")  # where hosts may differ
@pytest.mark.parametrize("ahead", [timedelta(minutes=2), timedelta(minutes=-2)])
def test_hosts_whose_clocks_differ_agree_on_how_old_a_reservation_is(ada, ahead):
    ada.post("/projects", {}, headers=keyed("k1"))
    with transactions.writing() as session:
        session.execute(sa.update(IdempotentAnswer).values(status=None, body=None, headers=None))
    clock.move(ahead)
    assert ada.post("/projects", {}, headers=keyed("k1")).status_code == 409
    age(timedelta(seconds=6))
    assert ada.post("/projects", {}, headers=keyed("k1")).status_code == 201


@pytest.mark.only_on("postgresql")  # on SQLite a repeat waits until the first one has written
def test_a_request_that_takes_long_keeps_its_key(ada, monkeypatch):
    elsewhere, create, hold, said = twin(ada), projects.create, idempotency_keys.hold, []

    def be_old(session, reservation):
        age(timedelta(minutes=10))
        hold(session, reservation)

    def be_asked_again(*args, **more):
        age(timedelta(minutes=10))
        said.append(elsewhere.post("/projects", {}, headers=keyed("k1")))
        return create(*args, **more)

    with monkeypatch.context() as slow:
        slow.setattr(idempotency_keys, "hold", be_old)
        slow.setattr(projects, "create", be_asked_again)
        assert ada.post("/projects", {}, headers=keyed("k1")).status_code == 201
    assert refused(said[0], 409, "idempotency-key-in-use")
    again = elsewhere.post("/projects", {}, headers=keyed("k1"))
    assert again.headers["Idempotent-Replayed"] == "true"


@pytest.mark.only_on("postgresql")  # on SQLite the first one writes meanwhile
def test_who_was_overtaken_before_it_began_changes_nothing(ada, monkeypatch):
    elsewhere, hold = twin(ada), idempotency_keys.hold

    def be_overtaken(session, reservation):
        age(timedelta(seconds=6))
        monkeypatch.setattr(idempotency_keys, "hold", hold)
        assert elsewhere.post("/projects", {}, headers=keyed("k1")).status_code == 201
        hold(session, reservation)

    monkeypatch.setattr(idempotency_keys, "hold", be_overtaken)
    answer = ada.post("/projects", {}, headers=keyed("k1"))
    assert refused(answer, 409, "idempotency-key-in-use")
    assert count_projects(ada) == 1


def age(by):
    """Let every reservation and answer that nobody holds have begun so much earlier."""
    with transactions.writing() as session:
        for row in session.scalars(sa.select(IdempotentAnswer).with_for_update(**SKIP_LOCKED)):
            row.started_at -= by


def twin(caller):
    """The same caller in another web process."""
    elsewhere = Caller(app.create_app())
    elsewhere.client.set_cookie(
        "werkbank_session", caller.client.get_cookie("werkbank_session").value
    )
    elsewhere.headers = dict(caller.headers)
    return elsewhere


def test_an_answer_is_kept_for_a_day(ada):
    ada.post("/projects", {}, headers=keyed("k1"))
    age(timedelta(hours=23))
    assert "Idempotent-Replayed" in ada.post("/projects", {}, headers=keyed("k1")).headers
    age(timedelta(hours=2))
    assert "Idempotent-Replayed" not in ada.post("/projects", {}, headers=keyed("k1")).headers


def test_each_caller_has_keys_of_their_own(application, ada):
    callers = [ada, user(application, "Bob"), visitor(application), visitor(application)]
    answers = [caller.post("/projects", {}, headers=keyed("k1")) for caller in callers]
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.json["id"] for answer in answers}) == 4


def test_a_users_keys_are_the_same_in_the_browser_and_with_an_api_key(application, ada):
    secret = ada.post("/api_keys", {"name": "shop"}).json["key"]
    first = ada.post("/projects", {}, headers=keyed("k1"))
    again = Caller(application, secret).post("/projects", {}, headers=keyed("k1"))
    assert again.json["id"] == first.json["id"]


def test_a_kept_answer_goes_only_to_who_still_may_as_much(application, ada):
    bob = user(application, "Bob")
    path = f"/organizations/{ada.me['home_id']}"
    member = {"email": "bob@shop.example", "role": "manager"}
    assert ada.post(f"{path}/members", member).status_code == 201

    def ask(caller):
        return caller.post(f"{path}/roles", {"name": "buyer", "rights": []}, headers=keyed("k1"))

    assert ask(bob).status_code == 201
    assert ask(bob).headers["Idempotent-Replayed"] == "true"
    made = bob.post("/api_keys", {"name": "shop", "rights": ["processes:read"]}).json
    assert refused(ask(Caller(application, made["key"])), 403, "forbidden")
    bob_path = f"{path}/members/{bob.me['user']['id']}"
    assert ada.patch(bob_path, {"role": "observer"}).status_code == 200
    assert refused(ask(bob), 403, "forbidden")
    assert ada.patch(bob_path, {"role": "owner"}).status_code == 200
    assert ask(bob).headers["Idempotent-Replayed"] == "true"
    assert ada.delete(bob_path).status_code == 204
    assert refused(ask(bob), 403, "forbidden")


def test_another_web_process_answers_the_repeat(ada):
    first = ada.post("/projects", {}, headers=keyed("k1"))
    elsewhere = twin(ada)
    again = elsewhere.post("/projects", {}, headers=keyed("k1"))
    assert again.data == first.data
    assert again.headers["Idempotent-Replayed"] == "true"


def test_one_key_for_two_processes_is_refused_for_the_second(application):
    guest = visitor(application)
    project_id = guest.project()
    one, other = guest.process(project_id), guest.process(project_id)
    assert guest.patch(f"/processes/{one}", {"quantity": 2}, headers=keyed("k1")).status_code == 200
    refused = guest.patch(f"/processes/{other}", {"quantity": 2}, headers=keyed("k1"))
    assert refused.status_code == 422
    assert guest.get(f"/processes/{other}").json["version"] == 1


def test_a_dry_run_neither_uses_nor_keeps_a_key(ada):
    assert ada.post("/projects?dry_run=true", {}, headers=keyed("k1")).status_code == 201
    assert "Idempotent-Replayed" not in ada.post("/projects", {}, headers=keyed("k1")).headers
    assert count_projects(ada) == 1


@pytest.mark.parametrize("key", ["x" * 256, "line\tbreak"])
def test_a_key_that_is_none_is_refused(ada, key):
    assert ada.post("/projects", {}, headers=keyed(key)).status_code == 422


def test_an_id_chosen_by_the_client_makes_a_repeat_safe_without_a_key(ada):
    body = {"id": str(new_id())}
    assert ada.post("/projects", body).status_code == 201
    assert ada.post("/projects", body).status_code == 409
    assert ada.client.get(f"{API}/projects/{body['id']}").status_code == 200
