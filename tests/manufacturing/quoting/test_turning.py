"""A part that is turned about the build axis fits where it does, and nowhere else."""

from decimal import Decimal
from math import pi, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.manufacturing.geometry.analysis import examine
from service.manufacturing.geometry.meshes.polygons import indexed_mesh
from service.manufacturing.geometry.shape.footprints import MOST_CORNERS
from service.manufacturing.quoting.catalogue import Part
from service.manufacturing.quoting.checks import Verdict
from service.manufacturing.quoting.checks.machines import build_volume
from service.manufacturing.quoting.matching import match
from service.manufacturing.quoting.matching.candidates import candidates
from service.manufacturing.quoting.packing import ways_to_lie
from service.manufacturing.quoting.screening import Table, block_of, screen
from service.manufacturing.quoting.turning import count_turned, fits_turned, longest, most_room
from tests.support import meshes
from tests.support.contractors import CATALOGUE, PBF, block, contractor, order

STICK = ((30.0, 1.0), (30.0, -1.0))
SMALL = {**PBF, "build_volume_mm": [25, 25, 20]}
SIDES = st.floats(1, 60)
ROOMS = st.tuples(st.floats(5, 40), st.floats(5, 40))
#: Half turns that are tried by plain search, and how much (mm) may be lost between two of them.
TRIED = np.linspace(0, pi, 4_001)
BETWEEN = 0.05


def room_left(corners, room, longer=0.0, beside=(1.0, 0.0)):
    """By search over angles: the most room that is left around corners (k, 2), in mm."""
    directions = np.stack([np.cos(TRIED), np.sin(TRIED)])
    across = np.stack([-np.sin(TRIED), np.cos(TRIED)])
    wide = [
        np.ptp(corners @ some, axis=0) + longer * np.abs(np.array(beside) @ some)
        for some in (directions, across)
    ]
    return float(np.minimum(room[0] - wide[0], room[1] - wide[1]).max())


def rectangle(length, width):
    return ((length, width), (length, -width)), np.array(
        [[0, 0], [length, 0], [length, width], [0, width]]
    )


def carver(p, q, a, b):
    """Whether a rectangle p x q fits one of a x b (J. E. Carver, 1957)."""
    p, q, a, b = max(p, q), min(p, q), max(a, b), min(a, b)
    if p <= a:
        return q <= b
    rest = p * p + q * q - a * a
    return q <= b and b * (p * p + q * q) >= 2 * p * q * a + (p * p - q * q) * sqrt(rest)


def ask(part, machine):
    return order(1, parts=[part]), contractor(machine)


def checked(part, machine=SMALL):
    asked, firm = ask(part, machine)
    answer = match(asked, [firm], CATALOGUE)
    return (answer.quotes or answer.unsuitable)[0]


def test_a_stick_longer_than_the_platform_lies_across_it():
    (fitting,) = fits_turned(STICK, np.array([[25.0, 25.0]]))
    assert fitting
    assert most_room(STICK, (0.0, 1.0), (25.0, 25.0), 0.0).degrees == 135
    assert not fits_turned(STICK, np.array([[21.0, 21.0], [25.0, 17.0]])).any()


@settings(max_examples=80, deadline=None)
@given(length=SIDES, width=SIDES, room=ROOMS)
def test_of_rectangles_turning_says_what_search_and_the_known_condition_say(length, width, room):
    spans, corners = rectangle(length, width)
    (fitting,) = fits_turned(spans, np.array([room]))
    left = room_left(corners, room)
    assert fitting or left <= BETWEEN
    assert not fitting or left >= -BETWEEN
    if abs(left) > BETWEEN:
        assert fitting == carver(length, width, *room)


