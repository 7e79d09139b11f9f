"""Whether a part can be made, answered in numbers."""

from decimal import Decimal

import pytest

from service.manufacturing.quoting.catalogue import Candidate, Part
from service.manufacturing.quoting.checks import (
    CANDIDATE_CHECKS,
    CONTRACTOR_CHECKS,
    Verdict,
    check_parts,
    failed,
    parts,
)
from tests.support.contractors import CATALOGUE, MEX, PBF, block, contractor, cube, order


def checked(asked, machine=PBF, **changes):
    """All checks of an order at one contractor's machine, by name."""
    owner = contractor(machine, **changes)
    candidate = Candidate(
        asked, owner, owner.machines[0], owner.machines[0].materials[0], CATALOGUE
    )
    general = [check(asked, owner, CATALOGUE) for check in CONTRACTOR_CHECKS]
    results = [*check_parts(asked), *general, *(check(candidate) for check in CANDIDATE_CHECKS)]
    return {check.check: check for check in results if check is not None}


def test_an_order_that_can_be_made_fails_nothing():
    asked = order(
        color="White",
        post_processing_ids=("dyeing",),
        tolerance_mm=Decimal("0.5"),
        layer_height_mm=Decimal("0.1"),
        delivery_country="FR",
    )
    checks = checked(asked)
    assert {check.verdict for check in checks.values()} == {Verdict.PASS}
    assert set(checks) == {
        *("closed", "wound_consistently", "volume", "quantity", "delivery", "build_volume"),
        *("smallest_side", "mean_wall", "tolerance", "layer_height", "color", "post_processing"),
    }


def test_a_part_that_is_not_closed_fails_with_the_number_of_open_edges():
    checks = checked(order(parts=[cube(closed=False, open_edges=12, name="wallhole.obj")]))
    assert checks["closed"].verdict is Verdict.FAIL
    assert (checks["closed"].value, checks["closed"].limit) == (12, 0)
    assert checks["closed"].reason.startswith("the surface is not closed: 12 open edges > 0; ")
    assert checks["closed"].where == "wallhole.obj"


def test_what_was_left_out_of_a_file_is_a_warning_of_its_own():
    noted = cube(name="lid.stl", notes=(("surplus_bytes", 16), ("faces_without_area", 2)))
    checks = checked(order(parts=[cube(), noted]))
    assert (checks["surplus_bytes"].verdict, checks["surplus_bytes"].value) == (Verdict.WARN, 16)
    assert checks["surplus_bytes"].reason.startswith("16 bytes behind the triangles")
    assert checks["faces_without_area"].where == "lid.stl"


def test_where_a_part_is_open_stands_in_the_check():
    at = {"open_edge_places_mm": [], "non_manifold_edge_places_mm": [[1.0, 2.25, 3.0]]}
    record = {
        "box_mm": [20.0, 20.0, 20.0],
        "volume_mm3": 8000.0,
        "surface_mm2": 2400.0,
        "closed": False,
        "wound_consistently": True,
        "open_edges": 0,
        "non_manifold_edges": 1,
        "triangles": 14,
    }
    part = Part.from_record("c" * 64, record | at, "part.stl")
    assert parts.closed(part).where == "part.stl at (1.0, 2.2, 3.0) mm"
    open_too = Part.from_record("c" * 64, record | at | {"open_edge_places_mm": [[4, 5, 6]]}, "p")
    assert parts.closed(open_too).where == "p at (4.0, 5.0, 6.0) mm"
    assert parts.closed(Part.from_record("c" * 64, record, "p")).where == "p"


def test_edges_of_more_than_two_triangles_leave_a_part_open_as_well():
    crowded = cube(closed=False, open_edges=0, non_manifold_edges=4)
    check = checked(order(parts=[crowded]))["closed"]
    expected = "the surface is not closed: edges of more than two triangles: 4 > 0; "
    assert check.reason.startswith(expected)
    assert check.value == 4


def test_triangles_that_face_different_sides_whatever_is_done_fail():
    check = checked(order(parts=[cube(wound_consistently=False)]))["wound_consistently"]
    assert check.verdict is Verdict.FAIL
    assert check.change.detail.startswith("repair ")


