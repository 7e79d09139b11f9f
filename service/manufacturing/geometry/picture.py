"""Draws a mesh as a PNG: shaded, seen from above at an angle."""

import io
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from service.manufacturing.fonts import REGULAR
from service.manufacturing.geometry.rasterising import Floats, rasterise, work
from service.manufacturing.geometry.shading import shade

#: Isometric view (ISO 5456-3): the rows are right, up and towards the viewer in model axes.
AXES = np.array([[1, 1, 0], [-1, 1, 2], [1, -1, 1]]) / np.sqrt([[2], [6], [3]])
#: How far a point's shadow falls along x and y per height above the ground.
SLANT = np.array([0.35, 0.55])
MARGIN = 0.09  #: of width and height, kept free on every side
SHADOW = 0.17  #: share of the light that the shadow takes away
FADING = 0.09  #: of width and height, over which a shadow ends towards the border
PAPER = ((252, 253, 254), (228, 232, 237))  #: colours of the background, top and bottom
RED, INK = (214, 40, 40), (92, 98, 106)
#: At most this many samples per picture, and this much work to cover them, in covered samples
#: (some 20 ns each, measured); a row of a triangle costs about 1.5 of them.
MOST_SAMPLES, MOST_WORK, ROW = 4_000_000, 200e6, 1.5
SMALLEST, LARGEST = 16, 2_000  #: pixels along a side


@dataclass(frozen=True)
class Marks:
    """What a picture points out: line segments (k, 2, 3) in model coordinates, drawn red on top."""

    segments: Floats = field(default_factory=lambda: np.empty((0, 2, 3)))


@dataclass(frozen=True)
class Projection:
    """Where model coordinates land on the picture."""

    middle: Floats
    pixels_per_unit: float
    centre: Floats  #: x, y in pixels

    def place(self, points: Floats, samples: int = 1) -> Floats:
        """x to the right, y downwards and z towards the viewer, all in samples."""
        placed: Floats = (points - self.middle) @ (AXES.T * self.pixels_per_unit) * (1, -1, 1)
        placed[..., :2] += self.centre
        return placed * samples


def render(
    vertices: Floats,
    faces: NDArray[np.integer],
    *,
    size: tuple[int, int] = (640, 480),
    marks: Marks | None = None,
    caption: str | None = None,
) -> bytes:
    """A PNG of the mesh of `vertices` (n, 3) and `faces` (m, 3); equal input gives equal bytes.

    Outer sides are grey-blue, inner sides (seen through a hole or where a mesh is inside out) are
    ochre; creases and outlines are dark lines. The caption, such as the box in mm, stands at the
    lower left. A pixel is the mean of 9 samples, or of 4 or 1 where the picture is large or the
    triangles cover one another so often that 9 would take too long; where even 1 would (thousands
    of triangles, each as large as the picture), only every k-th triangle is drawn. Raises
    ValueError for a mesh without triangles, for coordinates that are not finite and for sizes
    outside 16..2000 pixels.
    """
    _check(vertices, faces, size)
    view = _frame(vertices, size)
    flat = view.place(vertices)
    samples, every = effort(work(flat, faces), size)
    faces = faces[::every]
    paper = _paper(view, vertices, faces, size)
    placed = flat * samples
    front = rasterise(placed, faces, size[0] * samples, size[1] * samples)
    pixels = np.asarray(paper.resize((size[0] * samples, size[1] * samples))).copy()
    shade(pixels, front, placed, faces)
    image = Image.fromarray(pixels)
    if marks is not None:
        _mark(image, view.place(marks.segments, samples), samples)
    return _png(image.reduce(samples), caption)


