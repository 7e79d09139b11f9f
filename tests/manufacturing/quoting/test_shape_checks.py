"""What the shape of a part asks of a machine, answered in numbers and with the place."""

from dataclasses import replace
from decimal import Decimal

import pytest

from service.manufacturing.geometry.analysis import examine
from service.manufacturing.geometry.meshes.polygons import indexed_mesh
from service.manufacturing.quoting.catalogue import Candidate, Part, Traits
from service.manufacturing.quoting.checks import Verdict, check_candidate, check_parts
from tests.support import hollow_solids, meshes
from tests.support.contractors import BJT, CATALOGUE, MEX, PBF, VPP, contractor, cube, order

SOUND = Traits(
    wall=Decimal(3),
    thinnest_wall=Decimal("2.5"),
    thinnest_at=(1.0, 2.0, 3.0),
    smallest_feature=Decimal(2),
    smallest_at=(4.0, 5.0, 6.0),
    supports=Decimal(100),
    trapped=Decimal(0),
    crossings=0,
    crossing_at=None,
)
LPBF = {**PBF, "process": "LPBF"}


def checked(machine=MEX, *, limits=None, **traits):
    """All checks of a cube with these traits on a machine, by name."""
    if limits:
        machine = {**machine, "materials": [{**machine["materials"][0], "limits": limits}]}
    asked = order(parts=[cube(name="part.stl", traits=replace(SOUND, **traits))])
    owner = contractor(machine)
    own = owner.machines[0]
    candidate = Candidate(asked, owner, own, own.materials[0], CATALOGUE)
    results = (*check_parts(asked), *check_candidate(candidate))
    return {check.check: check for check in results}


def traits_of(solid):
    record = examine(indexed_mesh(*solid, "obj")).as_record("mm")
    return Part.from_record("a" * 64, record).traits


def test_a_sound_shape_passes_everywhere():
    for machine in (MEX, PBF, VPP, LPBF, BJT):
        checks = checked(machine)
        assert {check.verdict for check in checks.values()} == {Verdict.PASS}
        assert "mean_wall" not in checks


@pytest.mark.parametrize(
    ("wall", "thinnest", "verdict"),
    [
        ("0.7", "0.5", Verdict.FAIL),
        ("1.1", "0.9", Verdict.WARN),
        ("3", "0.1", Verdict.WARN),
        ("1.3", "1.2", Verdict.PASS),
    ],
)
def test_thin_walls_fail_if_there_are_many_and_warn_if_there_is_one(wall, thinnest, verdict):
    check = checked(wall=Decimal(wall), thinnest_wall=Decimal(thinnest))["wall"]
    assert check.verdict is verdict
    if verdict is not Verdict.PASS:
        assert check.where == "part.stl at (1.0, 2.0, 3.0) mm"


def test_the_limit_of_a_wall_is_the_contractors_for_this_machine_and_material():
    limits = {"wall_mm": {"limit": "3.5", "warning": "4"}}
    check = checked(limits=limits)["wall"]
    assert (check.verdict, check.limit) == (Verdict.FAIL, Decimal("3.5"))
    assert check.change.detail == "make the walls at least 3.5 mm thick"
    assert check.reason == "a twentieth of all walls, up to one of 3.00 mm < 3.5 mm"


@pytest.mark.parametrize(
    ("wall", "error", "verdict"),
    [("0.79", "0.02", Verdict.WARN), ("0.79", "0.005", Verdict.FAIL), ("0", "0.1", Verdict.FAIL)],
)
def test_a_wall_that_was_sampled_fails_only_beyond_the_error_of_that(wall, error, verdict):
    limits = {"wall_mm": {"limit": "0.8", "warning": "0.8"}}
    check = checked(limits=limits, wall=Decimal(wall), wall_error=Decimal(error))["wall"]
    assert (check.verdict, check.value) == (verdict, Decimal(wall))
    assert check.reason == f"a twentieth of all walls, up to one of {Decimal(wall):.2f} mm < 0.8 mm"
    assert bool(check.change) == (verdict is Verdict.FAIL)


def test_a_wall_next_to_the_limit_is_told_with_the_decimals_that_make_it_less():
    checks = checked(
        limits={"wall_mm": {"limit": "0.8", "warning": "0.8"}}, wall=Decimal("0.79911")
    )
    assert checks["wall"].reason == "a twentieth of all walls, up to one of 0.799 mm < 0.8 mm"


def test_a_knifes_edge_is_the_thinnest_wall_there_is():
    check = checked(thinnest_wall=Decimal(0))["wall"]
    assert (check.verdict, check.reason) == (Verdict.WARN, "the thinnest wall of 0.00 mm < 0.8 mm")


def test_supports_that_were_sampled_fail_only_beyond_the_error_of_that():
    limits = {"part_share": {"limit": "0.5", "warning": "0.6"}}
    sampled = {"limits": limits, "supports": Decimal(8_400)}
    assert checked(**sampled, supports_error=Decimal(300))["supports"].verdict is Verdict.FAIL
    assert checked(**sampled, supports_error=Decimal(500))["supports"].verdict is Verdict.WARN


def test_a_small_feature_warns_with_its_place_and_never_fails():
    check = checked(smallest_feature=Decimal("0.1"))["smallest_feature"]
    assert (check.verdict, check.limit) == (Verdict.WARN, Decimal("0.8"))
    assert check.where == "part.stl at (4.0, 5.0, 6.0) mm"


