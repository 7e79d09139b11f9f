"""What a contractor keeps itself: its terms and machines, checked, and in effect at once."""

from uuid import uuid4

import pytest

from service.catalogue import snapshot
from service.database import transactions
from service.ids import new_id
from service.operations import example
from service.operations.example import people
from tests.support.callers import API
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database

EXAMPLE = example.load()
TERMS = {
    name: value
    for name, value in EXAMPLE.contractors[0].contractor.to_dict().items()
    if name not in ("id", "name", "machines")
}
MACHINE = {
    name: value
    for name, value in EXAMPLE.contractors[0].contractor.machines[0].to_dict().items()
    if name != "id"
}


@pytest.fixture
def shop(market):
    """The first example contractor."""
    return market.contractors[str(people.contractor_id(EXAMPLE.contractors[0]))].enter()


def at(caller, what):
    return f"/organizations/{caller.login.organization_id}/{what}"


def contractors():
    with transactions.reading() as session:
        return {row.id: row for row in snapshot.current(session).contractors}


def test_an_organization_becomes_a_contractor_by_its_terms_and_machines(market):
    mine = str(market.client.login.organization_id)
    assert refused(market.client.get(at(market.client, "terms")), 409, "no-terms")
    early = market.client.post(at(market.client, "machines"), MACHINE)
    assert refused(early, 409, "no-terms")
    assert market.client.put(at(market.client, "terms"), TERMS).status_code == 200
    added = market.client.post(at(market.client, "machines"), MACHINE)
    assert added.status_code == 201, added.text
    contractor = contractors()[mine]
    assert contractor.name == "Musterbau Maschinen GmbH"
    assert [machine.id for machine in contractor.machines] == [added.json["id"]]
    assert mine in [c["id"] for c in market.nobody().get("/contractors?limit=200").json["items"]]


def test_a_country_that_is_left_out_is_the_organizations(market):
    terms = {name: value for name, value in TERMS.items() if name != "country"}
    answer = market.client.put(at(market.client, "terms"), terms)
    assert answer.json["terms"]["country"] == "DE"
    assert answer.json["terms"]["channels"] == ["inbox", "mail"]


def test_new_terms_are_in_effect_at_once(shop):
    known = shop.get(at(shop, "terms"))
    changed = known.json["terms"] | {"margin": "0.5"}
    answer = shop.put(at(shop, "terms"), changed, headers={"If-Match": known.headers["ETag"]})
    assert answer.json["terms"] == changed
    assert answer.headers["ETag"] != known.headers["ETag"]
    assert str(contractors()[str(shop.login.organization_id)].margin) == "0.5"
    late = shop.put(at(shop, "terms"), changed, headers={"If-Match": known.headers["ETag"]})
    assert refused(late, 412, "version-moved-on")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"margin": "plenty"}, "/margin"),
        ({"margin": None}, "/margin"),
        ({"preparation": {"engineering_hour": "70"}}, "/preparation/hours_by_complexity"),
        ({"shipping": [{"countries": ["DE"], "fixed": "-1"}]}, "/shipping/0/fixed"),
        ({"colour": "blue"}, ""),
        ({"name": "somebody else"}, "/name"),
        ({"machines": []}, "/machines"),
        ({"channels": ["pigeon"]}, "/channels"),
        ({"channels": 7}, "/channels"),
        ({"channels": [["inbox"]]}, "/channels"),
        ({"post_processings": [{"post_processing_id": "polish"}]}, "/post_processings"),
    ],
)
def test_terms_that_cannot_be_are_refused_where_they_are_wrong(shop, change, pointer):
    before = shop.get(at(shop, "terms")).json
    answer = shop.put(at(shop, "terms"), TERMS | change)
    assert refused(answer, 422, "invalid")
    assert answer.json["errors"][0]["pointer"] == pointer
    assert shop.get(at(shop, "terms")).json == before


