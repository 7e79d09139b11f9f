"""What goes to contractors from the page of an order: pictures in messages, and the files."""

import io
import re
from uuid import UUID

import pytest

from service.sourcing import dispatch
from tests.support.console_pages import page, send
from tests.support.orders import answer, delivered, dispatched, program, suitable, verified

pytestmark = pytest.mark.one_database

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS"
    b"\xde\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00"
    b"\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def sent(market):
    """A part that one contractor was asked for; its id, the contractor and the request's id."""
    process_id, (shop,) = market.send(1)
    (request,) = shop.get("/requests").json["items"]
    return process_id, shop, request["id"]


def test_pictures_of_a_message_are_seen_as_pictures_by_both_sides_and_papers_as_links(market, sent):
    process_id, shop, request_id = sent
    fields = {
        "text": "See the edge.",
        "request_id": request_id,
        "file": [(io.BytesIO(PNG), "edge.png"), (io.BytesIO(b"%PDF-1.7"), "plan.pdf")],
    }
    assert send(market.client, f"/parts/{process_id}/messages", fields).status_code == 303
    for caller, path in ((market.client, f"/parts/{process_id}"), (shop, f"/jobs/{request_id}")):
        shown = page(caller, path).text
        message = caller.get(f"/processes/{process_id}/messages").json["items"][-1]
        picture, paper = message["attachments"]
        assert f'<img class="attached" src="{picture["href"]}" alt="edge.png"' in shown
        assert f'<a href="{paper["href"]}">plan.pdf</a>' in shown
        content = caller.get(f"/{picture['href']}")
        assert (content.status_code, content.mimetype) == (200, "image/png")
    answer = {"text": "", "file": (io.BytesIO(PNG), "ours.png")}
    assert send(shop, f"/jobs/{request_id}/messages", answer).status_code == 303
    assert 'alt="ours.png"' in page(market.client, f"/parts/{process_id}").text


def test_a_picture_that_is_read_again_is_one_download(market, sent):
    process_id, shop, request_id = sent
    fields = {"text": "", "request_id": request_id, "file": (io.BytesIO(PNG), "edge.png")}
    send(market.client, f"/parts/{process_id}/messages", fields)
    (message,) = market.client.get(f"/processes/{process_id}/messages").json["items"]
    for _ in range(3):
        shop.get(f"/{message['attachments'][0]['href']}")
    downloads = market.client.get(f"/processes/{process_id}/file_accesses").json["items"]
    assert [each["name"] for each in downloads] == ["edge.png"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "Mind this.", "file": (io.BytesIO(b""), "empty.png")},
        {"text": "Mind this.", "file": [(io.BytesIO(PNG), f"{n}.png") for n in range(21)]},
    ],
    ids=["nothing", "empty file", "too many"],
)
def test_a_message_that_is_refused_keeps_its_text_and_sends_nothing(market, sent, wrong):
    process_id, *_ = sent
    refused = send(market.client, f"/parts/{process_id}/messages", wrong)
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text
    assert f">{wrong['text']}</textarea>" in refused.text
    assert market.client.get(f"/processes/{process_id}/messages").json["items"] == []


def test_the_files_of_a_message_are_not_read_of_somebody_who_may_not_write_there(market, sent):
    process_id, shop, request_id = sent

    class Unread(io.RawIOBase):
        def read(self, _most=-1):
            raise AssertionError("somebody has read the body")

        readinto = readline = read

    stranger = market.visitor()
    reader = program(market.client, market, "processes:read")
    kind = "multipart/form-data; boundary=x"
    for caller, path, status in (
        (stranger, f"parts/{process_id}", 404),
        (stranger, f"jobs/{request_id}", 404),
        (market.nobody(), f"parts/{process_id}", 404),
        (reader, f"parts/{process_id}", 403),
        (program(shop, market, "processes:read"), f"jobs/{request_id}", 403),
    ):
        body = {"wsgi.input": Unread(), "CONTENT_LENGTH": "50000000"}
        here = f"//app/{path}/messages"
        answer = caller.ask("POST", here, content_type=kind, environ_overrides=body)
        assert answer.status_code == status, answer.text


def test_a_message_that_another_site_sends_is_refused(market, sent):
    process_id, *_ = sent
    foreign = send(market.client, f"/parts/{process_id}/messages", {"text": "x"}, token="")
    assert foreign.status_code == 403