@pytest.mark.parametrize(
    ("supports", "verdict"),
    [(7_000, Verdict.PASS), (9_000, Verdict.WARN), (800_000, Verdict.FAIL)],
)
@pytest.mark.parametrize("machine", [MEX, VPP, LPBF], ids=["MEX", "VPP", "LPBF"])
def test_more_supports_than_part_are_a_warning(machine, supports, verdict):
    assert checked(machine, supports=Decimal(supports))["supports"].verdict is verdict


def test_what_loose_powder_carries_needs_no_supports():
    assert "supports" not in checked(PBF, supports=Decimal(800_000))


@pytest.mark.parametrize("machine", [PBF, VPP, BJT], ids=["PBF", "VPP", "BJT"])
def test_powder_or_resin_that_is_shut_in_is_a_warning_and_too_much_of_it_a_reason(machine):
    assert checked(machine, trapped=Decimal(1))["trapped"].verdict is Verdict.WARN
    check = checked(machine, trapped=Decimal(9_000))["trapped"]
    assert check.verdict is Verdict.FAIL
    assert check.change.detail == "open the cavities, or fill them"


def test_extrusion_shuts_nothing_in():
    assert "trapped" not in checked(MEX, trapped=Decimal(9_000))


OPEN = {
    "opening": Decimal("2.5"),
    "opening_tolerance": Decimal("0.5"),
    "opening_at": (7.0, 8.0, 9.0),
    "pocket": Decimal(500),
}


@pytest.mark.parametrize(
    ("machine", "warning"), [(PBF, 5), (VPP, 4), (BJT, 5)], ids=["PBF", "VPP", "BJT"]
)
def test_a_narrow_way_out_of_a_hollow_space_is_a_warning_with_its_place(machine, warning):
    check = checked(machine, **OPEN)["escape_holes"]
    assert (check.verdict, check.value) == (Verdict.WARN, Decimal("2.5"))
    assert (check.limit, check.unit, check.where) == (
        warning,
        "mm",
        "part.stl at (7.0, 8.0, 9.0) mm",
    )
    assert check.reason == (
        "the way out, give or take 0.5 mm, of 500 mm3 of hollow space: "
        f"a diameter of 2.50 mm < {warning} mm"
    )
    wide = checked(machine, **OPEN | {"opening": Decimal(6)})["escape_holes"]
    assert (wide.verdict, wide.limit) == (Verdict.PASS, warning)


@pytest.mark.parametrize(
    ("limit", "verdict"), [("3.1", Verdict.FAIL), ("2.9", Verdict.WARN), ("1", Verdict.PASS)]
)
def test_a_way_out_is_refused_where_it_is_surely_narrower_than_a_contractor_says(limit, verdict):
    results = checked(PBF, limits={"escape_mm": {"limit": limit, "warning": limit}}, **OPEN)
    results = results["escape_holes"]
    assert (results.verdict, results.value) == (verdict, Decimal("2.5"))
    if verdict is Verdict.FAIL:
        assert results.change.detail == "open hollow spaces at least 3.1 mm wide"


def test_nobody_asks_for_ways_out_where_there_is_nothing_to_get_out():
    assert "escape_holes" not in checked(PBF)
    assert "escape_holes" not in checked(MEX, **OPEN)


def test_triangles_through_each_other_are_a_warning_with_a_place():
    check = checked(crossings=3, crossing_at=(1.0, 1.0, 1.0))["crossings"]
    assert (check.verdict, check.value) == (Verdict.WARN, 3)
    assert check.where == "part.stl at (1.0, 1.0, 1.0) mm"


def test_a_part_of_which_only_sizes_are_known_is_checked_by_its_mean_wall():
    asked = order(parts=[cube()])
    owner = contractor(MEX)
    candidate = Candidate(
        asked, owner, owner.machines[0], owner.machines[0].materials[0], CATALOGUE
    )
    names = {check.check for check in (*check_parts(asked), *check_candidate(candidate))}
    assert "mean_wall" in names
    assert not names & {"wall", "smallest_feature", "supports", "trapped", "crossings"}


def test_traits_are_what_the_solid_was_built_to_have():
    cavity = meshes.turned_inside_out(meshes.moved(meshes.box(10, 10, 10), 5, 5, 5))
    traits = traits_of(meshes.joined(meshes.box(), cavity))
    assert (traits.wall, traits.trapped) == (5, 1000)
    assert traits.thinnest_wall == traits.smallest_feature == 5
    assert (traits.crossings, traits.crossing_at) == (0, None)


def test_the_way_out_of_a_hollow_cube_is_known(monkeypatch):
    monkeypatch.setattr("service.manufacturing.geometry.shape.pockets.FINE", 100_000)
    traits = traits_of(hollow_solids.hollow_cube(30, 20, 4))
    assert float(traits.opening) == pytest.approx(4, abs=float(traits.opening_tolerance))
    assert float(traits.opening_tolerance) < 0.8
    assert float(traits.pocket) == pytest.approx(8_000, rel=0.06)
    assert (traits.trapped, traits.opening_at[2] > 9) == (0, True)


def test_an_open_part_has_no_walls_and_no_supports():
    vertices, faces = meshes.box()
    traits = traits_of((vertices, faces[1:]))
    assert (traits.wall, traits.smallest_feature, traits.supports) == (None, None, None)
