"""Messages: who may write, who reads what, who hears of it."""

import json
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from service.database import transactions
from service.database.models import Audience, Event, Request
from service.ids import new_id
from tests.support.callers import Caller, publish
from tests.support.worlds import marketplace as markets
from tests.support.worlds.marketplace import refused
from workflows.request import RequestState

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def everybody(shared_market):
    return shared_market


@pytest.fixture
def market(everybody, monkeypatch, tmp_path):
    markets.moved_to(tmp_path, monkeypatch)
    return everybody


def say(caller, process_id, text, **more):
    answer = caller.post(f"/processes/{process_id}/messages", {"text": text, **more})
    assert answer.status_code == 201, answer.text
    return answer.json


def texts(caller, process_id):
    answer = caller.get(f"/processes/{process_id}/messages")
    return [message["text"] for message in answer.json["items"]]


def request_of(contractor, process_id):
    organization_id = contractor.login.organization_id
    with transactions.reading() as session:
        query = sa.select(Request).where(
            Request.contractor_id == organization_id, Request.process_id == UUID(process_id)
        )
        return session.scalars(query).one()


def test_author_and_time_are_the_services(market):
    process_id = market.client.draft()
    message = say(market.client, process_id, "  for Tuesday \n")
    login = market.client.login
    assert message["text"] == "for Tuesday"
    assert message["author"] == {
        "role": "client",
        "id": str(login.user_id),
        "name": login.name,
        "organization_id": str(login.organization_id),
    }
    assert message["created_at"].endswith("Z")
    forged = {"text": "hello", "author": {"name": "somebody else"}}
    answer = market.client.post(f"/processes/{process_id}/messages", forged)
    assert refused(answer, 422, "invalid")


def test_before_anybody_is_asked_the_clients_organization_talks_to_itself(market):
    process_id = market.client.draft()
    assert say(market.client, process_id, "which steel?")["request_id"] is None
    say(market.colleague, process_id, "the usual one")
    assert texts(market.client, process_id) == ["which steel?", "the usual one"]
    process_id = say_and_send(market)
    assert "internal" in texts(market.client, process_id)


def say_and_send(market):
    process_id, contractors = market.send()
    say(market.client, process_id, "internal")
    for contractor in contractors:
        assert texts(contractor, process_id) == []
    return process_id


def test_contractors_do_not_read_each_other(market):
    process_id, (one, two) = market.send()
    asked = say(one, process_id, "is 0.2 mm enough?")
    assert asked["request_id"] == str(request_of(one, process_id).id)
    assert asked["author"]["role"] == "contractor"
    say(two, process_id, "we can do it in blue")
    say(market.client, process_id, "yes", request_id=asked["request_id"])
    assert texts(one, process_id) == ["is 0.2 mm enough?", "yes"]
    assert texts(two, process_id) == ["we can do it in blue"]
    assert len(texts(market.client, process_id)) == 3


def test_a_contractor_cannot_write_into_the_thread_of_another_one(market):
    process_id, (one, two) = market.send()
    body = {"text": "hello", "request_id": str(request_of(two, process_id).id)}
    answer = one.post(f"/processes/{process_id}/messages", body)
    assert refused(answer, 422, "invalid")
    assert answer.json["errors"][0]["pointer"] == "/request_id"


def test_with_one_contractor_in_the_race_the_client_writes_to_it(market):
    process_id, (contractor,) = market.send(1)
    message = say(market.client, process_id, "please pack them well")
    assert message["request_id"] == str(request_of(contractor, process_id).id)
    assert texts(contractor, process_id) == ["please pack them well"]


def test_who_is_out_of_the_race_reads_and_writes_no_more(market):
    process_id, (one, two) = market.send()
    request = request_of(one, process_id)
    with transactions.writing() as session:
        session.get(Request, request.id).state = RequestState.DECLINED
    path = f"/processes/{process_id}/messages"
    assert refused(one.get(path), 404, "not-found")
    assert refused(one.post(path, {"text": "wait"}), 404, "not-found")
    to_it = {"text": "hello", "request_id": str(request.id)}
    assert refused(market.client.post(path, to_it), 422, "invalid")
    say(market.client, process_id, "now it is between us two")
    assert texts(two, process_id) == ["now it is between us two"]


def test_a_message_is_heard_by_its_thread_alone(market):
    process_id, (one, _) = market.send()
    message = say(one, process_id, "a question")
    publish()
    with transactions.reading() as session:
        query = sa.select(Event).where(
            Event.type == "process.message", Event.process_id == UUID(process_id)
        )
        (event,) = session.scalars(query)
        parties = set(
            session.scalars(sa.select(Audience.party_id).where(Audience.event_id == event.id))
        )
    assert event.right == "processes:messages"
    assert event.data["message_id"] == message["id"]
    assert parties == {one.login.organization_id, market.client.login.organization_id}


def test_a_message_changes_nothing_of_the_process(market):
    process_id = market.client.draft()
    before = market.client.get(f"/processes/{process_id}").json["version"]
    say(market.client, process_id, "hello")
    assert market.client.get(f"/processes/{process_id}").json["version"] == before