def test_a_client_sees_who_gets_the_files_and_keeps_them_back(market, sent):
    process_id, shop, request_id = sent
    path = f"/parts/{process_id}"
    (file,) = market.client.get(f"/processes/{process_id}/files").json["items"]
    assert shop.get(f"/files/{file['id']}/content").status_code == 200
    shown = page(market.client, path).text
    assert "gets the files" in shown
    assert "cube.stl, downloaded by" in shown
    share = f"{path}/requests/{request_id}/files"
    assert send(market.client, share, {"full": "false"}).status_code == 303
    assert shop.get(f"/files/{file['id']}/content").status_code == 403
    assert "sees measures and pictures only" in page(market.client, path).text
    assert send(market.client, share, {"full": "true"}).status_code == 303
    assert shop.get(f"/files/{file['id']}/content").status_code == 200
    assert send(market.client, share, {"full": "perhaps"}).status_code == 422
    assert send(shop, share, {"full": "true"}).status_code == 403
    elsewhere = f"/parts/{market.client.draft()}/requests/{request_id}/files"
    assert send(market.client, elsewhere, {"full": "false"}).status_code == 404
    assert shop.get(f"/files/{file['id']}/content").status_code == 200


def test_who_may_not_open_files_is_not_told_who_did(market, sent):
    process_id, *_ = sent
    reader = program(market.client, market, "processes:read")
    shown = page(reader, f"/parts/{process_id}").text
    assert "Who was asked" in shown
    assert "Who sees your files" not in shown


def test_whoever_may_not_change_who_gets_the_files_sees_it_without_a_button(market, sent):
    process_id, *_ = sent
    rights = ["processes:read", "processes:files"]
    shown = page(program(market.client, market, *rights), f"/parts/{process_id}").text
    assert "gets the files" in shown
    assert "Keep the files back" not in shown
    shown = page(program(market.client, market, *rights, "processes:edit"), f"/parts/{process_id}")
    assert "Keep the files back" in shown.text


FILES = re.compile(r'<select id="files".*?</select>', re.S)
OPTION = re.compile(r'<option value="(\w*)"( selected)?>([^<]*)<')


def choice_of_files(market, process_id):
    """What the page of a project offers for the files: all values, the chosen one, its words."""
    project_id = market.client.get(f"/processes/{process_id}").json["project_id"]
    select = FILES.search(page(market.client, f"/projects/{project_id}").text)[0]
    options = OPTION.findall(select)
    value, _, text = next((each for each in options if each[1]), options[0])
    return [name for name, *_ in options], value, text


def test_what_was_decided_of_the_files_before_is_what_the_page_proposes(market):
    process_id = verified(market)
    names, value, text = choice_of_files(market, process_id)
    assert (names, value) == (["", "full", "pictures"], "")
    assert text.startswith("Whom you picked by name")
    for full, chosen in ((True, "full"), (False, "pictures")):
        market.client.put(f"/processes/{process_id}/file_access", {"full": full})
        assert choice_of_files(market, process_id)[:2] == (["full", "pictures"], chosen)
    project_id = market.client.get(f"/processes/{process_id}").json["project_id"]
    verified(market, project_id)
    names, value, text = choice_of_files(market, process_id)
    assert (names, value) == (["", "full", "pictures"], "")
    assert text.startswith("As it was decided before")


def test_whoever_is_asked_after_others_have_declined_gets_what_the_page_shows(market):
    process_id = verified(market)
    first, second, *_ = suitable(market, process_id)
    market.client.put(f"/processes/{process_id}/file_access", {"full": True})
    assert dispatched(market, process_id, [first]) == "dispatched"
    assert answer(first, process_id, "decline", reason="No time.").status_code == 200
    ids = [str(second.login.organization_id)]
    market.client.put(f"/processes/{process_id}/choice", {"contractor_ids": ids})
    _, value, text = choice_of_files(market, process_id)
    assert text == "All of them: the files"
    project_id = market.client.get(f"/processes/{process_id}").json["project_id"]
    fields = {"process_ids": process_id, "files": value}
    assert send(market.client, f"/projects/{project_id}/send", fields).status_code == 303
    dispatch.send(UUID(process_id), delivered)
    (file,) = market.client.get(f"/processes/{process_id}/files").json["items"]
    assert second.get(f"/files/{file['id']}/content").status_code == 200


def asked_by_page(market, files):
    """A part of which the page of its project asked the best; its id, and the first of them."""
    client, process_id = market.client, verified(market)
    project_id = client.get(f"/processes/{process_id}").json["project_id"]
    fields = {"process_ids": process_id, "files": files}
    assert send(client, f"/projects/{project_id}/send", fields).status_code == 303
    dispatch.send(UUID(process_id), delivered)
    first = client.get(f"/processes/{process_id}").json["requests"][0]
    return process_id, market.contractors[first["contractor_id"]].enter()


@pytest.mark.parametrize(
    ("files", "status"), [("full", 200), ("pictures", 403), ("", 403)], ids=str
)
def test_what_the_asked_see_is_said_where_they_are_asked(market, files, status):
    """The best are asked, whom nobody has picked by name."""
    process_id, shop = asked_by_page(market, files)
    (file,) = market.client.get(f"/processes/{process_id}/files").json["items"]
    assert shop.get(f"/files/{file['id']}/content").status_code == status
