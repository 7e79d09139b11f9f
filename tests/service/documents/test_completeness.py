"""What an order leaves open after ISO/ASTM 52901, and the checks of certificates and surface."""

from uuid import UUID

import orjson
import pytest

from service.database.models import Verification
from service.manufacturing.quoting import standards
from service.manufacturing.quoting.completeness import REQUIREMENTS
from service.verification import verify
from tests.support.orders import fire, ready
from tests.support.worlds.marketplace import refused
from tests.support.worlds.workplace import rows_of

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


def profile(market, id):
    rows = market.client.get(f"/processes/{id}?include=completeness").json["completeness"]
    return {row["requirement"]: row for row in rows}


def record(market, id):
    assert fire(market.client, id, "verify").status_code == 202
    verify.verify(UUID(id))
    return market.client.get(f"/processes/{id}/verification").json


def test_an_empty_draft_leaves_everything_open_and_says_what_it_matters_for(market):
    rows = profile(market, market.client.draft())
    assert not any(row["given"] for row in rows.values())
    assert all(row["matters_for"] and row["subject"] and row["source"] for row in rows.values())
    assert {row.name for row in REQUIREMENTS} - rows.keys() == {"infill"}


@pytest.mark.parametrize(
    ("requirement", "fields"),
    [
        ("quantity", {"quantity": 3}),
        ("process", {"technology": "MJF"}),
        ("material", {"material_id": "pa12"}),
        ("appearance", {"color": "black"}),
        ("tolerances", {"tolerance_mm": "0.3"}),
        ("surface", {"surface_roughness_um": "6.3"}),
        ("process_parameters", {"layer_height_mm": "0.1"}),
        ("post_processing", {"post_processing_ids": ["dyeing"]}),
        ("certificates", {"certificate": "material"}),
        ("acceptance", {"acceptance_criteria": "first article, then every tenth"}),
        ("identification", {"title": "Lid"}),
        ("date", {"wanted_date": "2027-01-01"}),
        (
            "delivery",
            {
                "delivery_address": {
                    "name": "Ada",
                    "street": "Weg 1",
                    "postal_code": "10115",
                    "city": "Berlin",
                    "country": "DE",
                }
            },
        ),
    ],
)
def test_each_field_states_its_subject_and_no_other(market, requirement, fields):
    id = market.client.draft(**fields)
    rows = profile(market, id)
    assert [name for name, row in rows.items() if row["given"]] == [requirement]
    assert rows[requirement]["value"] in fields.values()


def test_infill_is_asked_for_where_parts_are_extruded(market):
    id = market.client.draft(technology="FDM")
    assert not profile(market, id)["infill"]["given"]
    market.client.patch(f"/processes/{id}", {"infill": "0.2"})
    assert profile(market, id)["infill"]["given"]


def test_units_are_given_when_every_file_has_one_and_a_drawing_documents_the_part(market):
    id = market.client.draft()
    market.client.upload(id, unit="mm")
    market.client.upload(id, name="other.stl")
    assert not profile(market, id)["units"]["given"]
    market.client.upload(id, b"%PDF-1.7 drawing", "drawing.pdf")
    rows = profile(market, id)
    assert rows["part_definition"]["value"] == 2
    assert rows["documentation"]["given"]


def test_an_incomplete_order_can_be_verified_and_its_record_says_what_was_open(market):
    id = ready(market)
    verified = record(market, id)
    assert verified["verdict"] == "pass"
    given = {row["requirement"]: row["given"] for row in verified["completeness"]}
    assert given["quantity"]
    assert not given["tolerances"]
    assert set(given) == {r.name for r in REQUIREMENTS if r.verified} - {"infill"}


def test_what_no_verification_depends_on_is_not_in_the_record(market):
    one, two = ready(market), ready(market, acceptance_criteria="none", wanted_date="2027-02-01")
    for id in (one, two):
        record(market, id)
    first, second = (
        orjson.loads(rows_of(Verification, UUID(id))[0].record)["completeness"] for id in (one, two)
    )
    assert first == second


def test_a_unit_that_is_missing_is_asked_for_with_the_sizes_it_would_mean(market):
    id = market.client.draft(quantity=1, material_id="pa12")
    market.client.upload(id)
    (missing,) = market.client.get(f"/processes/{id}").json["missing"]
    assert missing["field"] == "unit"
    for size in ("mm: 20.0 x 20.0 x 20.0 mm", "cm: 200.0 x", "inch: 508.0 x", "m: 20000.0 x"):
        assert size in missing["detail"]


def certificates_of(market, id):
    entries = market.client.get(f"/processes/{id}/contractors").json["items"]
    return {entry["contractor_id"]: entry for entry in entries}


def test_a_certificate_is_refused_warned_of_or_passed_as_the_contractor_says(market):
    usual = ready(market)
    record(market, usual)
    contractor_id = next(e for e, entry in certificates_of(market, usual).items() if entry["quote"])
    contractor = market.contractors[contractor_id].enter()
    path = f"/organizations/{contractor_id}/terms"
    terms = contractor.get(path).json["terms"]
    for issued, expected in ((None, "warn"), (["material"], "pass"), (["inspection"], "fail")):
        assert contractor.put(path, terms | {"certificates": issued}).status_code == 200
        id = ready(market, certificate="material")
        record(market, id)
        entry = certificates_of(market, id)[contractor_id]
        failed = [c["check"] for c in entry["constraints"]]
        warned = [c["check"] for c in entry["quote"]["warnings"]] if entry["quote"] else []
        assert ("certificate" in failed) is (expected == "fail")
        assert ("certificate" in warned) is (expected == "warn")
    assert {c["field"] for c in entry["changes"]} == {"certificate"}
    contractor.put(path, terms)


def test_a_finer_surface_than_comes_out_of_the_machine_is_warned_of(market):
    for asked, warns in (("12.5", False), ("6.3", True), ("1.6", True)):
        id = ready(market, surface_roughness_um=asked)
        (quote, *_) = record(market, id)["quotes"]
        assert ("surface" in [c["check"] for c in quote["warnings"]]) is warns, asked


def test_every_default_limit_of_the_seven_categories_has_a_source_or_is_an_assumption(market):
    shown = market.client.get("/technologies").json["items"]
    assert {row["code"] for row in shown} == {"VPP", "MJT", "BJT", "PBF", "MEX", "DED", "SHL"}
    for row in shown:
        needed = {"tolerance_mm", "tolerance_ratio", "wall_mm", "feature_mm", "surface_um"}
        assert needed <= row["limits"].keys()
        for name, limit in row["limits"].items():
            assert bool(limit["source"]) is not bool(limit["assumption"]), (row["code"], name)
            assert float(limit["limit"]) <= float(limit["warning"])
            default = standards.CATEGORY[row["code"]].limits[name]
            assert str(default.limit) == limit["limit"]
    for material in market.client.get("/materials?limit=200").json["items"]:
        assert material["source"] or material["assumption"], material["id"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("SLS", "PBF"),
        ("SLM", "PBF"),
        ("FDM", "MEX"),
        ("SLA", "VPP"),
        ("MJF", "PBF"),
        ("mex", "MEX"),
    ],
)
def test_trade_names_mean_their_category(market, name, code):
    assert standards.resolve(name).code == code
    id = market.client.draft(technology=name)
    assert market.client.get(f"/processes/{id}").json["technology"] == name


def test_no_technology_is_guessed(market):
    project = market.client.post("/projects", {"title": "x"}).json["id"]
    answer = market.client.post(f"/projects/{project}/processes", {"technology": "magic"})
    assert refused(answer, 422, "invalid")
