"""The index of a large catalogue, which processes that start read instead of the contractors."""

import random
from uuid import UUID

import pytest
import sqlalchemy as sa

from service.access.actor import SYSTEM
from service.accounts import organization_deletion
from service.catalogue import catalogued_contractor, snapshot, stored_index, tables
from service.catalogue.versions import mark_changed
from service.database import transactions
from service.database.models import CatalogueIndexPart, ContractorRow, Organization
from service.manufacturing.quoting import catalogue
from service.manufacturing.quoting.matching import match, standings
from service.manufacturing.quoting.screening import Table
from tests.manufacturing.quoting.test_screening import asked
from tests.manufacturing.quoting.test_table import assert_same
from tests.support.worlds import marketplace as markets


@pytest.fixture
def market(example_url, monkeypatch, tmp_path):
    with markets.opened(example_url, monkeypatch, tmp_path) as market:
        monkeypatch.setattr(stored_index, "FEWEST", 1)
        monkeypatch.setattr(stored_index, "PART_BYTES", 1000)
        start_anew(monkeypatch)
        with transactions.reading() as session:
            snapshot.everybody(session)
        yield market


def start_anew(monkeypatch):
    """As a process that has read nothing yet."""
    monkeypatch.setattr(snapshot, "everybody", snapshot.SnapshotCache().current)
    monkeypatch.setattr(tables, "_recent", [])


def current():
    with transactions.reading() as session:
        return snapshot.current(session)


def set_margin(margin, contractor_id, *, mark=True):
    with transactions.writing() as session:
        row = session.get_one(ContractorRow, UUID(contractor_id))
        row.terms = row.terms | {"margin": margin}
        session.flush()
        if mark:
            mark_changed(session, row.organization_id)


def stored():
    with transactions.reading() as session:
        return stored_index.read(session)


def rebuilt(entries):
    return Table.of([entry.listed.block(keep=False) for entry in entries.values()])


def test_who_starts_reads_the_index_and_understands_nobody(market, monkeypatch):
    before = current()
    start_anew(monkeypatch)
    monkeypatch.setattr(snapshot.ContractorEntry, "contractor", None)  # nobody may be asked for it
    after = current()
    assert after.digest == before.digest
    assert list(after.entries) == list(before.entries)
    assert after.offered_materials == before.offered_materials
    assert_same(after.table.groups, rebuilt(before.entries).groups)


@pytest.mark.parametrize(("most", "understood_twice"), [(500, 0), (0, 1)])
def test_of_few_contractors_each_is_understood_once(market, monkeypatch, most, understood_twice):
    read = []
    monkeypatch.setattr(catalogued_contractor, "read_contractor", reading_into(read))
    monkeypatch.setattr(tables, "_MOST_UNDERSTOOD", most)
    monkeypatch.setattr(stored_index, "made_by", lambda: "0" * 64)
    start_anew(monkeypatch)
    now = current()
    assert len(now.table) == len(now.entries)
    assert len(set(read)) == len(read)
    assert set(now.entries) <= set(read)
    first = next(iter(now.entries))
    assert now.entries[first].contractor
    assert read.count(first) == 1 + understood_twice


def reading_into(read):
    def read_contractor(data):
        read.append(data["id"])
        return catalogue.read_contractor(data)

    return read_contractor


def test_what_was_changed_since_is_read_beside_it(market, monkeypatch):
    first, second = list(current().entries)[:2]
    monkeypatch.setattr(stored_index, "CHANGED_SHARE", 1)
    set_margin("0.77", first)
    start_anew(monkeypatch)
    after = current()
    assert stored().version < after.version
    assert str(after.entries[first].contractor.margin) == "0.77"
    assert str(after.entries[second].contractor.margin) != "0.77"
    assert_same(after.table.groups, rebuilt(after.entries).groups)
    with transactions.writing() as session:  # all of it may be another one
        mark_changed(session)
    set_margin("0.78", second, mark=False)
    with transactions.writing() as session:
        mark_changed(session)
    start_anew(monkeypatch)
    assert str(current().entries[second].contractor.margin) == "0.78"


def test_answers_with_the_index_are_those_of_asking_one_by_one(market, monkeypatch):
    figures = random.Random(5)
    first = next(iter(current().entries))
    set_margin("0.9", first)
    start_anew(monkeypatch)
    now = current()
    for order in (asked(figures) for _ in range(12)):
        number = len(now.entries)
        screened = standings(order, now.table, now.catalogue).matching(number)
        assert screened == match(order, now.contractors, now.catalogue)


def test_once_many_have_changed_it_is_written_anew(market, monkeypatch):
    ids = list(current().entries)
    limit = int(stored_index.CHANGED_SHARE * len(snapshot.everybody.__self__._newest.entries))
    before = stored().version
    for id in ids[:limit]:
        set_margin("0.5", id)
        assert current().entries[id]
    assert stored().version == before
    set_margin("0.5", ids[limit])
    assert stored().version < current().version == stored().version


def test_another_program_does_not_read_it(market, monkeypatch):
    monkeypatch.setattr(stored_index, "made_by", lambda: "0" * 64)
    assert stored() is None
    start_anew(monkeypatch)
    assert current().contractors
    with transactions.reading() as session:  # it has left its own, and none of the other
        written = session.scalars(sa.select(CatalogueIndexPart.made_by).distinct()).all()
    assert written == ["0" * 64]


def test_whoever_changes_the_catalogue_leaves_nothing_in_the_index(market, monkeypatch):
    first, before = next(iter(current().entries)), stored().version
    start_anew(monkeypatch)
    monkeypatch.setattr(stored_index, "CHANGED_SHARE", 0)
    with transactions.trying() as session:
        row = session.get_one(ContractorRow, UUID(first))
        row.terms = row.terms | {"margin": "0.66"}
        session.flush()
        mark_changed(session, row.organization_id)
        assert str(snapshot.everybody(session).entries[first].contractor.margin) == "0.66"
    assert stored().version == before
    assert str(stored().entries[first].contractor.margin) != "0.66"


def test_a_deleted_contractor_does_not_stay_in_it(market, monkeypatch):
    contractor_id = next(iter(current().entries))
    with transactions.writing() as session:
        organization = session.get_one(Organization, UUID(contractor_id))
        organization_deletion.close(session, organization, SYSTEM)
    assert stored() is None
    start_anew(monkeypatch)
    assert contractor_id not in current().entries
    assert contractor_id not in stored().entries