@pytest.mark.parametrize(
    ("measures", "reason"),
    [
        ({"turned_triangles": 3}, "3 faces faced the wrong way: measured as turned outwards"),
        ({"turned_shells": 1}, "1 shells faced the wrong way: measured as turned outwards"),
        (
            {"turned_shells": 1, "inside_out": True},
            "the mesh is inside out: measured as turned outwards",
        ),
    ],
)
def test_what_had_to_be_turned_is_a_warning(measures, reason):
    check = checked(order(parts=[cube(**measures)]))["facing"]
    assert (check.verdict, check.reason) == (Verdict.WARN, reason)


def test_a_3mf_that_is_inside_out_fails():
    part = cube(turned_shells=1, inside_out=True, format="3mf")
    check = checked(order(parts=[part]))["facing"]
    assert check.verdict is Verdict.FAIL
    assert check.reason == "the mesh is inside out: a 3MF file must not be"


def test_what_was_united_is_said_and_no_warning():
    check = checked(order(parts=[cube(united_shells=2, summed_volume_mm3=16000.0)]))["union"]
    assert check.verdict is Verdict.PASS
    assert "2 shells were united: 8000.0 mm3 as one solid, 16000.0 mm3" in check.reason


def test_nothing_is_said_of_facing_and_union_where_nothing_was_done():
    assert not {"facing", "union"} & set(checked(order(parts=[cube()])))


def test_a_part_that_encloses_nothing_fails():
    checks = checked(order(parts=[block(20.0, 20.0, 0.0, volume_mm3=0.0, surface_mm2=800.0)]))
    assert checks["volume"].verdict is Verdict.FAIL


def test_an_order_without_a_measured_part_fails():
    (result,) = check_parts(order(parts=[]))
    assert (result.check, result.verdict) == ("parts", Verdict.FAIL)


@pytest.mark.parametrize("box", [(250.0, 20.0, 20.0), (20.0, 250.0, 20.0), (20.0, 20.0, 250.0)])
def test_a_part_fits_if_any_rotation_by_right_angles_does(box):
    assert checked(order(parts=[block(*box)]))["build_volume"].verdict is Verdict.PASS


def test_a_part_that_fits_nowhere_fails_with_the_side_that_is_too_long():
    check = checked(order(parts=[cube(), block(205.0, 212.0, 250.0)]))["build_volume"]
    assert check.verdict is Verdict.FAIL
    assert check.reason == "box 212.0 mm > 200.0 mm in y"
    assert check.to_dict()["value"] == 212.0
    assert check.to_dict()["limit"] == 200.0


def test_a_part_may_fill_the_build_volume_to_the_last():
    assert checked(order(parts=[block(200.0, 200.0, 300.0)]))["build_volume"].verdict is (
        Verdict.PASS
    )


@pytest.mark.parametrize(
    ("thickness", "verdict"), [(0.2, Verdict.FAIL), (0.5, Verdict.WARN), (1.5, Verdict.PASS)]
)
def test_a_part_thinner_than_the_smallest_feature_fails(thickness, verdict):
    sheet = block(50.0, 50.0, thickness)
    assert checked(order(parts=[sheet]))["smallest_side"].verdict is verdict


def test_a_thin_mean_wall_only_warns_since_it_is_a_mean():
    shell = cube(100.0, volume_mm3=60_000 * 0.3 / 2)
    check = checked(order(parts=[shell]))["mean_wall"]
    assert check.verdict is Verdict.WARN
    assert check.value == Decimal("0.3")


def test_a_contractors_own_limit_goes_before_the_categorys():
    own = {"feature_mm": {"limit": "30", "warning": "40"}}
    machine = {**PBF, "materials": [{**PBF["materials"][0], "limits": own}]}
    assert checked(order(), machine)["smallest_side"].limit == 30


