"""Pictures of parts: what is in front hides what is behind, and no mesh can make them costly."""

import io
import tracemalloc

import numpy as np
import pytest
from PIL import Image

from service.manufacturing.geometry.picture import MOST_WORK, RED, ROW, Marks, effort, render
from service.manufacturing.geometry.rasterising import rasterise, work

BOX_CORNERS = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], dtype=float)
BOX_FACES = np.array(
    [
        *([0, 1, 3], [0, 3, 2], [4, 6, 7], [4, 7, 5], [0, 4, 5], [0, 5, 1]),
        *([2, 3, 7], [2, 7, 6], [0, 2, 6], [0, 6, 4], [1, 5, 7], [1, 7, 3]),
    ]
)


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def is_blue(colour):
    return colour[2] > colour[0] + 5


def is_ochre(colour):
    return colour[0] > colour[2] + 30


def sphere(count):
    """A closed ball of `count` x `count` cells as (vertices, faces)."""
    turn, tilt = np.meshgrid(
        np.linspace(0, 2 * np.pi, count, endpoint=False),
        np.linspace(0.01, np.pi - 0.01, count),
        indexing="ij",
    )
    points = np.stack(
        [np.sin(tilt) * np.cos(turn), np.sin(tilt) * np.sin(turn), np.cos(tilt)], axis=-1
    )
    i, j = np.meshgrid(np.arange(count), np.arange(count - 1), indexing="ij")
    a, b = i * count + j, (i + 1) % count * count + j
    faces = np.concatenate([np.stack([a, a + 1, b + 1], -1), np.stack([a, b + 1, b], -1)])
    return points.reshape(-1, 3), faces.reshape(-1, 3)


def test_a_cube_shows_its_three_near_sides_in_three_tones_with_the_top_lightest():
    picture = pixels(render(BOX_CORNERS * 20, BOX_FACES, size=(320, 240)))
    top, left, right = picture[75, 160], picture[150, 120], picture[150, 200]
    assert is_blue(top)
    assert is_blue(left)
    assert is_blue(right)
    assert top.sum() > left.sum() + 30 > right.sum() + 30
    assert picture[5, 5].min() > 240


def test_a_part_fills_the_picture_up_to_the_margin_whatever_its_size_and_place():
    small = render(BOX_CORNERS * 1e-3, BOX_FACES, size=(320, 240))
    far = render(BOX_CORNERS * 4096 + 8192, BOX_FACES, size=(320, 240))
    assert np.abs(pixels(small) - pixels(far)).mean() < 0.1
    drawn = (pixels(far).max(axis=2) - pixels(far).min(axis=2)) > 15
    rows = np.flatnonzero(drawn.any(axis=1))
    assert rows[0] == pytest.approx(240 * 0.09, abs=2)
    assert rows[-1] == pytest.approx(240 * 0.91, abs=2)


def test_a_shadow_ends_before_the_border():
    picture = pixels(render(BOX_CORNERS * 20, BOX_FACES, size=(320, 240)))
    lit, right = picture[:, 0], picture[:, 310:]
    assert (picture[185, 270] < picture[185, 0] - 20).all()  # where the shadow is
    assert np.abs(right[:, -1] - lit).max() <= 1
    assert np.abs(np.diff(right[:, :, 0], axis=1)).max() <= 6


def test_the_near_part_hides_the_far_one_in_either_order():
    wall = np.array([[0, -1, -1], [0, 1, -1], [0, 1, 1], [0, -1, 1]], dtype=float)
    vertices = np.vstack([wall, wall * 0.5 + (3, -3, 3)])
    near_outside, far_inside = [[4, 5, 6], [4, 6, 7]], [[0, 2, 1], [0, 3, 2]]
    one = render(vertices, np.array(far_inside + near_outside), size=(320, 240))
    other = render(vertices, np.array(near_outside + far_inside), size=(320, 240))
    assert one == other
    assert is_blue(pixels(one)[120, 160])


def test_inner_sides_seen_through_a_hole_are_ochre():
    lid_off = render(BOX_CORNERS, BOX_FACES[:10], size=(320, 240))
    assert is_ochre(pixels(lid_off)[75, 160])


def test_the_same_mesh_gives_the_same_bytes():
    assert render(BOX_CORNERS, BOX_FACES, caption="1 × 1 × 1 mm") == render(
        BOX_CORNERS.copy(), BOX_FACES.astype(np.int32), caption="1 × 1 × 1 mm"
    )


def test_marked_segments_are_red_and_lie_on_top():
    hidden_edge = Marks(np.array([[[0.0, 1, 0], [1, 1, 0]], [[0.0, 1, 0], [0, 1, 1]]]))
    plain = pixels(render(BOX_CORNERS, BOX_FACES))
    marked = pixels(render(BOX_CORNERS, BOX_FACES, marks=hidden_edge))
    red = (np.abs(marked - RED) < 40).all(axis=2)
    assert red.sum() > 300
    assert not (np.abs(plain - RED) < 40).all(axis=2).any()


