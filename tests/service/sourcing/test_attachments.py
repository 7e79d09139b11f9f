"""Attachments of messages: who may bring, send and fetch them, and when they are forgotten."""

import io
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from service import clock
from service.database import transactions
from service.files import garbage, storage
from service.ids import new_id
from service.operations import retention
from service.sourcing import attachments, messages
from tests.support import meshes
from tests.support.callers import API, publish
from tests.support.races import locked_process, meanwhile
from tests.support.worlds import marketplace as markets
from tests.support.worlds.marketplace import refused

PHOTO = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@pytest.fixture(scope="module")
def everybody(shared_market):
    return shared_market


@pytest.fixture
def market(everybody, monkeypatch, tmp_path):
    markets.moved_to(tmp_path, monkeypatch)
    yield everybody
    clock.reset()


def upload(caller, process_id, content=PHOTO, name="crack.png", **fields):
    data = {**fields, "file": (io.BytesIO(content), name)}
    path = f"/processes/{process_id}/messages/attachments"
    return caller.ask("POST", path, data=data, content_type="multipart/form-data")


def brought(caller, process_id, *args, **more):
    answer = upload(caller, process_id, *args, **more)
    assert answer.status_code == 201, answer.text
    return answer.json


def write(caller, process_id, *ids, **more):
    return caller.post(f"/processes/{process_id}/messages", {"attachment_ids": ids, **more})


def fetched(caller, attachment, **more):
    return caller.get(attachment["href"].removeprefix(API), **more)


def pointers(answer):
    assert refused(answer, 422, "invalid")
    return [error["pointer"] for error in answer.json["errors"]]


def test_a_message_carries_what_was_uploaded_for_it(market):
    process_id, (contractor,) = market.send(1)
    photo = brought(contractor, process_id)
    assert (photo["name"], photo["media_type"]) == ("crack.png", "image/png")
    assert photo["size_bytes"] == len(PHOTO)
    part = brought(contractor, process_id, meshes.cube_stl(), "../as made.stl")
    assert (part["name"], part["media_type"]) == ("as made.stl", "model/stl")
    written = write(contractor, process_id, part["id"], photo["id"], text="it tore here")
    assert written.status_code == 201, written.text
    assert written.json["attachments"] == [photo, part]
    (read,) = market.client.get(f"/processes/{process_id}/messages").json["items"]
    assert (read["text"], read["attachments"]) == ("it tore here", [photo, part])
    answer = fetched(market.client, photo)
    assert answer.data == PHOTO
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="crack.png"')
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["ETag"] == f'"{photo["sha256"]}"'
    piece = fetched(market.client, photo, headers={"Range": "bytes=0-7"})
    assert (piece.status_code, piece.data) == (206, PHOTO[:8])


def test_attachments_are_said_enough_but_nothing_is_not(market):
    process_id = market.client.draft()
    assert pointers(write(market.client, process_id)) == ["/text"]
    assert pointers(write(market.client, process_id, text=" \n")) == ["/text"]
    photo = brought(market.client, process_id)
    written = write(market.client, process_id, photo["id"])
    assert (written.status_code, written.json["text"]) == (201, "")


def test_nobody_but_its_uploader_has_it_before_it_is_sent(market):
    process_id, (contractor,) = market.send(1)
    photo = brought(market.client, process_id)
    assert fetched(market.client, photo).data == PHOTO
    for other in (market.colleague, contractor):
        assert refused(fetched(other, photo), 404, "not-found")
        assert pointers(write(other, process_id, photo["id"])) == ["/attachment_ids/0"]
    assert write(market.client, process_id, photo["id"]).status_code == 201
    for other in (market.colleague, contractor):
        assert fetched(other, photo).data == PHOTO


def test_contractors_never_have_what_is_not_in_their_thread(market):
    process_id, (one, other) = market.send(2)
    photo, note = brought(one, process_id), brought(market.client, process_id, b"cheaper", "n.txt")
    assert write(one, process_id, photo["id"]).status_code == 201
    assert write(market.client, process_id, note["id"]).json["request_id"] is None
    for caller, attachment, status in (
        (one, photo, 200),
        (one, note, 404),
        (other, photo, 404),
        (other, note, 404),
        (market.client, photo, 200),
        (market.colleague, note, 200),
        (market.visitor(), photo, 404),
    ):
        assert fetched(caller, attachment).status_code == status
    elsewhere = {"href": photo["href"].replace(process_id, market.client.draft())}
    assert refused(fetched(market.client, elsewhere), 404, "not-found")


