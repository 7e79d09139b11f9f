"""Whatever unites shells, what comes of it is held against what they wind around."""

import numpy as np
import pytest

from service.manufacturing.geometry.meshes import Mesh, Unreadable
from service.manufacturing.geometry.meshes.welding import weld
from service.manufacturing.geometry.union import groups, unite
from service.manufacturing.geometry.union.filling import Filled
from service.manufacturing.geometry.union.lines import AS_WOUND, Labelled, hold
from service.manufacturing.geometry.union.partition import TooManyCells
from tests.support import grids, meshes

CUBE = meshes.box()
OVERLAPPING = (CUBE, meshes.moved(CUBE, 10, 3, 4))
#: What the two enclose together.
VOLUME = 13280


def mesh(*solids):
    vertices, faces = meshes.joined(*solids)
    return Mesh(vertices.astype(float), faces.astype(np.int32), "obj", None)


def labelled(*solids, worth=AS_WOUND):
    vertices, faces = meshes.joined(*solids)
    labels = np.repeat(np.arange(len(solids)), [len(faces) for _, faces in solids])
    return Labelled(vertices, faces, labels, np.array([worth] * len(solids)))


def held(shells, surface):
    agreement = hold([shells], [surface])
    return bool(agreement.same[0]), bool(agreement.slits[0])


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("turned", [False, True])
def test_a_union_encloses_along_every_line_what_its_shells_do(turned, seed):
    random = np.random.default_rng([1, seed])
    turn = grids.rotation(random) if turned else np.eye(3)
    boxes = [(vertices @ turn.T, faces) for vertices, faces in grids.random_boxes(random).solids]
    solid = unite(mesh(*boxes))
    surface = Labelled.single((solid.mesh.vertices, solid.mesh.faces))
    assert held(labelled(*boxes), surface) == (True, False)


@pytest.mark.parametrize(
    "wrong",
    [
        OVERLAPPING,  # counted twice where they overlap
        (CUBE,),
        (meshes.box(30, 23, 24),),
        (meshes.turned_inside_out(CUBE), OVERLAPPING[1]),
        (*OVERLAPPING, meshes.turned_inside_out(CUBE)),
    ],
)
def test_what_encloses_more_or_less_is_not_the_same(wrong):
    same, _ = held(labelled(*OVERLAPPING), labelled(*wrong))
    assert not same


def test_a_part_that_is_missing_far_within_a_large_one_is_noticed():
    plate = meshes.box(200, 200, 10)
    solids = (plate, meshes.moved(meshes.box(10, 10, 10), 100, 60, 10))
    assert held(labelled(*solids), labelled(plate)) == (False, False)
    apart = (plate, meshes.moved(meshes.box(10, 10, 10), 100, 60, 11))
    assert held(labelled(*apart), labelled(*apart)) == (True, False)


def test_shells_count_as_what_they_are_worth():
    inner = meshes.moved(meshes.box(10, 10, 10), 5, 5, 5)
    cavity = meshes.turned_inside_out(inner)
    assert held(labelled(CUBE, cavity), labelled(CUBE, cavity))[0]
    turned = Labelled(
        *meshes.joined(CUBE, cavity), np.repeat([0, 1], 12), np.array([[1, -1], [1, 1]])
    )
    assert held(turned, labelled(CUBE))[0]
    assert not held(turned, labelled(CUBE, cavity))[0]


@pytest.mark.parametrize(("gap", "slit"), [(1e-12, True), (1e-5, True), (1e-2, False)])
def test_a_gap_no_wider_than_rounding_is_a_slit(gap, slit):
    beside = (CUBE, meshes.moved(CUBE, 20 + gap))
    assert held(labelled(*beside), labelled(*beside)) == (True, slit)


def test_each_of_many_groups_is_held_by_itself():
    right, wrong = labelled(*OVERLAPPING), labelled(CUBE)
    agreement = hold([right, labelled(CUBE), right], [wrong, labelled(CUBE), wrong])
    assert agreement.same.tolist() == [False, True, False]


def test_what_the_library_gets_wrong_is_united_by_cells(monkeypatch):
    def wrong(vertices, shells, volumes, area):
        return Filled(np.zeros(len(shells), bool), (vertices, shells[0]))

    monkeypatch.setattr(groups, "united_shells", wrong)
    solid = unite(mesh(*OVERLAPPING))
    assert solid.measures.volume == pytest.approx(VOLUME)
    assert (solid.union.united, solid.topology.bodies) == (2, 1)


def test_so_is_what_the_library_does_not_take(monkeypatch):
    def refuse(*_):
        raise Unreadable("not-united", "NotManifold")

    monkeypatch.setattr(groups, "united_shells", refuse)
    assert unite(mesh(*OVERLAPPING)).measures.volume == pytest.approx(VOLUME)


@pytest.mark.parametrize("doubtful", [False, True])
def test_what_no_way_gets_right_is_refused_and_never_measured(monkeypatch, doubtful):
    """A volume that nothing confirms is worse than none."""

    def wrong(vertices, shells, volumes, area):
        return Filled(np.zeros(len(shells), bool), None)

    def too_much(*_):
        raise TooManyCells

    monkeypatch.setattr(groups, "united_shells", wrong)
    monkeypatch.setattr(groups, "arrange", too_much)
    solids = (
        grids.random_bodies(np.random.default_rng(3), size=3).solids if doubtful else OVERLAPPING
    )
    vertices, faces = meshes.joined(*solids)
    if doubtful:
        vertices, faces = weld(np.ascontiguousarray(vertices[faces].reshape(-1, 3).T))
    with pytest.raises(Unreadable, match="unite them in the program that made them") as refused:
        unite(Mesh(vertices, faces.astype(np.int32), "stl", None))
    assert refused.value.code == "not-united"


def test_one_that_takes_longer_is_tried_for_longer_before_it_is_refused(monkeypatch):
    def wrong(vertices, shells, volumes, area):
        return Filled(np.zeros(len(shells), bool), None)

    monkeypatch.setattr(groups, "united_shells", wrong)
    monkeypatch.setattr(groups, "WORK", 30)
    assert unite(mesh(*OVERLAPPING)).measures.volume == pytest.approx(VOLUME)


def test_a_cavity_may_take_several_smaller_bodies_to_surround_it():
    """Even where a body beside them is inside out."""
    quarters = [
        meshes.moved(meshes.box(10.5, 10.5, 20), x, y) for x in (0, 10.5) for y in (0, 10.5)
    ]
    cavity = meshes.turned_inside_out(meshes.moved(meshes.box(19, 19, 18), 1, 1, 1))
    inverted = meshes.turned_inside_out(meshes.moved(meshes.box(5, 5, 5), 19, 5, 5))
    solid = unite(mesh(*quarters, cavity, inverted))
    walls, in_the_cavity, outside = 21 * 21 * 20 - 19 * 19 * 18, 25, 3 * 25
    assert solid.measures.volume == pytest.approx(walls + in_the_cavity + outside)
