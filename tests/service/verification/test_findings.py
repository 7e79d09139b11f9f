"""A process says what its verification found: of every file, with what mends it."""

from uuid import UUID

import pytest

from service.api.verification.findings import show_findings
from service.database.models import File, RepairStatus
from service.ids import new_id
from service.manufacturing.quoting import findings
from service.verification import verify
from tests.support import meshes
from tests.support.orders import dispatched, fire, request_of, suitable
from tests.support.worlds.marketplace import ADDRESS

pytestmark = pytest.mark.one_database

VERTICES, FACES = meshes.box()
OPEN = meshes.stl((VERTICES, FACES[2:]))


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


def checked(market, files, **fields):
    """A process with these files, by name, after its verification."""
    fields = {"quantity": 5, "material_id": "pa12", "delivery_address": ADDRESS, **fields}
    process_id = market.client.draft(**fields)
    for name, content in files.items():
        sent = market.client.upload(process_id, content, name, unit="mm")
        assert sent.status_code == 201, sent.text
    assert fire(market.client, process_id, "verify").status_code == 202
    verify.verify(UUID(process_id))
    return market.client.get(f"/processes/{process_id}").json


def found_in(process):
    return {(f["where"] or "").partition(" at ")[0]: f for f in process["findings"]}


def test_a_failed_verification_says_what_is_wrong_with_each_file(market):
    garbage = b"solid lid\nfacet normal 0 0 1\nouter loop\nvertex one two three\n"
    larger = meshes.stl((VERTICES * 2, FACES[2:]))
    sound = meshes.cube_stl()
    files = {"a.stl": OPEN, "b.stl": garbage, "c.stl": sound, "d.stl": larger}
    process = checked(market, files)
    assert (process["state"], process["code"]) == ("verification_failed", 202)
    items = found_in(process)
    assert {name: f["check"] for name, f in items.items()} == {
        "a.stl": "closed", "b.stl": "readable", "d.stl": "closed",
    }  # fmt: skip
    for name, finding in items.items():
        assert finding["verdict"] == "fail"
        assert finding["change"]["field"] == "files"
        assert name in finding["change"]["detail"]
        file = next(f for f in process["files"] if f["name"] == name)
        assert (finding["file_id"], finding["repair"]) == (file["id"], None)
    assert "mm" in items["a.stl"]["where"]


def test_the_copy_that_mends_a_file_is_named_where_it_is_offered(market):
    process = checked(market, {"a.stl": OPEN, "b.stl": meshes.cube_stl()})
    (finding,) = process["findings"]
    copy = market.client.post(f"/files/{finding['file_id']}/repair").json
    path = f"/processes/{process['id']}"
    (finding,) = market.client.get(path).json["findings"]
    assert finding["repair"] == {"file_id": copy["id"], "name": "a (repaired).stl"}
    assert market.client.delete(f"/files/{copy['id']}").status_code == 204
    (finding,) = market.client.get(path).json["findings"]
    assert finding["repair"] is None


def test_whoever_does_not_mend_a_part_is_offered_no_copy_of_it():
    file = File(id=new_id(), name="a.stl")
    fields = {"repair_of": file.id, "repair_status": RepairStatus.OFFERED}
    copy = File(id=new_id(), name="a (repaired).stl", **fields)
    figures = {"value": 2, "limit": 0, "unit": "", "reason": "", "where": "a.stl"}
    found = {"check": "closed", "verdict": "fail", **figures}
    (for_client,) = show_findings([found], [file, copy])
    (for_contractor,) = show_findings([found], [file, copy], to_mend=False)
    assert for_client.repair.file_id == copy.id
    assert for_contractor.file_id == file.id
    assert for_contractor.repair is None


def test_where_nobody_can_make_a_sound_part_each_reason_is_named_once(market):
    big = meshes.stl((VERTICES * 400, FACES))
    process = checked(market, {"big.stl": big})
    assert process["state"] == "verification_failed"
    kinds = [finding["check"] for finding in process["findings"]]
    assert len(kinds) == len(set(kinds))
    volume = next(f for f in process["findings"] if f["check"] == "build_volume")
    assert volume["verdict"] == "fail"
    assert volume["contractors"] >= 1
    counts = [finding["contractors"] for finding in process["findings"]]
    assert counts == sorted(counts, reverse=True)


def test_what_quotes_warn_of_is_named_with_the_place_though_the_part_can_be_made(market):
    plate = meshes.stl((VERTICES * [1, 1, 0.03], FACES))
    process = checked(market, {"plate.stl": plate})
    assert process["state"] == "verified"
    warned = {finding["check"]: finding for finding in process["findings"]}
    assert warned
    assert {finding["verdict"] for finding in warned.values()} == {"warn"}
    assert any(f["where"] and f["where"].startswith("plate.stl") for f in warned.values())


def test_of_a_sound_part_nothing_is_found_and_before_a_verification_nothing_is_said(market):
    assert checked(market, {"cube.stl": meshes.cube_stl()})["findings"] == []
    draft = market.client.draft(quantity=1)
    assert market.client.get(f"/processes/{draft}").json["findings"] is None


def test_a_list_of_processes_says_the_same(market):
    process = checked(market, {"a.stl": OPEN})
    path = f"/projects/{process['project_id']}?include=processes"
    (listed,) = market.client.get(path).json["processes"]
    assert listed["findings"] == process["findings"]


@pytest.mark.parametrize(
    ("where", "name"),
    [("lid.stl", "lid.stl"), ("lid.stl at (1.0, 2.0, 3.0) mm", "lid.stl"),
     ("a at (b) at (1.0, 2.0, 3.0) mm", "a at (b)"), ("other.stl", None), (None, None)],
)  # fmt: skip
def test_a_finding_names_its_file(where, name):
    names = ["lid.stl", "a", "a at (b)"]
    assert findings.file_of({"where": where}, names) == name


def test_a_contractor_sees_what_was_found_in_the_part_and_what_its_own_quote_warns_of(market):
    plate = meshes.stl((VERTICES * [1, 1, 0.03], FACES))
    process = checked(market, {"plate.stl": plate})
    process_id = process["id"]
    shop, *_ = makers = suitable(market, process_id)[:2]
    assert dispatched(market, process_id, makers) == "dispatched"
    request = request_of(shop, process_id)
    found = shop.get(f"/processes/{process_id}").json["findings"]
    own = {warning["check"] for warning in request["quote"]["warnings"]}
    parts = {each["check"] for each in process["findings"] if "contractors" not in each}
    assert {each["check"] for each in found} == own | parts
    assert found
    for finding in found:
        assert "contractors" not in finding
        assert finding["change"] is finding["repair"] is None
    assert any(finding["place_mm"] and finding["file_id"] for finding in found)
