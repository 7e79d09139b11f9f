"""A table of which single contractors' rows were exchanged is the one that is made as a whole."""

import random
from dataclasses import replace

import numpy as np
import pytest

from service.manufacturing.quoting.catalogue import read_contractor
from service.manufacturing.quoting.screening import Table, block_of, table_bytes
from service.manufacturing.quoting.screening.ragged import Ragged
from tests.manufacturing.quoting.test_screening import invented

FIRMS = 24


@pytest.fixture(scope="module")
def firms():
    figures = random.Random(11)
    read = [read_contractor(invented(figures, number)) for number in range(FIRMS)]
    return [*read, read_contractor({"id": "firm-99999", "name": "Unreadable"})]


def table_of(firms):
    return Table.of([block_of(firm) for firm in firms])


def revised(table, before, after):
    known = {firm.id: firm for firm in before}
    changed = [firm for firm in after if known.get(firm.id) != firm]
    blocks = [block_of(firm) for firm in after]
    return table.revised(blocks, {firm.id: block_of(firm) for firm in changed})


def assert_same(groups, others):
    assert groups.keys() == others.keys()
    for name, group in groups.items():
        assert group.lengths.tolist() == others[name].lengths.tolist(), name
        for column, figures in group.columns.items():
            assert np.array_equal(figures, others[name][column], equal_nan=True), (name, column)


def with_margin(firm):
    return replace(firm, margin=firm.margin + 1)


def without_machine(firm):
    return replace(firm, machines=firm.machines[:-1], closed_on=("2026-12-01/2026-12-20",))


@pytest.mark.parametrize("place", [0, 7, FIRMS - 1])
@pytest.mark.parametrize("edit", [with_margin, without_machine])
def test_an_edited_contractor_takes_its_own_place(firms, place, edit):
    after = [edit(firm) if i == place else firm for i, firm in enumerate(firms)]
    table = revised(table_of(firms), firms, after)
    rebuilt = table_of(after)
    assert_same(table.groups, rebuilt.groups)
    assert table.by_name.tolist() == rebuilt.by_name.tolist()
    assert [each.contractor for each in table.listed] == after


def test_what_an_edit_does_not_touch_is_not_copied(firms):
    before = table_of(firms)
    table = revised(before, firms, [with_margin(firms[0]), *firms[1:]])
    assert table.offers is before.offers
    shared = [name for name, column in table.firms.columns.items() if column is before.firms[name]]
    assert table.firms.columns.keys() - shared == {"margin"}


@pytest.mark.parametrize("gone", [(0,), (3, 4), (FIRMS - 1, FIRMS), tuple(range(1, FIRMS))])
def test_contractors_come_and_go(firms, gone):
    some = [firm for i, firm in enumerate(firms) if i not in gone]
    fewer = revised(table_of(firms), firms, some)
    assert_same(fewer.groups, table_of(some).groups)
    assert fewer.places == {firm.id: i for i, firm in enumerate(some)}
    again = revised(fewer, some, [with_margin(firms[0]), *firms[1:]])
    assert_same(again.groups, table_of([with_margin(firms[0]), *firms[1:]]).groups)
    assert again.by_name.tolist() == table_of(firms).by_name.tolist()


def test_another_name_is_sorted_anew(firms):
    after = [replace(firms[0], name="Zzz"), *firms[1:]]
    assert (
        revised(table_of(firms), firms, after).by_name.tolist() == table_of(after).by_name.tolist()
    )


def test_packed_columns_are_read_as_they_were(firms):
    table = table_of(firms)
    assert_same(table_bytes.unpack(table_bytes.pack(table.groups)), table.groups)


def test_texts_are_read_as_texts_whatever_their_numbers_are(firms, monkeypatch):
    """Another process has given other numbers."""
    packed = table_bytes.pack(table_of(firms).groups)
    monkeypatch.setattr(table_bytes, "number_of", lambda text: 10_000 + len(text))
    offers = table_bytes.unpack(packed)["offers"]
    lengths = [
        10_000 + len(offered.material_id)
        for firm in firms[:-1]
        for machine in sorted(firm.machines, key=lambda machine: machine.id)
        for offered in sorted(machine.materials, key=lambda offered: offered.material_id)
    ]
    assert offers["material"].tolist() == lengths


def test_nobody_has_no_rows():
    assert len(Ragged.of(("a", "b"), [np.empty((0, 2))])) == 0