@pytest.mark.parametrize(
    ("asked", "side", "verdict"),
    [
        ("0.3", 20.0, Verdict.PASS),  # usual is 0.3 mm
        ("0.2", 20.0, Verdict.WARN),
        ("0.09", 20.0, Verdict.FAIL),  # the best is 0.1 mm
        ("0.3", 150.0, Verdict.WARN),  # usual is 0.3 % of 150 mm
        ("0.14", 150.0, Verdict.FAIL),  # the best is 0.1 % of 150 mm
    ],
)
def test_a_tolerance_is_held_against_the_machine_over_the_largest_side(asked, side, verdict):
    checks = checked(order(parts=[cube(side)], tolerance_mm=Decimal(asked)))
    assert checks["tolerance"].verdict is verdict


@pytest.mark.parametrize(
    ("asked", "verdict"),
    [
        ("0.05", Verdict.FAIL),
        ("0.06", Verdict.PASS),
        ("0.2", Verdict.PASS),
        ("0.21", Verdict.FAIL),
    ],
)
def test_a_layer_height_lies_within_the_machines(asked, verdict):
    assert checked(order(layer_height_mm=Decimal(asked)))["layer_height"].verdict is verdict


def test_an_infill_is_heard_by_extrusion_and_only_warned_of_elsewhere():
    assert checked(order(infill=Decimal("0.5")))["infill"].verdict is Verdict.WARN
    assert checked(order(infill=Decimal("0.5")), MEX)["infill"].verdict is Verdict.PASS


def test_a_colour_that_the_material_does_not_come_in_fails():
    check = checked(order(color="red"))["color"]
    assert check.verdict is Verdict.FAIL
    assert check.reason == "PA 12 does not come in red; there is white"


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (("polishing",), "the catalogue knows no post-processing 'polishing'"),
        (("hip",), "HIP is not offered"),
        (("dyeing", "painting"), "Dyeing excludes painting; Painting excludes dyeing"),
    ],
)
def test_post_processings_must_be_offered_and_not_exclude_each_other(wanted, reason):
    check = checked(order(post_processing_ids=wanted))["post_processing"]
    assert (check.verdict, check.reason) == (Verdict.FAIL, reason)


def test_a_post_processing_must_be_possible_for_the_material():
    offered = [{"post_processing_id": "hip", "per_job": "500"}]
    checks = checked(order(post_processing_ids=("hip",)), post_processings=offered)
    assert checks["post_processing"].reason == "HIP is not possible for PA 12"

    offered = [{"post_processing_id": "dyeing", "material_ids": ["pla"]}]
    checks = checked(order(post_processing_ids=("dyeing",)), post_processings=offered)
    assert checks["post_processing"].reason == "Dyeing is not possible for PA 12"


@pytest.mark.parametrize(
    ("quantity", "verdict"), [(0, Verdict.FAIL), (1, Verdict.PASS), (5, Verdict.PASS)]
)
def test_at_least_one_piece_is_ordered(quantity, verdict):
    assert checked(order(quantity))["quantity"].verdict is verdict


def test_pieces_of_all_parts_count_against_what_a_contractor_takes_on():
    asked = order(6, parts=[cube(), cube()])
    check = checked(asked, max_quantity=10)["quantity"]
    assert (check.verdict, check.value, check.limit) == (Verdict.FAIL, 12, 10)
    assert check.reason == "12 pieces > 10 in one order"


def test_a_country_without_a_shipping_zone_is_not_delivered_to():
    check = checked(order(delivery_country="JP"))["delivery"]
    assert (check.verdict, check.reason) == (Verdict.FAIL, "does not deliver to JP")


def test_an_express_order_needs_a_contractor_that_takes_them():
    hurried = order(express=True)
    assert checked(hurried)["express"].reason == "takes no express orders"
    taken = checked(hurried, express={"surcharge": "0.5"})["express"]
    assert taken.verdict is Verdict.PASS


def test_a_zone_for_anywhere_takes_what_no_other_zone_names():
    zones = [
        {"countries": ["*"], "fixed": "40", "per_kg": "9", "days": 6},
        {"countries": ["DE"], "fixed": "6", "per_kg": "2", "days": 1},
    ]
    owner = contractor(shipping=zones)
    assert owner.zone("JP").days == 6
    assert owner.zone("DE").days == 1


def test_only_what_fails_forbids():
    checks = checked(order(infill=Decimal("0.5"), color="red"))
    assert [check.check for check in failed(checks.values())] == ["color"]