def _check(vertices: Floats, faces: NDArray[np.integer], size: tuple[int, int]) -> None:
    if not all(SMALLEST <= side <= LARGEST for side in size):
        raise ValueError(
            f"a picture of {size[0]} x {size[1]} pixels is not drawn;"
            f" each side must be {SMALLEST} to {LARGEST}"
        )
    if len(faces) == 0:
        raise ValueError("a mesh without triangles has no picture")
    if not (np.abs(vertices) < 1e150).all():  # also false for NaN; squares stay below overflow
        raise ValueError(
            "a mesh with coordinates that are not finite or above 1e150 has no picture"
        )


def _frame(vertices: Floats, size: tuple[int, int]) -> Projection:
    """The view that shows the whole mesh as large as the margins allow."""
    middle = (vertices.min(axis=0) + vertices.max(axis=0)) / 2
    spread = (vertices - middle) @ AXES[:2].T
    low, high = spread.min(axis=0), spread.max(axis=0)
    room = np.array(size) * (1 - 2 * MARGIN)
    extent = np.maximum(high - low, max(float((high - low).max()), 1e-150) * 1e-9)
    pixels_per_unit = float((room / extent).min())
    offset = (low + high) / 2 * (-1, 1) * pixels_per_unit
    return Projection(middle, pixels_per_unit, np.array(size) / 2 + offset)


def effort(worked: tuple[float, float], size: tuple[int, int]) -> tuple[int, int]:
    """Samples along a pixel's side, and every how many-th triangle is drawn, within `MOST_WORK`.

    `worked` is what `rasterising.work` says for one sample per pixel.
    """
    rows, covered = worked
    for samples in (3, 2, 1):
        enough_memory = size[0] * size[1] * samples**2 <= MOST_SAMPLES
        needed = ROW * rows * samples + covered * samples**2
        if enough_memory and needed <= MOST_WORK:
            return samples, 1
    return 1, int(np.ceil(needed / MOST_WORK))


def _paper(
    view: Projection, vertices: Floats, faces: NDArray[np.integer], size: tuple[int, int]
) -> Image.Image:
    """The background with the soft shadow that the mesh throws on the ground below it."""
    height = vertices[:, 2:] - vertices[:, 2].min()
    ground = np.hstack([vertices[:, :2] + height * SLANT, vertices[:, 2:] - height])
    coarse = (size[0] // 2, size[1] // 2)
    dark = rasterise(view.place(ground) / 2, faces, *coarse) >= 0
    blur = ImageFilter.GaussianBlur(max(size) / 160)
    veil = Image.fromarray(dark * np.uint8(255 * SHADOW)).filter(blur).resize(size)
    top, bottom = (np.array(colour, dtype=np.float64) for colour in PAPER)
    light = np.linspace(top, bottom, size[1])[:, None, :]
    taken = np.asarray(veil, dtype=float) * _fading(size)
    lit = light * (1 - taken[:, :, None] / 255)
    return Image.fromarray(lit.round().astype(np.uint8))


def _fading(size: tuple[int, int]) -> Floats:
    """Per pixel the share of a shadow that is drawn: none at the border, so that none is cut."""
    across, down = (
        np.clip(np.minimum(np.arange(side), np.arange(side)[::-1]) / (FADING * side), 0, 1)
        for side in size
    )
    share: Floats = np.minimum(across[None, :], down[:, None])
    return share


def _mark(image: Image.Image, segments: Floats, samples: int) -> None:
    pen = ImageDraw.Draw(image)
    for start, end in np.clip(segments[:, :, :2], -10_000, 20_000).tolist():
        pen.line([tuple(start), tuple(end)], fill=RED, width=2 * samples + 1)


def _png(image: Image.Image, caption: str | None) -> bytes:
    if caption:
        letters = ImageFont.truetype(REGULAR, max(10, image.height // 32))
        at = (image.height // 40, image.height - image.height // 40)
        ImageDraw.Draw(image).text(at, caption, fill=INK, font=letters, anchor="ls")
    out = io.BytesIO()
    image.save(out, "PNG", optimize=False, compress_level=6)
    return out.getvalue()
