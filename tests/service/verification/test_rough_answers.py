"""Before a verification everybody answers roughly, from what is known of the process by then."""

from uuid import UUID

import pytest

from service.database import transactions
from service.database.models import Analysis, Process, Verification
from service.files import analyses
from service.manufacturing.quoting import record
from service.verification import estimates, verify
from tests.support import meshes
from tests.support.orders import fire, ready, set_terms
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database

VERTICES, FACES = meshes.box()
OPEN = meshes.stl((VERTICES, FACES[2:]))
BROKEN = meshes.cube_stl().replace(meshes.cube_stl()[84:134], b"\xff" * 50)


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


def answers(market, process_id, query="?limit=200", caller=None):
    answer = (caller or market.client).get(f"/processes/{process_id}/contractors{query}")
    assert answer.status_code == 200, answer.text
    return answer.json


def outlined(entry):
    """Whether somebody can make it, for how much, and why not."""
    total = entry["quote"]["total"] if entry["suitable"] else None
    reasons = [constraint["reason"] for constraint in entry["constraints"]]
    return entry["contractor_id"], entry["suitable"], total, reasons


def test_what_is_answered_roughly_is_what_the_verification_then_answers(market):
    process_id = ready(market)
    rough = answers(market, process_id)
    assert (rough["basis"], rough["verification_id"], rough["fresh"]) == ("files", None, False)
    assert all(entry["rough"] and not entry.get("instant") for entry in rough["items"])
    assert any(entry["suitable"] for entry in rough["items"])
    assert all(e["suitable"] or e["constraints"] for e in rough["items"])
    assert fire(market.client, process_id, "verify").status_code == 202
    verify.verify(UUID(process_id))
    exact = answers(market, process_id)
    assert (exact["basis"], exact["fresh"]) == ("record", True)
    assert not any(entry["rough"] for entry in exact["items"])
    assert [outlined(e) for e in rough["items"]] == [outlined(e) for e in exact["items"]]


def test_nothing_of_it_is_kept_but_what_was_measured(market, monkeypatch):
    process_id = market.client.draft(quantity=1, material_id="pa12")
    file = market.client.upload(process_id, meshes.cube_stl(7), "seven.stl", unit="mm").json
    before = market.client.get(f"/processes/{process_id}").json
    answers(market, process_id)
    assert market.client.get(f"/processes/{process_id}").json == before
    with transactions.reading() as session:
        assert session.query(Verification).filter_by(process_id=UUID(process_id)).all() == []
        assert session.get_one(Process, UUID(process_id)).verification_id is None
        assert session.query(Analysis).filter_by(sha256=file["sha256"]).count() == 1

    def never(sha256):
        raise AssertionError("it is measured already")

    monkeypatch.setattr(analyses, "analyse_content", never)
    assert answers(market, process_id)["basis"] == "files"


def test_without_a_model_the_answers_are_for_a_sample_in_what_is_stated(market):
    process_id = market.client.draft(material_id="pa12")
    market.client.upload(
        process_id, meshes.cube_stl(900), "housing.stl", unit="mm", role="reference"
    )
    rough = answers(market, process_id)
    assert rough["basis"] == "sample"
    suitable = [entry for entry in rough["items"] if entry["suitable"]]
    assert suitable
    others = [entry for entry in rough["items"] if not entry["suitable"]]
    assert others
    assert all(entry["constraints"] for entry in others)
    estimate = {"part": {"box_mm": [20, 20, 20]}, "material_ids": ["pa12"], "quantities": [1]}
    (estimated,) = market.client.post("/estimates", estimate).json["estimates"]
    totals = {q["contractor_id"]: q["tiers"][0]["total"] for q in estimated["quotes"]}
    assert {e["contractor_id"]: e["quote"]["total"] for e in suitable}.items() >= totals.items()
    market.client.patch(f"/processes/{process_id}", {"quantity": 50})
    dearer = answers(market, process_id)["items"][0]["quote"]["total"]["amount"]
    assert float(dearer) > float(suitable[0]["quote"]["total"]["amount"])