def test_a_machine_is_added_described_anew_and_taken_out(shop):
    id = str(new_id())
    added = shop.post(at(shop, "machines"), MACHINE | {"id": id})
    assert added.status_code == 201, added.text
    assert added.json["id"] == id
    assert added.json["data"] == MACHINE
    path = added.headers["Location"].removeprefix(API)
    assert refused(shop.post(at(shop, "machines"), MACHINE | {"id": id}), 409, "id-taken")
    known = {"If-Match": added.headers["ETag"]}
    changed = shop.put(path, MACHINE | {"queue_days": 9}, headers=known)
    assert changed.json["data"]["queue_days"] == 9
    assert refused(shop.put(path, MACHINE, headers=known), 412, "version-moved-on")
    assert shop.get(path).json == changed.json
    assert refused(shop.delete(path, headers=known), 412, "version-moved-on")
    assert shop.delete(path).status_code == 204
    assert refused(shop.get(path), 404, "not-found")
    assert id not in {m.id for m in contractors()[str(shop.login.organization_id)].machines}


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"technology": "weaving"}, ""),
        ({"build_volume_mm": [1, 2]}, "/build_volume_mm"),
        ({"build_volume_mm": [1, 2, 0]}, "/build_volume_mm/2"),
        ({"rates": {"machine_hour": True}}, "/rates/machine_hour"),
        ({"materials": [{"material_id": "unobtainium", "price_per_kg": 1}]}, "/materials"),
        ({"id": "not-a-uuid"}, "/id"),
        ({"wings": 2}, ""),
    ],
)
def test_machines_that_cannot_be_are_refused_where_they_are_wrong(shop, change, pointer):
    answer = shop.post(at(shop, "machines"), MACHINE | change)
    assert refused(answer, 422, "invalid")
    assert answer.json["errors"][0]["pointer"] == pointer


def test_a_machine_has_the_id_in_its_address(shop):
    machine = shop.get(at(shop, "machines")).json["items"][0]
    path = at(shop, f"machines/{machine['id']}")
    answer = shop.put(path, machine["data"] | {"id": "another"})
    assert refused(answer, 422, "invalid")
    assert shop.put(path, machine["data"]).json["data"] == machine["data"]


def test_every_change_makes_another_version_of_the_catalogue(shop):
    def version():
        with transactions.reading() as session:
            return snapshot.current(session).version

    seen = [version()]
    shop.put(at(shop, "terms"), TERMS)
    seen.append(version())
    path = at(shop, "machines")
    machine = shop.post(path, MACHINE).json["id"]
    seen.append(version())
    shop.put(f"{path}/{machine}", MACHINE | {"count": 7})
    seen.append(version())
    shop.delete(f"{path}/{machine}")
    seen.append(version())
    assert seen == list(range(seen[0], seen[0] + 5))


def test_workshops_of_others_do_not_exist(market, shop):
    machine = shop.get(at(shop, "machines")).json["items"][0]["id"]
    other = market.contractors[str(people.contractor_id(EXAMPLE.contractors[1]))].enter()
    for caller in (other, market.client, market.visitor(), market.nobody()):
        for what in ("terms", "machines", f"machines/{machine}"):
            assert refused(caller.get(at(shop, what)), 404, "not-found")
        assert caller.put(at(shop, "terms"), TERMS).status_code == 404
        assert caller.post(at(shop, "machines"), MACHINE).status_code == 404
        assert caller.delete(at(shop, f"machines/{machine}")).status_code == 404
    smuggled = other.get(at(other, f"machines/{machine}"))
    assert refused(smuggled, 404, "not-found")
    assert refused(shop.get(at(shop, f"machines/{uuid4()}")), 404, "not-found")


def test_a_member_reads_the_workshop_and_does_not_change_it(market):
    assert market.client.put(at(market.client, "terms"), TERMS).status_code == 200
    assert market.colleague.get(at(market.colleague, "terms")).status_code == 200
    answer = market.colleague.put(at(market.colleague, "terms"), TERMS)
    assert refused(answer, 403, "forbidden")


def test_pages_of_machines_follow_each_other(shop):
    for _ in range(2):
        shop.post(at(shop, "machines"), MACHINE)
    whole = [m["id"] for m in shop.get(at(shop, "machines")).json["items"]]
    first = shop.get(at(shop, "machines?limit=3")).json
    rest = shop.get(at(shop, f"machines?limit=3&cursor={first['next']}")).json
    assert [m["id"] for m in first["items"] + rest["items"]] == whole
