"""A file is a part, a reference or a paper: parts alone are made, charged and counted."""

import io
import zipfile
from uuid import UUID

import pytest

from service.verification import verify
from tests.support import meshes
from tests.support.orders import (
    answer,
    dispatched,
    fire,
    ready,
    request_of,
    set_terms,
    suitable,
    verified,
)
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database

PDF = b"%PDF-1.4\n% a drawing of the lid"
VERTICES, FACES = meshes.box()
HOUSING = meshes.stl((VERTICES * 3, FACES))
OPEN = meshes.stl((VERTICES, FACES[2:]))


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


def roles(market, process_id):
    files = market.client.get(f"/processes/{process_id}").json["files"]
    return {file["name"]: file["role"] for file in files}


def state(market, process_id):
    return market.client.get(f"/processes/{process_id}").json["state"]


def verify_again(market, process_id):
    """The record of a process that was changed."""
    assert fire(market.client, process_id, "verify").status_code == 202
    assert verify.verify(UUID(process_id)) == "pass_verification"
    return market.client.get(f"/processes/{process_id}/verification").json


def reference(market, process_id, **fields):
    """A model that is not to be made, beside the part; its id."""
    fields = {"unit": "mm", "role": "reference", **fields}
    uploaded = market.client.upload(process_id, HOUSING, "housing.stl", **fields)
    assert uploaded.status_code == 201, uploaded.text
    return uploaded.json["id"]


def test_a_model_is_a_part_and_anything_else_a_paper_unless_it_is_said_otherwise(market):
    process_id = market.client.draft()
    market.client.upload(process_id)
    market.client.upload(process_id, PDF, "drawing.pdf")
    market.client.upload(process_id, b"\x89PNG photo", "photo.png", role="reference")
    market.client.upload(process_id, HOUSING, "scan.stl", role="paper")
    path = f"/processes/{process_id}/files/housing.stl?role=reference"
    assert market.client.put(path, data=HOUSING, content_type="model/stl").status_code == 201
    assert roles(market, process_id) == {
        "cube.stl": "part",
        "drawing.pdf": "paper",
        "photo.png": "reference",
        "scan.stl": "paper",
        "housing.stl": "reference",
    }


def test_a_role_that_there_is_not_or_that_a_content_cannot_have_is_refused(market):
    process_id = market.client.draft()
    answers = [
        market.client.upload(process_id, role="spare"),
        market.client.upload(process_id, PDF, "drawing.pdf", role="part"),
    ]
    drawing = market.client.upload(process_id, PDF, "drawing.pdf").json["id"]
    answers.append(market.client.patch(f"/files/{drawing}", {"role": "part"}))
    german = market.client.patch(
        f"/files/{drawing}", {"role": "spare"}, headers={"Accept-Language": "de"}
    )
    for each in (*answers, german):
        assert refused(each, 422, "invalid")
        assert each.json["errors"][0]["pointer"] == "/role"
    sentences = [each.json["errors"][0]["detail"] for each in answers]
    assert sentences[0] == "the role is one of part, reference, paper, not 'spare'"
    assert "cannot be made; its role is reference or paper" in sentences[1]
    assert german.json["errors"][0]["detail"].startswith("die Rolle ist")
    assert roles(market, process_id) == {"drawing.pdf": "paper"}


def test_a_reference_is_shown_but_neither_measured_nor_charged_nor_counted(market):
    process_id = verified(market)
    alone = market.client.get(f"/processes/{process_id}/verification").json
    reference(market, process_id, unit="")
    market.client.upload(process_id, b"\x89PNG photo", "photo.png", role="reference")
    process = market.client.get(f"/processes/{process_id}?include=completeness").json
    assert process["missing"] == []  # not even the unit of the reference
    stated = {row["requirement"]: row["value"] for row in process["completeness"]}
    assert (stated["part_definition"], stated["documentation"]) == (1, None)
    record = verify_again(market, process_id)
    assert record["inputs_digest"] == alone["inputs_digest"]
    assert [file["name"] for file in record["geometry"]] == ["cube.stl"]
    totals = [[quote["total"] for quote in each["quotes"]] for each in (alone, record)]
    assert totals[0] == totals[1]
    files = market.client.get(f"/processes/{process_id}/files").json["items"]
    housing = next(file for file in files if file["name"] == "housing.stl")
    assert market.client.get(f"/files/{housing['id']}/preview.png").status_code == 200


def test_instant_offers_count_no_references(market):
    process_id = verified(market)
    reference(market, process_id)
    verify_again(market, process_id)
    winner = suitable(market, process_id)[0]
    set_terms(winner, instant_orders={"max_quantity": 5})
    try:
        dispatched(market, process_id, [winner], accept="as_quoted")
    finally:
        set_terms(winner, instant_orders=None)
    assert state(market, process_id) == "confirmed"