@settings(max_examples=50, deadline=None)
@given(
    points=st.lists(st.tuples(st.floats(0, 40), st.floats(0, 40)), min_size=3, max_size=12),
    room=ROOMS,
)
def test_of_any_outline_turning_says_what_search_says(points, room):
    corners = np.array(points)
    spans = tuple((x, y) for x, y in (corners[:, None] - corners).reshape(-1, 2).tolist())
    (fitting,) = fits_turned(spans, np.array([room]))
    left = room_left(corners, room)
    assert fitting or left <= BETWEEN
    assert not fitting or left >= -BETWEEN
    if fitting:
        turned = most_room(spans, (1.0, 0.0), room, 0.0).reach
        assert all(side <= most for side, most in zip(turned, room, strict=True))


@settings(max_examples=40, deadline=None)
@given(length=st.floats(10, 60), width=st.floats(0.5, 8), spacing=st.floats(0, 5), room=ROOMS)
def test_so_many_lie_in_a_row_as_search_finds_room_for(length, width, spacing, room):
    spans, corners = rectangle(length, width)
    beside, pitch = (0.0, 1.0), width + spacing
    (count,) = count_turned(spans, beside, width, np.array([room]), np.array([spacing]))
    left = [room_left(corners, room, max(0, n) * pitch, beside) for n in (count - 1, count)]
    assert not count or left[0] >= -BETWEEN
    assert left[1] <= BETWEEN


@settings(max_examples=40, deadline=None)
@given(width=st.floats(0.1, 50), room=ROOMS)
def test_the_longest_that_fits_does_and_a_longer_one_does_not(width, room):
    length = longest(width, room)
    if width > min(room) * (1 - 1e-9):
        assert length == 0
        return
    _, corners = rectangle(length, width)
    assert -BETWEEN <= room_left(corners, room) <= BETWEEN
    if length > max(room):  # it lies turned
        assert fits_turned(rectangle(length, width)[0], np.array([room]))
        assert not fits_turned(rectangle(length * 1.0001, width)[0], np.array([room]))


def test_what_fits_turned_is_quoted_and_the_record_says_how_it_lies():
    quote = checked(block(1.0, 30.0, 1.0)).to_record()
    (check,) = [check for check in quote["checks"] if check["check"] == "build_volume"]
    assert check["reason"] == "box 21.9 mm <= 25.0 mm in x, turned by 135.0° about its z axis"
    (laid,) = quote["laid"]
    assert (laid["up"], laid["turned_deg"]) == ("+z", 135.0)
    assert laid["box_mm"] == pytest.approx([31 / sqrt(2), 31 / sqrt(2), 1])
    (setup,) = [line for line in quote["lines"] if line["name"] == "Set-up"]
    assert setup["inputs"]["turned_deg"] == "135.000"
    assert setup["inputs"]["parts_per_job"] == str(laid["per_job"]) == "4"


def test_a_machine_that_turns_by_right_angles_alone_refuses_it():
    checks = checked(block(1.0, 30.0, 2.0), {**SMALL, "turns_freely": False})
    assert [c.reason for c in checks.constraints] == ["box 30.0 mm > 25.0 mm in y"]


def test_the_nearest_change_is_the_longest_that_fits_turned():
    refusal = checked(block(40.0, 1.0, 2.0))
    (change,) = refusal.changes
    assert refusal.constraints[0].reason == "box 40.0 mm > 34.4 mm across x and y"
    assert change.detail == "shorten x by 5.7 mm"
    assert change.to[0] == pytest.approx((25 * sqrt(2) - 1, 1, 2), abs=1e-4)
    assert change.alternatives[0].to == pytest.approx(25 / (41 / sqrt(2)), abs=1e-4)
    assert isinstance(checked(block(*change.to[0])), type(checked(block(5.0, 5.0, 5.0))))


@settings(max_examples=40, deadline=None)
@given(box=st.tuples(SIDES, SIDES, SIDES), room=st.tuples(*[st.integers(5, 40)] * 3))
def test_a_part_that_is_shortened_or_scaled_as_told_fits(box, room):
    (candidate,) = candidates_of(block(*box), {**PBF, "build_volume_mm": list(room)})
    result = build_volume(candidate)
    if result.verdict is Verdict.PASS:
        return
    (scale, _) = result.change.alternatives
    for other in (result.change.to[0], [side * scale.to for side in box]):
        assert ways_to_lie(block(*map(float, other)), candidate.machine)
    larger = [side * (scale.to + 0.001) for side in box]
    assert not ways_to_lie(block(*larger), candidate.machine)


