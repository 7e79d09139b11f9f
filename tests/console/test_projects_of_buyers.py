"""A project as its buyer keeps it: parts come and go, are set up together, and get an address."""

import io
import re
from uuid import UUID

import pytest

from service.verification import verify
from tests.support import meshes
from tests.support.callers import user
from tests.support.console_pages import dropped, page, send
from tests.support.orders import statements
from tests.support.worlds.marketplace import ADDRESS

pytestmark = pytest.mark.one_database


def begun(caller, *names):
    """The id of a project with a part of each of these files."""
    part = caller.get(f"/processes/{dropped(caller, names[0]).rpartition('/')[2]}").json
    for name in names[1:]:
        answer = send(caller, f"/projects/{part['project_id']}/parts", {"file": model(name)})
        assert answer.status_code == 303, answer.text
    return part["project_id"]


def model(name="lid.stl"):
    return io.BytesIO(meshes.cube_stl()), name


def member(market, name):
    """Somebody with an account, and the id of their organisation, whose book is empty."""
    caller = user(market.application, name)
    (organization,) = caller.get("/organizations").json["items"]
    return caller, organization["id"]


def parts_of(caller, project_id):
    project = caller.get(f"/projects/{project_id}?include=processes").json
    return {each["title"]: each for each in project["processes"]}


def coloured(answer):
    """The words on the coloured buttons and links of a page."""
    found = re.findall(r'<(?:button|a) class="(?:button )?main"[^>]*>([^<]+)<', answer.text)
    return [words.strip() for words in found]


def test_parts_are_added_to_a_project_and_go_where_the_others_go(shared_market):
    visitor = shared_market.visitor()
    project_id = begun(visitor, "cube.stl")
    send(visitor, f"/projects/{project_id}/address", ADDRESS)
    answer = send(visitor, f"/projects/{project_id}/parts", {"file": model("lid.stl")})
    assert answer.headers["Location"].startswith("/app/parts/")
    parts = parts_of(visitor, project_id)
    assert parts.keys() == {"cube", "lid"}
    assert parts["lid"]["delivery_address"] == ADDRESS
    assert parts["lid"]["files"][0]["name"] == "lid.stl"


@pytest.mark.parametrize("token", ["", "other"])
def test_a_part_that_another_site_adds_is_refused(shared_market, token):
    visitor = shared_market.visitor()
    project_id = begun(visitor, "cube.stl")
    path = f"/projects/{project_id}/parts"
    assert send(visitor, path, {"file": model()}, token=token).status_code == 403
    assert send(shared_market.visitor(), path, {"file": model()}).status_code == 404
    assert parts_of(visitor, project_id).keys() == {"cube"}


def test_an_empty_file_that_is_added_is_refused_on_the_page_of_the_project(shared_market):
    visitor = shared_market.visitor()
    project_id = begun(visitor, "cube.stl")
    answer = send(visitor, f"/projects/{project_id}/parts", {"file": (io.BytesIO(), "lid.stl")})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_a_project_and_its_parts_are_called_otherwise(shared_market):
    visitor = shared_market.visitor()
    project_id = begun(visitor, "cube.stl")
    part = parts_of(visitor, project_id)["cube"]
    send(visitor, f"/projects/{project_id}/title", {"title": "Housing"})
    send(visitor, f"/parts/{part['id']}", {"title": "Lid, left", "quantity": "2", "do": "save"})
    shown = page(visitor, f"/projects/{project_id}").text
    assert "<h1>Housing</h1>" in shown
    assert "Lid, left" in shown
    long = {"title": "x" * 201}
    refused = send(visitor, f"/projects/{project_id}/title", long)
    assert refused.status_code == 422
    assert long["title"] in refused.text


def test_parts_are_removed_that_are_ticked_and_at_last_the_project(shared_market):
    visitor = shared_market.visitor()
    project_id = begun(visitor, "cube.stl", "lid.stl", "foot.stl")
    parts = parts_of(visitor, project_id)
    ticked = {"remove": [parts["lid"]["id"], parts["foot"]["id"]]}
    assert send(visitor, f"/projects/{project_id}/parts/delete", ticked).status_code == 303
    assert parts_of(visitor, project_id).keys() == {"cube"}
    nothing = send(visitor, f"/projects/{project_id}/parts/delete")
    assert nothing.status_code == 422
    assert send(visitor, f"/projects/{project_id}/delete").headers["Location"] == "/app"
    assert visitor.get(f"/projects/{project_id}").status_code == 404


def test_a_project_of_which_somebody_was_asked_is_not_deleted(shared_market):
    market = shared_market
    process_id, _shops = market.send()
    project_id = market.client.get(f"/processes/{process_id}").json["project_id"]
    assert "Delete the project" not in page(market.client, f"/projects/{project_id}").text
    refused = send(market.client, f"/projects/{project_id}/delete")
    assert refused.status_code == 409
    assert 'role="alert"' in refused.text


def test_several_parts_are_set_up_and_checked_by_one_form(shared_market):
    visitor = shared_market.visitor()
    project_id = begun(visitor, "cube.stl", "lid.stl")
    first = page(visitor, f"/projects/{project_id}")
    assert coloured(first) == ["Check and price all"]
    assert "Unit of the models" in first.text
    wrong = {"material_id": "pa12", "quantity": "lots", "unit": "mm"}
    refused = send(visitor, f"/projects/{project_id}/configure", wrong)
    assert refused.status_code == 422
    assert 'value="lots"' in refused.text
    fields = {"material_id": "pa12", "quantity": "4", "unit": "mm"}
    assert send(visitor, f"/projects/{project_id}/configure", fields).status_code == 303
    for part in parts_of(visitor, project_id).values():
        assert (part["state"], part["quantity"]) == ("verifying", 4)
        assert part["files"][0]["unit"] == "mm"
    busy = page(visitor, f"/projects/{project_id}")
    assert "data-busy" in busy.text
    assert coloured(busy) == []


