"""What a verification record depends on, and what it says of files that cannot be measured."""

from uuid import UUID

import pytest

from service.database import transactions
from service.database.models import Verification
from service.manufacturing.quoting.record import CALCULATED_WITH
from service.orders.configuration import VERIFIED_FIELDS
from tests.support import meshes
from tests.support.orders import ready
from tests.support.verifying import content, shown, verified
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


def draft(market, content, name="part.stl", **fields):
    id = market.client.draft(**{"quantity": 5, "material_id": "pa12", **fields})
    assert market.client.upload(id, content, name, unit="mm").status_code == 201
    return id


def box_with_a_hole():
    """A box with a slot through one wall: the two triangles of a side are missing."""
    vertices, faces = meshes.box()
    return meshes.stl((vertices, faces[[i for i in range(len(faces)) if i not in (0, 6)]]))


def test_the_order_in_which_files_came_makes_no_difference(market):
    contents = [meshes.cube_stl(), meshes.cube_stl(10.0), meshes.cube_stl(5.0)]
    records = []
    for order in (contents, contents[::-1]):
        id = market.client.draft(quantity=5, material_id="pa12")
        for content_ in order:
            name = f"{len(content_)}-{contents.index(content_)}.stl"
            assert market.client.upload(id, content_, name, unit="mm").status_code == 201
        records.append(verified(market, id)[1])
    assert content(records[0]) == content(records[1])


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"quantity": 6}, False),
        ({"color": "black"}, False),
        ({"certificate": "material"}, False),
        ({"surface_roughness_um": "12.5"}, False),
        ({"notes": "call first"}, True),
        ({"title": "Lid"}, True),
        ({"wanted_date": "2027-01-01"}, False),
    ],
)
def test_the_digest_of_the_inputs_changes_with_what_matters_and_with_nothing_else(
    market, changes, same
):
    _, usual = verified(market, ready(market))
    _, changed = verified(market, ready(market, **changes))
    assert (changed.inputs_digest == usual.inputs_digest) is same


def test_the_unit_of_a_file_is_an_input(market):
    _, in_mm = verified(market, ready(market))
    id = market.client.draft(quantity=5, material_id="pa12")
    assert market.client.upload(id, meshes.cube_stl(), unit="cm").status_code == 201
    _, in_cm = verified(market, id)
    assert in_mm.inputs_digest != in_cm.inputs_digest
    assert content(in_cm)["geometry"][0]["box_mm"] == [200.0, 200.0, 200.0]


def test_whatever_makes_a_draft_of_a_verified_process_is_an_input():
    assert set(CALCULATED_WITH) == VERIFIED_FIELDS - {"delivery_address"}


def test_a_file_that_cannot_be_read_fails_with_the_reason(market):
    id = draft(market, meshes.cube_stl()[:-20])
    trigger, _ = verified(market, id)
    assert trigger == "fail_verification"
    process = shown(market, id)
    assert (process["verdict"], process["quotes"]) == ("fail", [])
    (check,) = process["checks"]
    assert (check["check"], check["verdict"]) == ("readable", "fail")
    assert "part.stl" in check["reason"]
    assert process["geometry"][0]["error"]["detail"] in check["reason"]
    answers = market.client.get(f"/processes/{id}/contractors").json["items"]
    assert answers
    for entry in answers:
        assert not entry["suitable"]
        assert [c["check"] for c in entry["constraints"]] == ["readable"]


def test_one_unreadable_file_beside_a_good_one_fails_and_keeps_the_good_ones_measures(market):
    id = draft(market, meshes.cube_stl()[:-20], "broken.stl")
    assert market.client.upload(id, name="good.stl", unit="mm").status_code == 201
    trigger, _ = verified(market, id)
    assert trigger == "fail_verification"
    measured = {entry["name"]: entry for entry in shown(market, id)["geometry"]}
    assert measured["good.stl"]["volume_mm3"] == pytest.approx(8000.0)
    assert "error" in measured["broken.stl"]


def test_an_open_mesh_fails_with_the_number_of_its_open_edges(market):
    id = draft(market, box_with_a_hole())
    trigger, _ = verified(market, id)
    assert trigger == "fail_verification"
    process = shown(market, id)
    (geometry,) = process["geometry"]
    assert (geometry["closed"], geometry["open_edges"]) == (False, 4)
    assert geometry["box_mm"] == [20.0, 20.0, 20.0]
    failed = [check for check in process["checks"] if check["verdict"] == "fail"]
    assert any("4" in check["reason"] and "open" in check["reason"] for check in failed), failed


def test_a_failed_verification_can_be_repaired_and_verified_again(market):
    id = draft(market, box_with_a_hole())
    verified(market, id)
    (file,) = market.client.get(f"/processes/{id}").json["files"]
    assert market.client.delete(f"/files/{file['id']}").status_code == 204
    assert market.client.upload(id, unit="mm").status_code == 201
    trigger, stored = verified(market, id)
    assert (trigger, stored.attempt) == ("pass_verification", 2)
    first, second = market.client.get(f"/processes/{id}/verifications").json["items"]
    assert (first["verdict"], second["verdict"]) == ("fail", "pass")


def test_before_the_first_verification_there_is_no_record_and_no_answer(market):
    id = market.client.draft(quantity=5)
    assert refused(market.client.get(f"/processes/{id}/verification"), 404, "not-found")
    assert market.client.get(f"/processes/{id}/verifications").json["items"] == []
    answer = market.client.get(f"/processes/{id}/contractors")
    assert refused(answer, 409, "not-ready")
    assert "files" in {missing["field"] for missing in answer.json["missing"]}


def test_every_contractor_of_the_catalogue_answers_once(market):
    id = ready(market)
    verified(market, id)
    answers = market.client.get(f"/processes/{id}/contractors").json
    ids = [entry["contractor_id"] for entry in answers["items"]]
    everybody = market.client.get("/contractors?limit=200").json["items"]
    assert sorted(ids) == sorted(contractor["id"] for contractor in everybody)
    assert answers["fresh"]
    for entry in answers["items"]:
        assert bool(entry["quote"]) is entry["suitable"] is not bool(entry["constraints"])
    with transactions.reading() as session:
        stored = session.get_one(Verification, UUID(answers["verification_id"]))
        assert [i for i in ids if i in stored.suitable] == stored.suitable
