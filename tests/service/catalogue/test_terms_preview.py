"""What changed rates would mean, seen at once on a sample part, and kept nowhere."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest

from service import clock
from service.catalogue import snapshot
from service.database import transactions
from service.operations import example
from service.operations.example import people
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database

EXAMPLE = example.load()


@pytest.fixture
def shop(market):
    """The first example contractor."""
    return market.contractors[str(people.contractor_id(EXAMPLE.contractors[0]))].enter()


def at(caller, what):
    return f"/organizations/{caller.login.organization_id}/{what}"


def totals(effect, side):
    return {
        entry["material_id"]: Decimal(entry[side]["quote"]["total"]["amount"])
        for entry in effect
        if entry[side] and entry[side]["quote"]
    }


def test_a_contractor_sees_what_other_terms_would_do_to_each_of_its_materials(shop):
    known = shop.get(at(shop, "terms"))
    dearer = known.json["terms"] | {"margin": "0.9"}
    tried = shop.put(at(shop, "terms") + "?dry_run=true", dearer)
    assert tried.status_code == 200, tried.text
    before, after = totals(tried.json["effect"], "before"), totals(tried.json["effect"], "after")
    offered = {
        own["material_id"]
        for machine in shop.get(at(shop, "machines")).json["items"]
        for own in machine["data"]["materials"]
    }
    assert before.keys() == after.keys() == offered
    assert all(after[material] > before[material] for material in offered)

    assert shop.get(at(shop, "terms")).json == known.json
    answer = shop.put(at(shop, "terms"), dearer)
    assert "effect" not in answer.json
    again = shop.put(at(shop, "terms") + "?dry_run=true", dearer).json["effect"]
    assert totals(again, "before") == totals(again, "after") == after


def test_the_days_of_a_preview_count_from_the_contractors_day(shop):
    """Late on a Friday (UTC) it is Saturday in Europe already, as it still is half a day later."""
    to_friday = timedelta(days=(4 - clock.now().weekday()) % 7)
    clock.move(datetime.combine(clock.now() + to_friday, time(23, 30), UTC) - clock.now())
    known = shop.get(at(shop, "terms")).json["terms"]
    tried = [shop.put(at(shop, "terms") + "?dry_run=true", known).json["effect"]]
    clock.move(timedelta(hours=12))
    tried.append(shop.put(at(shop, "terms") + "?dry_run=true", known).json["effect"])
    friday, saturday = ([e["before"]["quote"]["lead_time_days"] for e in t] for t in tried)
    assert friday == saturday


def test_a_contractor_sees_what_a_machine_would_do_before_it_has_it(shop):
    machine = shop.get(at(shop, "machines")).json["items"][0]
    address = at(shop, f"machines/{machine['id']}")
    cheap = machine["data"]["rates"] | {"machine_hour": "0"}
    effect = shop.put(address + "?dry_run=true", machine["data"] | {"rates": cheap}).json["effect"]
    before, after = totals(effect, "before"), totals(effect, "after")
    own = machine["data"]["materials"][0]["material_id"]
    assert after[own] < before[own]
    assert shop.get(address).json == machine

    new = machine["data"] | {
        "materials": [machine["data"]["materials"][0] | {"material_id": "pla"}]
    }
    added = shop.post(at(shop, "machines") + "?dry_run=true", new)
    assert added.status_code == 201, added.text
    effects = {entry["material_id"]: entry for entry in added.json["effect"]}
    assert effects["pla"]["before"] is None
    assert effects["pla"]["after"]["quote"]["lines"]
    with transactions.reading() as session:
        shops = {row.id: row for row in snapshot.current(session).contractors}
    assert len(shops[str(shop.login.organization_id)].machines) == len(
        shop.get(at(shop, "machines")).json["items"]
    )


def test_a_machine_that_cannot_make_the_sample_says_why(shop):
    machine = shop.get(at(shop, "machines")).json["items"][0]
    tiny = machine["data"] | {"build_volume_mm": ["5", "5", "5"]}
    others = shop.get(at(shop, "machines")).json["items"][1:]
    for other in others:
        assert shop.delete(at(shop, f"machines/{other['id']}")).status_code == 204
    address = at(shop, f"machines/{machine['id']}")
    effect = shop.put(address + "?dry_run=true", tiny).json["effect"]
    assert effect[0]["before"]["quote"]
    assert effect[0]["after"] == {"quote": None, "reasons": ["box 20.0 mm > 5.0 mm in x"]}


def test_what_is_wrong_is_refused_in_a_dry_run_as_well(shop):
    answer = shop.put(at(shop, "terms") + "?dry_run=true", {"margin": "plenty"})
    assert refused(answer, 422, "invalid")