def candidates_of(part, machine):
    return list(candidates(*ask(part, machine), CATALOGUE))


def part_of(solid):
    geometry = examine(indexed_mesh(*solid, "obj")).as_record("mm")
    return Part.from_record("e" * 64, geometry)


def turned(solid, degrees):
    angle = np.radians(degrees)
    turn = np.array(
        [[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]]
    )
    return solid[0] @ turn.T, solid[1]


def test_a_part_that_lies_askew_in_its_file_is_laid_straight():
    bed = {**PBF, "process": "LPBF", "build_volume_mm": [62, 40, 20]}
    machine = contractor(bed).machines[0]
    ways = ways_to_lie(part_of(turned(meshes.box(60, 2, 5), 30)), machine)
    best = max(ways, key=lambda way: way.per_job)
    plain = ways_to_lie(block(60.0, 2.0, 5.0), machine)
    assert best.per_job == max(way.per_job for way in plain) == 6
    assert best.turned_deg == pytest.approx(150)
    assert [float(side) for side in best.lying] == pytest.approx([60, 2, 5])


def test_the_outline_counts_and_not_the_box():
    diamond = turned(meshes.box(20, 20, 5), 45)
    machine = contractor({**PBF, "build_volume_mm": [20.5, 20.5, 6]}).machines[0]
    assert ways_to_lie(part_of(diamond), machine)
    assert not ways_to_lie(block(20 * sqrt(2), 20 * sqrt(2), 5.0), machine)


def test_an_outline_is_never_smaller_than_the_part_and_has_few_corners():
    random = np.random.default_rng(4)
    solid = meshes.torus(30, 10, 60)
    shape = examine(indexed_mesh(solid[0] * (1, 0.6, 1), solid[1], "obj")).shape
    points = solid[0] * (1, 0.6, 1)
    for footprint, axes in zip(shape.footprints, ((1, 2), (2, 0), (0, 1)), strict=True):
        outline = np.array(footprint.outline)
        assert len(outline) <= MOST_CORNERS
        directions = random.normal(size=(2, 400))
        seen = np.ptp(points[:, axes] @ directions, axis=0)
        drawn = np.ptp(outline @ directions, axis=0)
        assert (drawn >= seen * (1 - 1e-12)).all()
        assert (drawn <= seen * 1.01).all()


def test_thousands_are_told_alike_who_can_lay_a_part_across():
    random = np.random.default_rng(7)
    parts = [block(1.0, 30.0, 2.0), part_of(turned(meshes.box(34, 3, 2), 20))]
    firms = [
        contractor(
            {
                **PBF,
                "build_volume_mm": [float(side) for side in random.uniform(15, 40, 3).round(1)],
                "spacing_mm": round(random.uniform(0, 4), 1),
                "process": str(random.choice(["SLS", "LPBF"])),
                "turns_freely": bool(random.random() < 0.8),
            },
            id=f"firm-{i:03}",
        )
        for i in range(150)
    ]
    table = Table.of([block_of(firm) for firm in firms])
    for some, quantity in ((parts[:1], 3), (parts[1:], 40), (parts, 7)):
        asked = order(quantity, parts=some)
        screened, plain = screen(asked, table, CATALOGUE), match(asked, firms, CATALOGUE)
        quotes = {quote.contractor_id: quote for quote in plain.quotes}
        assert {firms[i].id for i in screened.suitable.places} == set(quotes)
        across = [
            q for q in plain.quotes if any(one["turned_deg"] % 90 for one in q.to_record()["laid"])
        ]
        assert len(across) > 5
        for i, units in zip(screened.suitable.places, screened.suitable.units, strict=True):
            assert units == pytest.approx(float(quotes[firms[i].id].total * Decimal(100)), abs=8)
