"""After any edits a process that goes on sees the catalogue that one that starts now sees."""

import random
from uuid import UUID

import pytest
import sqlalchemy as sa

from service.access.actor import SYSTEM
from service.accounts import organization_deletion
from service.catalogue import snapshot, tables
from service.catalogue.versions import mark_changed
from service.database import transactions
from service.database.models import (
    CatalogueItem,
    ContractorRow,
    MachineRow,
    Organization,
    Standing,
)
from service.ids import new_id
from service.manufacturing.quoting.catalogue import Contractor
from service.manufacturing.quoting.matching import match, standings
from service.manufacturing.quoting.screening import OfferedMaterial, Table
from tests.manufacturing.quoting.test_screening import asked, invented
from tests.manufacturing.quoting.test_table import assert_same
from tests.support.worlds import marketplace as markets

SEED = 20261130
EDITS = 14


@pytest.fixture
def market(example_url, monkeypatch, tmp_path):
    with markets.opened(example_url, monkeypatch, tmp_path) as market:
        monkeypatch.setattr(snapshot, "everybody", snapshot.SnapshotCache().current)
        monkeypatch.setattr(tables, "_recent", [])
        yield market


def machines(session, id):
    query = sa.select(MachineRow).where(MachineRow.organization_id == id)
    return sorted(session.scalars(query), key=lambda machine: machine.id)


def other_margin(figures, session, id):
    row = session.get_one(ContractorRow, id)
    row.terms = row.terms | {"margin": str(figures.randint(1, 99) / 100)}


def other_name(figures, session, id):
    session.get_one(Organization, id).name = f"Renamed {figures.randint(0, 10**6)}"


def other_queue(figures, session, id):
    for machine in machines(session, id)[:1]:
        machine.data = machine.data | {"queue_days": figures.randint(0, 60)}


def one_machine_less(figures, session, id):
    for machine in machines(session, id)[1:2]:
        session.delete(machine)


def one_machine_more(figures, session, id):
    for machine in machines(session, id)[:1]:
        session.add(MachineRow(id=new_id(), organization_id=id, data=dict(machine.data)))


def unreadable(figures, session, id):
    row = session.get_one(ContractorRow, id)
    row.terms = {k: v for k, v in row.terms.items() if k != "currency"}


def suspended_or_not(figures, session, id):
    row = session.get_one(ContractorRow, id)
    approved = row.standing is Standing.APPROVED
    row.standing = Standing.SUSPENDED if approved else Standing.APPROVED


def a_new_one(figures, session, _):
    """With an id anywhere among the others'."""
    id = UUID(int=figures.getrandbits(128), version=4)
    data = invented(figures, figures.randint(0, 10**6))
    session.add(Organization(id=id, name=data["name"]))
    session.flush()
    terms = {k: v for k, v in data.items() if k not in ("id", "name", "machines")}
    session.add(ContractorRow(organization_id=id, terms=terms | {"channels": ["inbox"]}))
    session.flush()
    for machine in data["machines"]:
        own = {k: v for k, v in machine.items() if k != "id"}
        session.add(MachineRow(id=new_id(), organization_id=id, data=own))
    return id


def gone(figures, session, id):
    organization_deletion.close(session, session.get_one(Organization, id), SYSTEM)


def one_for_another(figures, session, id):
    gone(figures, session, id)
    return a_new_one(figures, session, id)


KINDS = [
    *(other_margin, other_name, other_queue, one_machine_less, one_machine_more),
    *(unreadable, suspended_or_not, a_new_one, gone, one_for_another),
]


def edited(figures, kind):
    with transactions.writing() as session:
        ids = sorted(session.scalars(sa.select(ContractorRow.organization_id)))
        id = figures.choice(ids)
        edit = kind(figures, session, id)
        session.flush()
        if kind is not gone:
            mark_changed(session, edit or id)


def offered_one_by_one(catalogue):
    """By known material the technologies and colours that a walk over all contractors finds."""
    offers = [
        (machine.technology, offered)
        for contractor in catalogue.contractors
        if isinstance(contractor, Contractor)
        for machine in contractor.machines
        for offered in machine.materials
        if offered.material_id in catalogue.catalogue.materials
    ]
    found = {offered.material_id: (set(), set()) for _, offered in offers}
    for technology, offered in offers:
        technologies, colors = found[offered.material_id]
        technologies.add(technology)
        colors.update((name, offered.ral.get(name)) for name in offered.colors)
    return {id: OfferedMaterial(*map(frozenset, pair)) for id, pair in found.items()}


def test_after_any_edits_everything_is_as_if_it_were_read_anew(market):
    figures = random.Random(SEED)
    kinds = [*KINDS, *(figures.choice(KINDS) for _ in range(EDITS - len(KINDS)))]
    for kind in kinds:
        edited(figures, kind)
        with transactions.reading() as session:
            now, anew = snapshot.current(session), snapshot.load(session).market(sandbox=False)
        assert list(now.entries) == list(anew.entries), kind
        assert now.digest == anew.digest, kind
        assert [each.name for each in now.contractors] == [each.name for each in anew.contractors]
        blocks = [entry.listed.block(keep=False) for entry in anew.entries.values()]
        table = Table.of(blocks)
        assert_same(now.table.groups, table.groups)
        assert now.table.by_name.tolist() == table.by_name.tolist(), kind
        assert now.table.places == table.places, kind
        assert now.offered_materials == offered_one_by_one(anew), kind
        order = asked(figures)
        answer = standings(order, now.table, now.catalogue).matching(len(now.entries))
        assert answer == match(order, anew.contractors, anew.catalogue), kind


def test_what_the_catalogue_lists_is_understood_anew_only_where_it_is_written_otherwise(market):
    def listed(data=None):
        with transactions.writing() as session:
            if data is not None:
                query = sa.update(CatalogueItem).where(CatalogueItem.slug == "pa12")
                session.execute(query.values(data=data))
                mark_changed(session)
        with transactions.reading() as session:
            return snapshot.current(session)

    before = listed()
    edited(random.Random(SEED), other_margin)
    assert listed().catalogue is before.catalogue
    (data,) = [item for item in before.items["material"] if item["id"] == "pa12"]
    stated = {name: value for name, value in data.items() if name != "id"}
    for density in (1, 1.0):  # equal, and yet records show them apart
        catalogue = listed(stated | {"density_g_cm3": density}).catalogue
        assert str(catalogue.materials["pa12"].density_g_cm3) == str(density)
