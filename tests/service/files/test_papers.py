"""The contractor of an order adds papers to it, which its client and operators see, nobody else."""

from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from service.database import transactions
from service.database.models import File
from service.files import papers
from service.operations import consistency
from tests.support import meshes
from tests.support.callers import publish
from tests.support.orders import confirmed, fire, fired, operator_of, program
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database

CERTIFICATE = b"%PDF-1.4\n% certificate 3.1 after EN 10204"


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


@pytest.fixture(scope="module")
def order(market):
    """An order that one contractor has and another one has lost; its id, and both."""
    process_id, winner, (loser,) = confirmed(market, 2)
    return process_id, winner, loser


def add(contractor, process_id, name="certificate.pdf", content=CERTIFICATE, **fields):
    return contractor.upload(process_id, content, name, **fields)


def files_of(caller, process_id):
    return {file["name"]: file for file in caller.get(f"/processes/{process_id}").json["files"]}


def test_a_paper_is_seen_by_the_client_operators_and_who_added_it_and_by_nobody_else(market, order):
    process_id, winner, loser = order
    added = add(winner, process_id, "inspection.pdf")
    assert added.status_code == 201, added.text
    paper = added.json
    assert (paper["role"], paper["added_by"]) == ("paper", "contractor")
    for caller in (market.client, winner, operator_of(market)):
        assert files_of(caller, process_id)["inspection.pdf"]["id"] == paper["id"]
        listed = caller.get(f"/processes/{process_id}/files").json["items"]
        assert [f["id"] for f in listed if f["added_by"] == "contractor"] == [paper["id"]]
        assert caller.get(f"/files/{paper['id']}/content").data == CERTIFICATE
        packed = caller.get(f"/processes/{process_id}/files.zip").data
        assert b"inspection.pdf" in packed
    assert files_of(market.client, process_id)["cube.stl"]["added_by"] == "client"
    stranger = next(
        c for c in market.contractors.values() if c.login not in (winner.login, loser.login)
    ).enter()
    for caller in (loser, stranger, market.visitor()):
        for path in (f"/files/{paper['id']}", f"/files/{paper['id']}/content"):
            assert refused(caller.get(path), 404, "not-found")


def test_a_paper_of_another_contractor_is_none_of_a_contractors_business(market):
    """Whoever still sees a process sees its client's files, and no other contractor's papers."""
    process_id, winner, _ = confirmed(market)
    paper = add(winner, process_id).json["id"]
    with transactions.writing() as session:
        session.execute(sa.update(File).where(File.id == UUID(paper)).values(party_id=uuid4()))
    assert set(files_of(winner, process_id)) == {"cube.stl"}
    listed = winner.get(f"/processes/{process_id}/files").json["items"]
    assert [file["name"] for file in listed] == ["cube.stl"]
    assert b"certificate.pdf" not in winner.get(f"/processes/{process_id}/files.zip").data
    assert refused(winner.get(f"/files/{paper}/content"), 404, "not-found")
    assert "certificate.pdf" in files_of(market.client, process_id)


def test_a_paper_is_in_the_history_and_told_of_and_leaves_the_order_where_it_is(market, order):
    process_id, winner, _ = order
    before = market.client.get(f"/processes/{process_id}").json
    after = publish()
    paper = add(winner, process_id, "note.txt", b"5 pieces").json
    publish()
    process = market.client.get(f"/processes/{process_id}").json
    assert (process["state"], process["due_at"]) == ("confirmed", before["due_at"])
    assert process["version"] == before["version"] + 1
    row = market.client.get(f"/processes/{process_id}/history").json["items"][-1]
    assert (row["trigger"], row["from"], row["to"]) == ("add_paper", "confirmed", "confirmed")
    assert (row["actor"]["role"], row["data"]["file_id"]) == ("contractor", paper["id"])
    events = market.client.get(f"/events?after={after}&types=process.file").json["items"]
    assert [event["data"]["name"] for event in events] == ["note.txt"]
    with transactions.reading() as session:
        examined = consistency.examine(session, None, 200)
    assert [each for each in examined.findings if str(each.process_id) == process_id] == []