def test_what_cannot_be_attached_leaves_no_message(market):
    process_id = market.client.draft()
    photo, sent = brought(market.client, process_id), brought(market.client, process_id)
    assert write(market.client, process_id, sent["id"]).status_code == 201
    of_another = brought(market.client, market.client.draft())
    for id in (sent["id"], of_another["id"], str(uuid4())):
        answer = write(market.client, process_id, photo["id"], id, text="look")
        assert pointers(answer) == ["/attachment_ids/1"]
        assert id in answer.json["errors"][0]["detail"]
    many = [str(uuid4()) for _ in range(attachments.MOST_OF_A_MESSAGE + 1)]
    assert pointers(write(market.client, process_id, *many)) == ["/attachment_ids"]
    assert len(market.client.get(f"/processes/{process_id}/messages").json["items"]) == 1
    assert write(market.client, process_id, photo["id"], photo["id"]).status_code == 201


def test_uploads_that_are_no_attachment_are_refused_and_leave_nothing(market):
    process_id = market.client.draft()
    assert pointers(upload(market.client, process_id, b"")) == ["/file"]
    wrong = upload(market.client, process_id, unit="mm")
    assert pointers(wrong) == ["/unit"]
    assert "there are file and id" in wrong.json["detail"] + str(wrong.json["errors"])
    path = f"/processes/{process_id}/messages/attachments"
    raw = market.client.ask("POST", path, data=PHOTO, content_type="image/png")
    assert refused(raw, 415, "unsupported-media-type")
    id = str(new_id())
    assert brought(market.client, process_id, id=id)["id"] == id
    assert refused(upload(market.client, process_id, id=id), 409, "id-taken")


def test_it_is_as_large_as_any_file_may_be(market, monkeypatch, tmp_path):
    markets.moved_to(tmp_path, monkeypatch, max_upload_bytes=1000)
    process_id = market.client.draft()
    assert upload(market.client, process_id, b"x" * 1001).status_code == 413
    brought(market.client, process_id, b"x" * 1000)


def test_each_side_has_room_of_its_own(market, monkeypatch):
    monkeypatch.setattr(attachments, "MOST_OF_A_SIDE", 2)
    process_id, (contractor,) = market.send(1)
    for _ in range(2):
        brought(contractor, process_id)
    answer = upload(contractor, process_id)
    assert answer.status_code == 409
    assert "each side may attach 2 files" in answer.json["detail"]
    brought(market.client, process_id)


def test_what_is_not_sent_is_forgotten_after_a_day_with_its_content(market):
    process_id = market.client.draft()
    sent = brought(market.client, process_id, b"sent")
    left = brought(market.client, process_id, b"left")
    assert write(market.client, process_id, sent["id"]).status_code == 201
    forgotten()
    assert fetched(market.client, left).data == b"left"
    clock.move(timedelta(days=1, minutes=1))
    assert forgotten() >= 1
    assert refused(fetched(market.client, left), 404, "not-found")
    assert pointers(write(market.client, process_id, left["id"])) == ["/attachment_ids/0"]
    garbage.collect_garbage(storage.current_storage())
    assert not storage.current_storage().holds(left["sha256"])
    assert fetched(market.client, sent).data == b"sent"


def forgotten():
    with transactions.writing() as session:
        return attachments.forget(session, clock.now(), retention.BITE)


def test_the_client_sees_what_a_contractor_fetched_of_its_attachments(market):
    process_id, (contractor,) = market.send(1)
    drawing, own = brought(market.client, process_id), brought(contractor, process_id, name="o.png")
    write(market.client, process_id, drawing["id"])
    write(contractor, process_id, own["id"])
    for attachment in (drawing, own):
        for caller in (contractor, market.client):
            assert fetched(caller, attachment).status_code == 200
    (row,) = market.client.get(f"/processes/{process_id}/file_accesses").json["items"]
    assert (row["name"], row["file_id"]) == ("crack.png", None)


def test_the_event_says_how_many_there_are(market):
    process_id = market.client.draft()
    write(market.client, process_id, *(brought(market.client, process_id)["id"] for _ in "ab"))
    publish()
    query = f"/events?after=0&own=true&types=process.message&process_id={process_id}"
    (event,) = market.client.get(query).json["items"]
    assert event["data"]["attachments"] == 2


def test_of_two_messages_at_once_one_gets_the_attachment(market):
    process_id = market.client.draft()
    photo = brought(market.client, process_id)
    with meanwhile(lambda: write(market.client, process_id, photo["id"])) as (session, results):
        first = sent_in(session, market.client, process_id, photo)
    assert pointers(results[0]) == ["/attachment_ids/0"]
    (read,) = market.client.get(f"/processes/{process_id}/messages").json["items"]
    assert (read["id"], read["attachments"]) == (first, [photo])


def test_what_is_just_being_sent_is_not_forgotten(market):
    process_id = market.client.draft()
    photo = brought(market.client, process_id)
    clock.move(timedelta(days=1, minutes=1))
    with meanwhile(forgotten) as (session, results):
        sent_in(session, market.client, process_id, photo)
    assert len(results) == 1
    assert fetched(market.client, photo).data == PHOTO


def sent_in(session, caller, process_id, attachment):
    message = messages.post(
        session,
        locked_process(session, caller, process_id),
        "",
        attachment_ids=[UUID(attachment["id"])],
    )
    return str(message.id)
