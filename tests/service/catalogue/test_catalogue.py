"""The catalogue as everybody reads it, and as it is kept in memory."""

from contextlib import contextmanager
from dataclasses import replace
from uuid import uuid4

import pytest
import sqlalchemy as sa

from service.catalogue import snapshot
from service.catalogue.versions import mark_changed
from service.database import transactions
from service.database.models import CatalogueVersion, ContractorRow, MachineRow
from service.manufacturing.quoting.catalogue import BadContractor
from service.operations import example
from service.operations.example import people
from tests.support.worlds.marketplace import refused

EXAMPLE = example.load()


def current():
    with transactions.reading() as session:
        return snapshot.current(session)


def ids(caller, path):
    answer = caller.get(path)
    assert answer.status_code == 200, answer.text
    return [item.get("id") or item["code"] for item in answer.json["items"]]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/services", [service.id for service in EXAMPLE.services]),
        ("/technologies", ["BJT", "DED", "MEX", "MJT", "PBF", "SHL", "VPP"]),
        ("/materials", [material.id for material in EXAMPLE.materials]),
        ("/post_processings", [treatment.id for treatment in EXAMPLE.post_processings]),
        ("/contractors", [str(people.contractor_id(c)) for c in EXAMPLE.contractors]),
    ],
)
def test_everybody_reads_the_whole_catalogue(market, path, expected):
    for caller in (market.nobody(), market.visitor(), market.client):
        assert ids(caller, f"{path}?limit=200") == sorted(expected)


def test_pages_of_the_catalogue_follow_each_other(market):
    whole = ids(market.client, "/materials?limit=200")
    paged, cursor = [], ""
    while cursor is not None:
        page = market.client.get(f"/materials?limit=3&cursor={cursor}").json
        paged += [material["id"] for material in page["items"]]
        cursor = page["next"]
    assert paged == whole
    for cursor in ("%FF%FE", "cGEx!", "gICA"):
        answer = market.client.get(f"/materials?cursor={cursor}")
        assert refused(answer, 422, "bad-cursor")


@pytest.mark.parametrize("name", ["PBF", "SLS", "sls", "powder bed fusion"])
def test_materials_are_found_by_the_technology_that_builds_them(market, name):
    answer = market.client.get("/materials", query_string={"technology": name, "limit": 200})
    by_material = {material["id"]: material["technologies"] for material in answer.json["items"]}
    assert "pa12" in by_material
    assert "pla" not in by_material
    assert all("PBF" in technologies for technologies in by_material.values())
    unknown = market.client.get("/materials?technology=weaving")
    assert unknown.json == {"items": [], "next": None}


def test_things_are_found_by_a_part_of_their_name(market):
    assert ids(market.client, "/technologies?q=FUSION") == ["PBF"]
    assert ids(market.client, "/technologies?q=SLM") == ["PBF"]
    assert "dyeing" in ids(market.client, "/post_processings?q=dye")
    assert ids(market.client, "/services?q=nothing of the kind") == []


def test_treatments_are_found_by_the_material_that_they_treat(market):
    polymer = ids(market.client, "/post_processings?material_id=pa12")
    metal = ids(market.client, "/post_processings?material_id=316l")
    assert "dyeing" in polymer
    assert "dyeing" not in metal
    assert "hip" in metal
    assert ids(market.client, "/post_processings?material_id=unobtainium") == []


def test_contractors_are_found_by_what_they_do(market):
    swiss = market.client.get("/contractors?country=ch&technology=SLS&material_id=pa12").json
    assert [contractor["country"] for contractor in swiss["items"]] == ["CH"]
    assert ids(market.client, "/contractors?country=CH&technology=FDM") == []


def test_a_contractor_shows_what_it_can_do_and_not_what_it_costs(market):
    entry = EXAMPLE.contractors[0]
    answer = market.nobody().get(f"/contractors/{people.contractor_id(entry)}")
    shown = answer.json
    assert shown["name"] == entry.contractor.name
    assert shown["country"] == entry.contractor.country
    assert "pa12" in shown["materials"]
    machine = shown["machines"][0]
    assert set(machine) == {
        "id",
        "name",
        "technology",
        "process",
        "count",
        "build_volume_mm",
        "layer_height_mm",
        "materials",
    }
    assert set(machine["materials"][0]) == {"material_id", "colors", "ral"}
    for secret in ("rates", "price", "hour", "margin", "personnel"):
        assert secret not in answer.text
    assert refused(market.nobody().get(f"/contractors/{uuid4()}"), 404, "not-found")


def test_the_example_catalogue_comes_out_of_the_tables_as_it_went_in(market):
    catalogue = current()
    assert catalogue.catalogue == EXAMPLE.catalogue
    entries = {str(people.contractor_id(entry)): entry.contractor for entry in EXAMPLE.contractors}
    assert [contractor.id for contractor in catalogue.contractors] == sorted(entries)
    for contractor in catalogue.contractors:
        wanted = entries[contractor.id]
        assert replace(contractor, id=wanted.id, machines=()) == replace(wanted, machines=())
        machines = sorted((replace(m, id="any") for m in contractor.machines), key=repr)
        assert machines == sorted((replace(m, id="any") for m in wanted.machines), key=repr)