def test_a_caption_stands_in_the_lower_left_corner():
    plain = pixels(render(BOX_CORNERS, BOX_FACES))
    captioned = pixels(render(BOX_CORNERS, BOX_FACES, caption="20.0 × 20.0 × 20.0 mm"))
    rows, columns = np.nonzero((plain != captioned).any(axis=2))
    assert rows.min() > 430
    assert columns.max() < 250


def test_no_gap_opens_between_neighbouring_triangles():
    # a fan around one point with a fringe of uneven corners: every sample inside is covered once
    rng = np.random.default_rng(5)
    turn = np.sort(rng.random(400)) * 2 * np.pi
    rim = np.stack([50 + 40 * np.cos(turn), 50 + 40 * np.sin(turn), np.zeros(400)], axis=1)
    points = np.vstack([[[50.3, 49.7, 0]], rim])
    around = np.arange(400)
    faces = np.stack([np.zeros(400, int), 1 + around, 1 + (around + 1) % 400], axis=1)
    front = rasterise(points, faces, 100, 100)
    y, x = np.mgrid[0:100, 0:100] + 0.5
    inside = np.hypot(x - 50, y - 50) < 38
    assert (front[inside] >= 0).all()
    assert (front[np.hypot(x - 50, y - 50) > 42] == -1).all()


def test_a_wire_thinner_than_a_sample_is_still_seen():
    x = np.arange(0, 90, 0.25)
    shift = (0.2, 0.05, 0)
    line = np.stack([x, np.full_like(x, 40.01), np.zeros_like(x)], axis=1)
    points = np.vstack([line, line + shift])
    i = np.arange(len(x) - 1)
    front = rasterise(points, np.stack([i, i + 1, i + len(x)], axis=1), 100, 80)
    assert (front[40, :89] >= 0).all()


def test_what_lies_outside_the_frame_is_cut_off():
    points = np.array([[-500.0, -500, 0], [900, -500, 1], [-500, 900, 1]])
    front = rasterise(points, np.array([[0, 1, 2]]), 30, 20)
    assert front.shape == (20, 30)
    assert (front == 0).all()


def test_flat_and_point_like_meshes_have_a_picture_too():
    flat = np.array([[0.0, 0, 0], [1, 0, 0], [0, 0, 0]])
    assert pixels(render(flat, np.array([[0, 1, 2]]))).shape == (480, 640, 3)
    assert pixels(render(flat * 0, np.array([[0, 1, 2]]))).shape == (480, 640, 3)


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e308])
def test_a_mesh_with_impossible_coordinates_is_refused(bad):
    vertices = BOX_CORNERS.copy()
    vertices[3, 1] = bad
    with pytest.raises(ValueError, match="not finite or above 1e150"):
        render(vertices, BOX_FACES)


def test_a_mesh_without_triangles_and_a_picture_without_pixels_are_refused():
    with pytest.raises(ValueError, match="without triangles"):
        render(BOX_CORNERS, BOX_FACES[:0])
    with pytest.raises(ValueError, match="9000 x 480 pixels is not drawn"):
        render(BOX_CORNERS, BOX_FACES, size=(9000, 480))


def test_a_hundred_thousand_triangles_need_little_memory():
    vertices, faces = sphere(230)
    tracemalloc.start()
    try:
        render(vertices, faces, size=(320, 240))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(faces) > 100_000
    assert peak < 130e6


def test_a_hundred_triangles_as_large_as_the_picture_need_no_more():
    points = np.array([[0.0, 0, 0], [1300, 0, 1], [0, 1000, 2]])
    faces = np.tile([[0, 1, 2]], (100, 1))
    tracemalloc.start()
    try:
        front = rasterise(points, faces, 640, 480)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (front == 99).all()  # at one depth the last counts
    assert peak < 130e6


def test_triangles_that_cover_one_another_a_thousandfold_stay_within_bounded_work():
    rng = np.random.default_rng(7)
    vertices, faces = rng.random((500, 3)), rng.integers(0, 500, (30_000, 3))
    points = vertices * (640, 480, 1)
    rows, covered = work(points, faces)
    samples, every = effort((rows, covered), (640, 480))
    assert covered > 5e8
    assert samples == 1
    assert (ROW * rows + covered) / every <= MOST_WORK
    assert pixels(render(vertices, faces[:300], size=(64, 48))).shape == (48, 64, 3)


def test_a_plain_part_gets_nine_samples_a_pixel_and_a_large_picture_fewer():
    worked = work(BOX_CORNERS * (400, 400, 1), BOX_FACES)
    assert effort(worked, (640, 480)) == (3, 1)
    assert effort(worked, (1000, 900)) == (2, 1)
    assert effort(worked, (2000, 2000)) == (1, 1)
