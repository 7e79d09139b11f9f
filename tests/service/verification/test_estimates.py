"""What a part would cost, asked by whoever wonders, before there is a process."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from service import clock
from service.catalogue import snapshot
from service.catalogue.catalogued_contractor import CataloguedContractor
from service.catalogue.snapshot_rows import ContractorEntry
from service.database import transactions
from service.database.models import Analysis, Standing, TableRow
from service.errors import BadField
from service.manufacturing.quoting.matching.ranking import PRIORITIES
from service.manufacturing.quoting.sample import block, order_of
from service.operations import example
from service.verification import estimates
from tests.support import meshes
from tests.support.contractors import MONDAY, cube
from tests.support.worlds import marketplace as markets
from tests.support.worlds.marketplace import ADDRESS, refused

pytestmark = pytest.mark.one_database

CUBE = {"box_mm": [20, 20, 20]}
SHOPS = example.load()
EXAMPLE = snapshot.CatalogueSnapshot(
    url=sa.make_url("sqlite://"),
    version=1,
    whole=1,
    catalogue=SHOPS.catalogue,
    entries={
        entry.contractor.id: ContractorEntry(
            CataloguedContractor.of(entry.contractor.to_dict()),
            1,
            sandbox=False,
            standing=Standing.APPROVED,
        )
        for entry in SHOPS.contractors
    },
    items={},
)


def estimated(caller, **wishes):
    answer = caller.post("/estimates", {"part": CUBE, **wishes})
    assert answer.status_code == 200, answer.text
    return answer.json


def calculated(*, part=None, material_ids=("pa12",), quantities=(5,), priorities=None, **wishes):
    """The estimate for the first material, without a database."""
    order = order_of(part or cube(), MONDAY, wishes)
    asked = estimates.Wishes(order, material_ids, (), quantities, priorities)
    estimates.check(asked, EXAMPLE)
    return estimates.estimate(asked, EXAMPLE)[0].quotes


def rows():
    """How many rows every table has."""
    with transactions.reading() as session:
        return {
            table.name: session.scalar(sa.select(sa.func.count()).select_from(table))
            for table in TableRow.metadata.sorted_tables
        }


def test_a_visitor_learns_what_a_part_costs_in_every_material_and_quantity(market):
    estimates = estimated(
        market.visitor(),
        material_ids=["pa12", "pla"],
        technologies=["SLS", "FDM"],
        quantities=[100, 1, 10],
    )["estimates"]
    assert [(entry["material_id"], entry["technology"]) for entry in estimates] == [
        ("pa12", "SLS"),
        ("pa12", "FDM"),
        ("pla", "SLS"),
        ("pla", "FDM"),
    ]
    assert all(entry["suitable"] + entry["unsuitable"] == 16 for entry in estimates)
    assert estimates[0]["suitable"] >= 2
    assert estimates[2]["suitable"] == 0
    for quote in estimates[0]["quotes"]:
        assert [tier["quantity"] for tier in quote["tiers"]] == [1, 10, 100]
        totals = [Decimal(tier["total"]["amount"]) for tier in quote["tiers"]]
        assert totals == sorted(totals)


def test_an_estimate_is_what_a_verification_would_say(market):
    process_id, _ = market.send()
    entries = market.client.get(f"/processes/{process_id}/contractors").json["items"]
    binding = {e["contractor_id"]: e["quote"]["total"] for e in entries if e["suitable"]}
    asked = {"material_ids": ["pa12"], "quantities": [5], "delivery_country": ADDRESS["country"]}
    (entry,) = estimated(market.client, **asked)["estimates"]
    totals = {quote["contractor_id"]: quote["tiers"][0]["total"] for quote in entry["quotes"]}
    assert totals
    assert totals.items() <= binding.items()


def test_the_days_of_an_estimate_count_from_the_contractors_day(market):
    """Late on a Friday (UTC) it is Saturday in Europe already: no working day of it is left."""
    to_friday = timedelta(days=(4 - clock.now().weekday()) % 7)
    clock.move(datetime.combine(clock.now() + to_friday, time(23, 30), UTC) - clock.now())
    process_id, _ = market.send()
    entries = market.client.get(f"/processes/{process_id}/contractors").json["items"]
    binding = {e["contractor_id"]: e["quote"]["lead_time_days"] for e in entries if e["suitable"]}
    asked = {"material_ids": ["pa12"], "quantities": [5], "delivery_country": ADDRESS["country"]}
    (entry,) = estimated(market.client, **asked)["estimates"]
    lead_times = {q["contractor_id"]: q["tiers"][0]["lead_time_days"] for q in entry["quotes"]}
    assert lead_times
    assert lead_times.items() <= binding.items()


def test_a_file_of_the_caller_is_estimated_in_its_unit(market):
    visitor = market.visitor()
    process_id = visitor.draft()
    file = visitor.upload(process_id, unit="cm").json
    wish = {"part": None, "file_id": file["id"], "material_ids": ["pla"]}
    estimates = estimated(visitor, **wish)
    assert estimates["part"]["box_mm"] == [200, 200, 200]
    assert estimates["part"]["volume_mm3"] == 8_000_000
    stranger = market.visitor().post("/estimates", wish)
    assert refused(stranger, 404, "not-found")


def test_a_file_without_a_unit_and_a_file_that_is_no_model_are_refused(market):
    visitor = market.visitor()
    process_id = visitor.draft()
    plain = visitor.upload(process_id).json["id"]
    text = visitor.upload(process_id, content=b"to be painted red", name="note.txt").json["id"]
    for file_id, complaint in ((plain, "no unit"), (text, "is no model")):
        answer = visitor.post("/estimates", {"file_id": file_id, "material_ids": ["pla"]})
        assert refused(answer, 422, "invalid")
        assert complaint in answer.json["detail"]
        assert answer.json["errors"][0]["pointer"] == "/file_id"


def test_a_large_file_is_left_to_the_workers_until_it_was_measured(market, monkeypatch):
    monkeypatch.setattr(estimates, "MOST_BYTES", 100)
    process_id = market.client.draft(quantity=1, material_id="pla")
    wish = {"file_id": market.client.upload(process_id, unit="mm").json["id"]}
    with transactions.writing() as session:
        session.execute(sa.delete(Analysis))
    answer = market.client.post("/estimates", {**wish, "material_ids": ["pla"]})
    assert refused(answer, 409, "not-measured")
    assert "684 bytes" in answer.json["detail"]


def test_an_open_mesh_gets_reasons_instead_of_quotes(market):
    visitor = market.visitor()
    vertices, faces = meshes.box()
    hole = meshes.stl((vertices, faces[:-1]))
    file_id = visitor.upload(visitor.draft(), content=hole, unit="mm").json["id"]
    wish = {"part": None, "file_id": file_id, "material_ids": ["pla"]}
    (entry,) = estimated(visitor, **wish)["estimates"]
    assert entry["suitable"] == 0
    assert entry["nearest"][0]["changes"][0]["field"] == "files"


def test_an_estimate_keeps_nothing(market):
    visitor = market.visitor()
    file_id = visitor.upload(visitor.draft(), unit="mm").json["id"]
    with transactions.writing() as session:
        session.execute(sa.delete(Analysis))
    before = rows()
    wish = {"part": None, "file_id": file_id, "material_ids": ["pla"]}
    key = {"Idempotency-Key": "once"}
    assert visitor.post("/estimates", wish, headers=key).status_code == 200
    assert rows() == before


def test_rates_do_not_show(market):
    text = str(estimated(market.client, material_ids=["pa12"]))
    for name in ("machine_hours", "material_kg", "price_per_kg", "machine_hour", "inputs"):
        assert f"'{name}'" not in text


REFUSED = [
    ({"part": None}, "/part"),
    ({"file_id": "018f0000-0000-7000-8000-000000000000"}, "/part"),
    ({}, "/material_ids"),
    ({"material_ids": ["unobtainium"]}, "/material_ids"),
    ({"technologies": ["teleportation"]}, "/technologies"),
    ({"material_ids": ["pla"], "post_processing_ids": ["magic"]}, "/post_processing_ids"),
    ({"material_ids": ["pla"], "quantities": []}, "/quantities"),
    ({"material_ids": ["pla"], "quantities": [0]}, "/quantities/0"),
    ({"material_ids": ["pla"], "quantities": [1.5]}, "/quantities/0"),
    ({"material_ids": ["pla"], "part": {"box_mm": [1, 2]}}, "/part/box_mm"),
    ({"material_ids": ["pla"], "part": {**CUBE, "volume_mm3": 8001}}, "/part/volume_mm3"),
    ({"material_ids": ["pla"], "colour": "red"}, "/colour"),
    ({"material_ids": ["pla", "pa12"], "quantities": list(range(1, 32))}, "/quantities"),
]


def test_what_cannot_be_estimated_is_told_with_its_place(market):
    visitor = market.visitor()
    for wishes, pointer in REFUSED:
        answer = visitor.post("/estimates", {"part": CUBE, **wishes})
        assert refused(answer, 422, "invalid"), wishes
        assert pointer in [error["pointer"] for error in answer.json["errors"]], wishes


def test_whoever_has_no_session_is_asked_to_get_one(market):
    answer = market.nobody().post("/estimates", {"part": CUBE, "material_ids": ["pla"]})
    assert refused(answer, 401, "unauthenticated")


def test_one_address_gets_only_so_many_estimates_a_minute(example_url, monkeypatch, tmp_path):
    with markets.opened(example_url, monkeypatch, tmp_path, estimates_per_minute=2) as market:
        estimated(market.client, material_ids=["pla"])
        estimated(market.visitor(), material_ids=["pla"])
        answer = market.client.post("/estimates", {"part": CUBE, "material_ids": ["pla"]})
        assert refused(answer, 429, "too-many-requests")
        assert int(answer.headers["Retry-After"]) > 0


def test_of_a_part_without_volume_and_surface_those_of_the_full_box_are_taken():
    full = block((20, 30, 10), None, None)
    assert (full.volume_mm3, full.surface_mm2) == (6000, 2200)
    hollow = block((20, 30, 10), 900, 4000)
    prices = [calculated(part=part)[0][0].total for part in (full, hollow)]
    assert prices[0] != prices[1]


def test_the_clients_priorities_order_the_quotes():
    for name in ("cost", "time"):
        only = {**dict.fromkeys(PRIORITIES, 0), name: 10}
        quotes = calculated(priorities=only, delivery_country="DE")
        euros = [quote for quote, _ in quotes if quote.currency == "EUR"]
        figures = {
            "cost": [quote.total for quote in euros],
            "time": [quote.lead_time.days for quote in euros],
        }
        assert len(euros) > 2
        assert figures[name] == sorted(figures[name])


def test_express_costs_more_and_is_never_slower():
    usual, hurried = (
        {quote.contractor_id: quote for quote, _ in calculated(express=express)}
        for express in (False, True)
    )
    assert usual.keys() & hurried.keys()
    for name in usual.keys() & hurried.keys():
        assert hurried[name].total > usual[name].total
        assert hurried[name].lead_time.days <= usual[name].lead_time.days
    assert any(
        hurried[name].lead_time.days < usual[name].lead_time.days
        for name in usual.keys() & hurried.keys()
    )


def test_sixty_combinations_are_answered_and_more_are_refused():
    quotes = calculated(quantities=tuple(range(1, 61)))
    assert len(quotes[0][0].tiers) == 60
    with pytest.raises(BadField, match="61 combinations"):
        calculated(quantities=tuple(range(1, 62)))