def test_bad_data_of_one_contractor_is_its_own_affair(market):
    entry = EXAMPLE.contractors[0]
    id = people.contractor_id(entry)
    with transactions.writing() as session:
        row = session.get(ContractorRow, id)
        row.terms = row.terms | {"margin": "plenty"}
        mark_changed(session)
    contractors = {contractor.id: contractor for contractor in current().contractors}
    assert isinstance(contractors[str(id)], BadContractor)
    assert "margin" in contractors[str(id)].reason
    assert len(contractors) == len(EXAMPLE.contractors)
    assert market.nobody().get(f"/contractors/{id}").json["machines"] == []
    assert str(id) in ids(market.nobody(), "/contractors?limit=200")
    assert str(id) not in ids(market.nobody(), "/contractors?limit=200&technology=SLS")


def test_the_catalogue_is_read_once_per_version(market):
    first = current()
    assert current() is first
    with transactions.writing() as session:
        mark_changed(session)
    second = current()
    assert second is not first
    assert second.version == first.version + 1
    assert second.digest == first.digest


def a_machine(session):
    """One of a contractor of real orders."""
    of_contractor = ContractorRow.organization_id == MachineRow.organization_id
    return (
        session.query(MachineRow)
        .join(ContractorRow, of_contractor)
        .filter_by(sandbox=False)
        .first()
    )


def test_the_digest_changes_with_any_figure(market):
    before = current().digest
    with transactions.writing() as session:
        machine = a_machine(session)
        machine.data = machine.data | {"queue_days": machine.data["queue_days"] + 1}
        mark_changed(session)
    assert current().digest != before


def test_a_change_that_is_thrown_away_leaves_no_trace_in_memory(market):
    before = current()
    with transactions.trying() as session:
        session.query(MachineRow).delete()
        mark_changed(session)
        assert sum(len(c.machines) for c in snapshot.current(session).contractors) == 0
    with transactions.writing() as session:  # reaches the version that the other one would have had
        mark_changed(session)
    assert current().contractors == before.contractors


def test_an_empty_database_has_an_empty_catalogue(database_url):
    transactions.connect(database_url)
    with transactions.writing() as session:
        assert session.get(CatalogueVersion, 1) is None
        catalogue = snapshot.load(session)
        mark_changed(session)
        mark_changed(session)
    assert (catalogue.version, catalogue.contractors, catalogue.services) == (0, (), ())
    assert current().version == 2
    transactions.disconnect()


def test_of_a_changed_catalogue_only_the_changed_contractor_is_read_anew(market):
    before = current()
    with transactions.writing() as session:
        organization = a_machine(session).organization_id
        row = session.get(ContractorRow, organization)
        row.terms = row.terms | {"margin": "0.31"}
        session.flush()
        version = mark_changed(session, organization)
    with transactions.reading() as session, counted(session) as queries:
        after = snapshot.current(session)
    changed = after.entries[str(organization)]
    assert (after.version, changed.changed_in) == (version, version)
    assert str(changed.contractor.margin) == "0.31"
    assert changed.digest != before.entries[str(organization)].digest
    assert after.digest != before.digest
    others = before.entries.keys() - {str(organization)}
    assert all(after.entries[id] is before.entries[id] for id in others)
    assert list(after.entries) == list(before.entries)
    assert 0 < sum("machines" in query for query in queries) < 2
    with transactions.reading() as session:  # and it is the same as one that was read as a whole
        assert snapshot.load(session).market(sandbox=False).digest == after.digest


def test_a_contractor_that_is_the_same_is_not_understood_anew(market):
    before = current()
    with transactions.writing() as session:
        row = session.query(ContractorRow).filter_by(sandbox=False).first()
        row.terms = row.terms | {"margin": "0.32"}
        session.flush()
        mark_changed(session)  # whatever else it was: all of it is read
    after = current()
    changed = str(row.organization_id)
    assert str(after.entries[changed].contractor.margin) == "0.32"
    assert len(after.entries) > 1
    for id in after.entries.keys() - {changed}:
        assert after.entries[id].contractor is before.entries[id].contractor


def test_contractors_that_are_gone_are_forgotten(market):
    with transactions.writing() as session:
        row = session.query(ContractorRow).filter_by(sandbox=False).first()
        gone, terms = row.organization_id, row.terms
        machines = [(m.id, m.data) for m in machines_of(session, gone)]
        session.execute(sa.delete(MachineRow).where(MachineRow.organization_id == gone))
        session.execute(sa.delete(ContractorRow).where(ContractorRow.organization_id == gone))
        other = session.query(ContractorRow).filter_by(sandbox=False).first().organization_id
        mark_changed(session, other)
    assert str(gone) not in current().entries
    with transactions.writing() as session:
        session.add(ContractorRow(organization_id=gone, terms=terms))
        session.flush()
        for id, data in machines:
            session.add(MachineRow(id=id, organization_id=gone, data=data))
        session.flush()
        mark_changed(session, gone)
    assert str(gone) in current().entries


def machines_of(session, organization_id):
    return session.query(MachineRow).filter(MachineRow.organization_id == organization_id).all()


@contextmanager
def counted(session):
    """The statements that the session sends."""
    sent = []

    def note(connection, cursor, statement, *more):
        sent.append(statement)

    engine = session.get_bind().engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
