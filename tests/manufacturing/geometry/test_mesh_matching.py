"""Equal rows are found exactly, also where hashing is of no use."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.manufacturing.geometry.meshes import matching
from service.manufacturing.geometry.meshes.connectivity import roots
from service.manufacturing.geometry.meshes.matching import first_equal

ROWS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2**32 - 1) | st.integers(0, 2)))


def expected(rows):
    seen = {}
    return [seen.setdefault(row, number) for number, row in enumerate(rows)]


def columns(rows):
    return list(np.array(rows, np.uint32).reshape(-1, 2).T.copy())


@given(rows=ROWS)
def test_each_row_is_led_to_its_first_equal(rows):
    assert first_equal(columns(rows)).tolist() == expected(rows)


@pytest.mark.parametrize("block", [3, 64])
def test_equals_are_found_across_blocks(monkeypatch, block):
    monkeypatch.setattr(matching, "BLOCK", block)
    rows = [tuple(row) for row in np.random.default_rng(1).integers(0, 12, (1000, 2)).tolist()]
    assert first_equal(columns(rows)).tolist() == expected(rows)


def test_rows_made_to_collide_are_sorted_out(monkeypatch):
    def collide(rows, slots):
        return np.zeros(len(rows[0]), np.intp), np.ones(len(rows[0]), np.intp)

    monkeypatch.setattr(matching, "_probe", collide)
    monkeypatch.setattr(matching, "BLOCK", 100)
    rows = [tuple(row) for row in np.random.default_rng(2).integers(0, 20, (1000, 2)).tolist()]
    assert first_equal(columns(rows)).tolist() == expected(rows)


@given(edges=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=60))
def test_components_are_counted_as_by_union_and_find(edges):
    parent = list(range(31))

    def root(node):
        while parent[node] != node:
            node = parent[node]
        return node

    for left, right in edges:
        parent[root(left)] = root(right)
    ends = np.array(edges, np.int32).reshape(-1, 2)
    components = len(np.unique(roots(31, ends[:, 0], ends[:, 1])))
    assert components == len({root(node) for node in range(31)})


def test_a_long_chain_is_one_component_whatever_its_numbering():
    nodes = np.random.default_rng(3).permutation(10_000).astype(np.int32)
    assert len(np.unique(roots(10_000, nodes[:-1], nodes[1:]))) == 1