def test_a_project_of_many_parts_takes_no_more_statements_than_one_of_few(shared_market):
    visitor = shared_market.visitor()

    def statements_of(*names):
        project_id = begun(visitor, *names)
        fields = {"material_id": "pa12", "quantity": "4", "unit": "mm"}
        send(visitor, f"/projects/{project_id}/configure", fields)
        for part in parts_of(visitor, project_id).values():
            assert verify.verify(UUID(part["id"])) == "pass_verification"
        counts = []
        for _ in range(3):  # now and then the use of a session is noted, too
            with statements() as recorded:
                shown = page(visitor, f"/projects/{project_id}").text
            assert shown.count("from €") == len(names)
            counts.append(len(recorded))
        return min(counts)

    assert statements_of("cube.stl", "lid.stl", "foot.stl", "cap.stl") == statements_of("pin.stl")


def test_an_address_is_kept_in_the_book_once_and_filled_in_for_new_parts(shared_market):
    client, home = member(shared_market, "Ida")
    project_id = begun(client, "cube.stl")
    path = f"/projects/{project_id}/address"
    assert send(client, path, ADDRESS).status_code == 303
    assert client.get(f"/organizations/{home}/addresses").json["items"] == []
    for fields in ({"keep": "on"}, {"keep": "on", "usual": "on"}, {"keep": "on"}):
        assert send(client, path, ADDRESS | fields).status_code == 303
    (kept,) = client.get(f"/organizations/{home}/addresses").json["items"]
    assert kept["address"] == ADDRESS
    assert kept["default_for"] == ["delivery"]
    assert kept["label"] == "Ada Lovelace, Ulm"
    other = begun(client, "lid.stl")
    assert parts_of(client, other)["lid"]["delivery_address"] == ADDRESS


def test_an_address_is_taken_from_the_books_that_somebody_may_read_and_from_no_other(shared_market):
    client, home = member(shared_market, "Eva")
    entry = {"label": "Gate B", "address": ADDRESS | {"street": "Hafenbad 3"}}
    kept = client.post(f"/organizations/{home}/addresses", entry).json
    project_id = begun(client, "cube.stl")
    assert "Gate B" in page(client, f"/projects/{project_id}").text
    path = f"/projects/{project_id}/address"
    assert send(client, path, {"address_id": kept["id"]}).status_code == 303
    assert parts_of(client, project_id)["cube"]["delivery_address"] == entry["address"]
    visitor = shared_market.visitor()
    foreign = f"/projects/{begun(visitor, 'cube.stl')}/address"
    for address_id in (kept["id"], "", "no id"):
        refused = send(visitor, foreign, {"address_id": address_id})
        assert refused.status_code == 422
        assert "choose an address" in refused.text.lower()


def test_an_address_that_is_not_for_deliveries_is_neither_offered_nor_taken(shared_market):
    client, home = member(shared_market, "Uma")
    entry = {"label": "Accounts", "address": ADDRESS, "uses": ["billing"]}
    kept = client.post(f"/organizations/{home}/addresses", entry).json
    project_id = begun(client, "cube.stl")
    assert "Accounts" not in page(client, f"/projects/{project_id}").text
    refused = send(client, f"/projects/{project_id}/address", {"address_id": kept["id"]})
    assert refused.status_code == 422


def test_books_cost_the_database_the_same_however_many_somebody_reads(shared_market):
    def statements_of(name, more):
        client, home = member(shared_market, name)
        others = [client.post("/organizations", {"name": f"{name} {n}"}) for n in range(more)]
        homes = [home, *(each.json["id"] for each in others)]
        project_id = begun(client, "cube.stl")
        for id in homes:
            entry = {"label": f"Gate of {id}", "address": ADDRESS}
            assert client.post(f"/organizations/{id}/addresses", entry).status_code == 201
        page(client, f"/projects/{project_id}")
        with statements() as recorded:
            shown = page(client, f"/projects/{project_id}").text
        assert all(f"Gate of {id}" in shown for id in homes)
        return len(recorded)

    assert statements_of("Few", 1) == statements_of("Lots", 4)


def test_an_address_that_is_wrong_stays_as_it_was_typed(shared_market):
    visitor = shared_market.visitor()
    project_id = begun(visitor, "cube.stl")
    refused = send(visitor, f"/projects/{project_id}/address", ADDRESS | {"city": ""})
    assert refused.status_code == 422
    assert ADDRESS["street"] in refused.text
    assert parts_of(visitor, project_id)["cube"]["delivery_address"] is None


def test_a_project_says_of_which_parts_nobody_knows_where_they_go(shared_market):
    visitor = shared_market.visitor()
    project_id = begun(visitor, "cube.stl", "lid.stl")
    part = parts_of(visitor, project_id)["cube"]
    visitor.patch(f"/processes/{part['id']}", {"delivery_address": ADDRESS})
    shown = page(visitor, f"/projects/{project_id}").text
    assert "Not said yet of: lid" in shown
    assert "Deliver all parts there" in shown