def test_a_model_that_is_added_is_a_paper_and_is_not_made(market, order):
    process_id, winner, _ = order
    scan = add(winner, process_id, "scan.stl", meshes.cube_stl()).json
    assert (scan["role"], scan["model_format"], scan["unit"]) == ("paper", "stl", None)
    assert add(winner, process_id, "b.pdf", role="paper").status_code == 201
    for fields in ({"role": "part"}, {"role": "reference"}):
        assert refused(add(winner, process_id, "c.stl", **fields), 422, "invalid")
    assert refused(add(winner, process_id, "c.stl", unit="mm"), 422, "invalid")


def test_papers_stay_as_they_are(market, order):
    process_id, winner, _ = order
    paper = add(winner, process_id).json["id"]
    again = add(winner, process_id).json
    assert again["name"] != "certificate.pdf"
    path = f"/processes/{process_id}/files/certificate.pdf"
    for answer in (
        winner.patch(f"/files/{paper}", {"name": "other.pdf"}),
        winner.delete(f"/files/{paper}"),
        winner.put(path, data=b"another one", content_type="application/pdf"),
    ):
        assert refused(answer, 403, "forbidden")
    for answer in (market.client.delete(f"/files/{paper}"), add(market.client, process_id)):
        assert refused(answer, 409, "illegal-move")


def test_papers_are_added_from_the_confirmation_on_until_the_order_is_completed(market):
    process_id, (early, _) = market.send()
    assert refused(add(early, process_id), 403, "forbidden")
    process_id, winner, _ = confirmed(market)
    no_action = fire(winner, process_id, "add_paper")
    assert refused(no_action, 422, "invalid")
    assert "it happens with POST /processes/.../files" in no_action.json["detail"]
    shipped = {"carrier": "DHL", "tracking_number": "1"}
    for who, trigger, data in (
        (winner, "start_production", {}),
        (winner, "finish_production", {}),
        (winner, "ship", shipped),
        (winner, "deliver", {}),
        (market.client, "dispute", {"reason": "too short"}),
    ):
        assert add(winner, process_id).status_code == 201
        fired(who, process_id, trigger, **data)
    assert add(winner, process_id).status_code == 201
    fired(winner, process_id, "consent", to="settle")
    fired(market.client, process_id, "settle")
    late = add(winner, process_id)
    assert refused(late, 409, "illegal-move")
    assert late.json["detail"].startswith("a contractor cannot add a paper to the order while")


def test_an_order_takes_so_many_papers_whatever_its_client_has_uploaded(market, monkeypatch):
    monkeypatch.setattr(papers, "MOST_PAPERS", 2)
    monkeypatch.setattr("service.files.files.MOST_FILES", 1)
    process_id, winner, _ = confirmed(market)
    assert [add(winner, process_id).status_code for _ in range(3)] == [201, 201, 409]
    assert refused(add(winner, process_id), 409, "too-many")


def test_a_key_without_the_right_to_files_adds_none(market, order):
    process_id, winner, _ = order
    assert refused(add(program(winner, market, "processes:messages"), process_id), 403, "forbidden")
    assert add(program(winner, market, "processes:files"), process_id).status_code == 201


def test_papers_of_an_order_are_not_in_its_clones_nor_in_its_dossier(market, order):
    process_id, winner, _ = order
    add(winner, process_id)
    clone = market.client.post(f"/processes/{process_id}/clone").json
    assert set(files_of(market.client, clone["id"])) == {"cube.stl"}
    request = winner.get("/requests?limit=200").json["items"]
    path = next(r["id"] for r in request if r["process_id"] == process_id)
    packed = winner.get(f"/requests/{path}/dossier.zip").data
    assert b"cube.stl" in packed
    assert b"certificate" not in packed


def test_what_a_contractor_downloads_of_its_own_papers_is_not_logged(market, order):
    process_id, winner, _ = order
    paper = add(winner, process_id, "own.pdf").json["id"]
    cube = files_of(winner, process_id)["cube.stl"]["id"]
    for file in (paper, cube):
        assert winner.get(f"/files/{file}/content").status_code == 200
    log = market.client.get(f"/processes/{process_id}/file_accesses").json["items"]
    names = {entry["name"] for entry in log}
    assert "cube.stl" in names
    assert "own.pdf" not in names