@pytest.mark.parametrize("text", ["", "   \n", "x" * 10_001, None, 7])
def test_a_message_has_1_to_10000_characters(market, text):
    path = f"/processes/{market.client.draft()}/messages"
    assert refused(market.client.post(path, {"text": text}), 422, "invalid")
    assert market.client.get(path).json["items"] == []


def test_the_longest_message_arrives_whole(market):
    process_id, text = market.client.draft(), "Schraube ✓ " * 909 + "x"
    assert len(text) == 10_000
    say(market.client, process_id, text)
    assert texts(market.client, process_id) == [text]


def test_characters_that_no_text_may_hold_are_refused(market):
    path = f"/processes/{market.client.draft()}/messages"
    for body in (b'{"text": "a\\u0000b"}', b'{"text": "\\ud800"}', b'{"text": "\xff"}', b"{"):
        answer = market.client.post(path, data=body, content_type="application/json")
        assert answer.status_code == 400, (body, answer.text)


def test_messages_of_others_do_not_exist(market):
    process_id = market.client.draft()
    stranger = next(iter(market.contractors.values())).enter()
    for caller in (stranger, market.visitor(), market.nobody()):
        for id in (process_id, str(uuid4())):
            assert refused(caller.get(f"/processes/{id}/messages"), 404, "not-found")
            answer = caller.post(f"/processes/{id}/messages", {"text": "let me in"})
            assert answer.status_code == 404


def test_who_may_chat_and_nothing_else_can_chat_and_nothing_else(market):
    process_id = market.client.draft()
    key = market.client.post("/api_keys", {"name": "chat", "rights": ["processes:messages"]})
    program = Caller(market.application, key.json["key"])
    say(program, process_id, "from a program")
    assert texts(program, process_id) == ["from a program"]
    assert refused(program.get(f"/processes/{process_id}"), 403, "forbidden")
    assert refused(program.get(f"/processes/{process_id}/files"), 403, "forbidden")
    assert refused(program.upload(process_id), 403, "forbidden")


def test_pages_of_messages_follow_each_other(market):
    process_id = market.client.draft()
    for n in range(3):
        say(market.client, process_id, str(n))
    path = f"/processes/{process_id}/messages"
    first = market.client.get(f"{path}?limit=2").json
    rest = market.client.get(f"{path}?limit=2&cursor={first['next']}").json
    assert [m["text"] for m in first["items"] + rest["items"]] == ["0", "1", "2"]
    assert rest["next"] is None
    assert refused(market.client.get(f"{path}?cursor=nonsense"), 422, "bad-cursor")


def test_a_message_may_bring_its_id(market):
    process_id, id = market.client.draft(), str(new_id())
    assert say(market.client, process_id, "once", id=id)["id"] == id
    again = market.client.post(
        f"/processes/{process_id}/messages",
        data=json.dumps({"text": "twice", "id": id}),
        content_type="application/json",
    )
    assert refused(again, 409, "id-taken")


def unread(caller, process_id, query=""):
    return caller.get(f"/processes/{process_id}/messages{query}").json["unread"]


def test_what_others_wrote_is_unread_until_it_is_said_to_be_read(market):
    process_id = market.client.draft()
    say(market.client, process_id, "mine")
    first = say(market.colleague, process_id, "one")
    last = say(market.colleague, process_id, "two")
    assert unread(market.client, process_id) == unread(market.client, process_id) == 2
    path = f"/processes/{process_id}/messages/read"
    assert market.client.put(path, {"message_id": first["id"]}).json == {"unread": 1}
    assert market.client.put(path, {"message_id": last["id"]}).json == {"unread": 0}
    assert market.client.put(path, {"message_id": first["id"]}).json == {"unread": 0}
    assert unread(market.colleague, process_id) == 1
    assert refused(market.client.put(path, {"message_id": str(uuid4())}), 422, "invalid")


def test_threads_are_read_each_for_itself_and_never_by_other_contractors(market):
    process_id, (one, other) = market.send(2)
    mine, theirs = (str(request_of(c, process_id).id) for c in (one, other))
    first = say(one, process_id, "from one")
    second = say(other, process_id, "from the other")
    path = f"/processes/{process_id}/messages/read"
    read = market.client.put(path, {"message_id": first["id"], "request_id": mine})
    assert read.json == {"unread": 0}
    assert unread(market.client, process_id) == 1
    assert unread(market.client, process_id, f"?request_id={theirs}") == 1
    listed = market.client.get(f"/processes/{process_id}/messages?request_id={theirs}").json
    assert [message["text"] for message in listed["items"]] == ["from the other"]
    assert one.get(f"/processes/{process_id}/messages?request_id={theirs}").json["items"] == []
    assert refused(one.put(path, {"message_id": second["id"]}), 422, "invalid")
    assert market.client.put(path, {"message_id": second["id"]}).json == {"unread": 0}