@pytest.mark.parametrize("fields", [{}, {"quantity": 5}])
def test_without_a_material_or_a_technology_nobody_can_say_anything(market, fields):
    process_id = market.client.draft(**fields)
    market.client.upload(process_id, unit="mm")
    answer = market.client.get(f"/processes/{process_id}/contractors")
    assert refused(answer, 409, "not-ready")
    assert "material_id" in {missing["field"] for missing in answer.json["missing"]}
    market.client.patch(f"/processes/{process_id}", {"technology": "SLS"})
    assert any(entry["suitable"] for entry in answers(market, process_id)["items"])


@pytest.mark.parametrize(
    ("content", "unit", "check"),
    [(OPEN, "mm", "closed"), (BROKEN, "mm", "readable"), (None, "", "readable")],
)
def test_of_what_cannot_be_made_every_contractor_has_the_reason(market, content, unit, check):
    process_id = market.client.draft(quantity=1, material_id="pa12")
    uploaded = market.client.upload(process_id, content, "lid.stl", unit=unit).json
    assert uploaded["model_format"] == "stl"
    entries = answers(market, process_id)["items"]
    assert not any(entry["suitable"] for entry in entries)
    for entry in entries:
        assert check in {constraint["check"] for constraint in entry["constraints"]}


def test_models_that_are_large_together_must_be_verified_first(market, monkeypatch):
    monkeypatch.setattr(estimates, "MOST_BYTES", 700)
    process_id = market.client.draft(quantity=1, material_id="pa12")
    market.client.upload(process_id, meshes.cube_stl(11), "a.stl", unit="mm")
    assert answers(market, process_id)["basis"] == "files"
    for size in (12, 13):
        market.client.upload(process_id, meshes.cube_stl(size), f"{size}.stl", unit="mm")
    answer = market.client.get(f"/processes/{process_id}/contractors")
    assert refused(answer, 409, "not-measured")
    assert ".stl' (1368 bytes); verify the process" in answer.json["detail"]


def test_visitors_are_answered_and_pages_follow_each_other(market):
    visitor = market.visitor()
    process_id = visitor.draft(material_id="pa12")
    visitor.upload(process_id, unit="mm")
    everybody = answers(market, process_id, caller=visitor)["items"]
    first = answers(market, process_id, "?limit=2", visitor)
    rest = answers(market, process_id, f"?limit=200&cursor={first['next']}", visitor)
    assert first["items"] + rest["items"] == everybody
    assert refused(market.client.get(f"/processes/{process_id}/contractors"), 404, "not-found")


def test_of_a_large_catalogue_everybody_answers_too(market, monkeypatch):
    process_id = ready(market)
    small = answers(market, process_id)["items"]
    for module in ("service.verification.quoting", "service.manufacturing.quoting.record"):
        monkeypatch.setattr(f"{module}.MOST_ANSWERS", 2)
    market.client.patch(f"/processes/{process_id}", {"quantity": 6})
    market.client.patch(f"/processes/{process_id}", {"quantity": 5})
    assert record.MOST_ANSWERS == 2
    large = answers(market, process_id)["items"]
    assert {outlined(e)[:2] for e in large} == {outlined(e)[:2] for e in small}


def test_who_takes_no_more_requests_is_not_suitable_roughly_either(market):
    _, (contractor,) = market.send(1)
    set_terms(contractor, max_open_requests=1)
    try:
        entries = answers(market, ready(market))["items"]
    finally:
        set_terms(contractor, max_open_requests=None)
    full = str(contractor.login.organization_id)
    (entry,) = [e for e in entries if e["contractor_id"] == full]
    assert (entry["suitable"], entry["quote"]) == (False, None)
    assert "open" in entry["constraints"][0]["reason"]
