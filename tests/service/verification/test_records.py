"""Verification records: canonical, the same for the same inputs, present after failures too."""

import base64
import hashlib
import os
import subprocess
import sys
from uuid import UUID

import orjson
import pytest
import sqlalchemy as sa

from service.database import transactions
from service.database.models import Process, Verification
from service.manufacturing.quoting import record
from service.manufacturing.quoting.record import CALCULATED_WITH, canonical
from service.operations import consistency
from service.orders.configuration import VERIFIED_FIELDS
from service.verification import verify
from tests.support import meshes
from tests.support.orders import fire, ready
from tests.support.paths import ROOT
from tests.support.worlds.marketplace import refused
from tests.support.worlds.workplace import rows_of

#: What tells one record of the same inputs from another.
OWN = frozenset({"id", "attempt", "started_at", "finished_at"})


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


def draft(market, content, name="part.stl", **fields):
    id = market.client.draft(**{"quantity": 5, "material_id": "pa12", **fields})
    assert market.client.upload(id, content, name, unit="mm").status_code == 201
    return id


def verified(market, process_id):
    """What the verification came to, and the record as it is stored."""
    assert fire(market.client, process_id, "verify").status_code == 202
    trigger = verify.verify(UUID(process_id))
    return trigger, max(rows_of(Verification, UUID(process_id)), key=lambda row: row.attempt)


def content(verification):
    return {k: v for k, v in orjson.loads(verification.record).items() if k not in OWN}


def shown(market, process_id):
    answer = market.client.get(f"/processes/{process_id}/verification")
    assert answer.status_code == 200, answer.text
    return answer.json


def box_with_a_hole():
    """A box with a slot through one wall: the two triangles of a side are missing."""
    vertices, faces = meshes.box()
    return meshes.stl((vertices, faces[[i for i in range(len(faces)) if i not in (0, 6)]]))


def test_the_same_inputs_give_the_same_record(market):
    one, two = ready(market, notes="urgent"), ready(market, title="another")
    (_, first), (_, second) = verified(market, one), verified(market, two)
    assert first.inputs_digest == second.inputs_digest
    assert canonical(content(first)) == canonical(content(second))
    assert first.digest != second.digest


def test_another_program_that_hashes_otherwise_calculates_the_same_record(tmp_path):
    model = tmp_path / "ball.stl"
    model.write_bytes(meshes.stl(meshes.box()))
    command = [sys.executable, "-m", "tests.support.reproduced", str(model)]
    digests = {
        subprocess.run(
            command,
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
    assert len(digests.pop().split()[1]) == 64


def test_the_same_part_verified_again_gives_the_same_record_with_the_next_number(market):
    id = ready(market)
    _, first = verified(market, id)
    _, second = verified(market, id)
    assert (first.attempt, second.attempt) == (1, 2)
    assert content(first) == content(second)
    records = market.client.get(f"/processes/{id}/verifications").json["items"]
    assert [record["attempt"] for record in records] == [1, 2]
    assert shown(market, id)["id"] == str(second.id)


def test_a_record_is_canonical_and_its_digest_covers_all_of_it(market):
    id = ready(market)
    _, stored = verified(market, id)
    content = orjson.loads(stored.record)
    assert canonical(content) == stored.record.encode()
    assert list(content) == sorted(content)
    assert shown(market, id)["digest"] == stored.digest
    assert content["inputs_digest"] == hashlib.sha256(canonical(content["inputs"])).hexdigest()
    assert stored.suitable == [quote["contractor_id"] for quote in content["quotes"]]


def test_a_client_proves_the_digest_with_the_bytes_of_the_record(market):
    id = ready(market)
    _, stored = verified(market, id)
    for name in ("1", str(stored.id)):
        answer = market.client.get(f"/processes/{id}/verifications/{name}.json")
        assert hashlib.sha256(answer.data).hexdigest() == stored.digest
    quoted = base64.b64encode(hashlib.sha256(answer.data).digest()).decode()
    assert answer.headers["Repr-Digest"] == f"sha-256=:{quoted}:"
    read = market.client.get(f"/processes/{id}/verifications/1").json
    beside = ("digest", "stale", "stale_because")
    assert canonical({k: v for k, v in read.items() if k not in beside}) == answer.data


def test_a_quote_is_sealed_with_the_rates_that_the_client_does_not_see(market):
    id = ready(market)
    _, stored = verified(market, id)
    whole = orjson.loads(stored.record)["quotes"]
    seen = orjson.loads(market.client.get(f"/processes/{id}/verifications/1.json").data)["quotes"]
    for quote, public in zip(whole, seen, strict=True):
        assert public["sealed"] == hashlib.sha256(canonical(quote)).hexdigest()
        assert "inputs" in quote["lines"][0]
        assert public["lines"][0].keys() == {"name", "amount"}


def test_the_database_refuses_to_change_or_delete_a_record(market):
    _, stored = verified(market, ready(market))
    of_it = Verification.id == stored.id
    for statement in (
        sa.update(Verification).where(of_it).values(verdict="fail"),
        sa.delete(Verification).where(of_it),
    ):
        with (
            pytest.raises(sa.exc.DBAPIError, match="never changed"),
            transactions.writing() as session,
        ):
            session.execute(statement)


def test_the_check_finds_a_record_that_somebody_has_changed(market):
    _, stored = verified(market, ready(market))
    text, digest = stored.record, stored.digest

    def faults(text, **beside):
        return list(record.faults(text, digest, beside))

    assert faults(text, verdict="pass") == []
    assert faults(text, verdict="fail", attempt=1) == ["its row has another verdict"]
    fewer = text.replace('"quantity":5', '"quantity":4')
    assert faults(fewer) == ["its digest does not fit", "the digest of its inputs does not fit"]
    assert faults(text.replace(",", ", ", 1)) == ["its text is not canonical"]
    (unreadable,) = faults(text[:-1])
    assert "cannot be read" in unreadable
    content = orjson.loads(text)
    content["quotes"][0]["lines"][0]["inputs"] = {"hours": "0"}
    assert faults(canonical(content).decode()) == ["its digest does not fit"]


def test_records_are_examined_with_their_process(market):
    id = ready(market)
    _, stored = verified(market, id)
    with transactions.reading() as session:
        assert consistency.examine(session, None, 1000).findings == []
    with transactions.writing() as session:
        session.get_one(Process, UUID(id)).verification_id = None
    with transactions.reading() as session:
        (finding,) = consistency.examine(session, None, 1000).findings
    assert finding.process_id == UUID(id)
    assert "goes by verification None" in finding.detail
    with transactions.writing() as session:
        session.get_one(Process, UUID(id)).verification_id = stored.id


def test_a_verification_that_is_not_there_is_unknown(market):
    id = ready(market)
    verified(market, id)
    for name in ("2", "0", "99999999999", "x", "²", str(UUID(int=0))):
        for end in ("", ".json"):
            answer = market.client.get(f"/processes/{id}/verifications/{name}{end}")
            assert refused(answer, 404, "not-found"), name


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