def test_a_process_with_references_alone_cannot_be_verified(market):
    process_id = market.client.draft(quantity=1, material_id="pa12")
    reference(market, process_id)
    missing = market.client.get(f"/processes/{process_id}").json["missing"]
    sentence = "upload at least one model that is to be made; references and papers are not"
    assert missing == [{"field": "files", "detail": sentence}]
    assert refused(fire(market.client, process_id, "verify"), 409, "not-ready")


def test_another_set_of_parts_makes_a_verified_process_a_draft_and_other_roles_do_not(market):
    process_id = ready(market)
    drawing = market.client.upload(process_id, PDF, "drawing.pdf").json["id"]
    housing = reference(market, process_id)
    verify_again(market, process_id)
    assert market.client.patch(f"/files/{drawing}", {"role": "reference"}).status_code == 200
    assert market.client.patch(f"/files/{housing}", {"role": "paper"}).status_code == 200
    assert state(market, process_id) == "verified"
    assert market.client.patch(f"/files/{housing}", {"role": None}).json["role"] == "part"
    assert state(market, process_id) == "draft"
    verify_again(market, process_id)
    market.client.patch(f"/files/{housing}", {"role": "reference"})
    assert state(market, process_id) == "draft"
    history = market.client.get(f"/processes/{process_id}/history").json["items"]
    assert history[-1]["data"]["role"] == "reference"


def test_what_takes_the_place_of_a_file_has_its_role_unless_another_is_stated(market):
    process_id = market.client.draft()
    path = f"/processes/{process_id}/files/housing.stl"

    def put(content, query=""):
        answer = market.client.put(path + query, data=content, content_type="model/stl")
        return answer.json["role"], answer.json["id"]

    first = put(HOUSING, "?role=reference")
    assert put(HOUSING) == first
    assert put(meshes.cube_stl())[0] == "reference"
    assert put(PDF)[0] == "reference"
    assert put(HOUSING, "?role=part")[0] == "part"
    assert put(PDF)[0] == "paper"


def test_a_repaired_copy_and_its_original_have_the_same_role(market):
    process_id = ready(market)
    lid = market.client.upload(process_id, OPEN, "lid.stl", unit="mm", role="reference").json["id"]
    copy = market.client.post(f"/files/{lid}/repair").json
    assert copy["role"] == "reference"
    assert market.client.post(f"/files/{copy['id']}/accept").json["role"] == "reference"
    record = verify_again(market, process_id)
    assert [file["name"] for file in record["geometry"]] == ["cube.stl"]
    market.client.patch(f"/files/{lid}", {"role": "part"})
    assert state(market, process_id) == "draft"
    assert roles(market, process_id)["lid (repaired).stl"] == "part"
    market.client.patch(f"/files/{copy['id']}", {"role": "paper"})
    market.client.delete(f"/files/{copy['id']}")
    assert roles(market, process_id) == {"cube.stl": "part", "lid.stl": "paper"}


def test_clones_have_the_roles_of_their_originals(market):
    process_id = ready(market)
    reference(market, process_id)
    clone = market.client.post(f"/processes/{process_id}/clone").json
    assert roles(market, clone["id"]) == {"cube.stl": "part", "housing.stl": "reference"}


def test_the_dossier_has_each_role_in_its_place_and_holds_all_of_them_back_alike(market):
    process_id = ready(market)
    reference(market, process_id)
    market.client.upload(process_id, PDF, "drawing.pdf")
    verify_again(market, process_id)
    winner = suitable(market, process_id)[0]
    dispatched(market, process_id, [winner])
    path = f"/requests/{request_of(winner, process_id)['id']}"

    def packed():
        with zipfile.ZipFile(io.BytesIO(winner.get(f"{path}/dossier.zip").data)) as archive:
            return {name for name in archive.namelist() if "/" in name}

    everything = {"files/cube.stl", "references/housing.stl", "papers/drawing.pdf"}
    assert packed() == everything
    market.client.put(f"{path}/file_access", {"full": False})
    assert packed() == set()
    for file in winner.get(f"/processes/{process_id}/files").json["items"]:
        assert refused(winner.get(f"/files/{file['id']}/content"), 403, "forbidden")
        picture = winner.get(f"/files/{file['id']}/preview.png")
        assert picture.status_code == (200 if file["model_format"] else 404)
    made = answer(winner, process_id, "offer", note="as quoted")
    assert (
        fire(market.client, process_id, "accept_offer", offer_id=made.json["id"]).status_code < 300
    )
    assert packed() == everything
