"""Previews: the picture of a model, drawn once and stored."""

import tempfile
from pathlib import Path

from service.concurrency import ConcurrencyLimit
from service.files import analyses, derived
from service.files.analysis_child import run_apart
from service.files.storage import Storage
from service.manufacturing.geometry.analysis import UNITS_MM
from service.manufacturing.geometry.meshes import Limits, Mesh, Unreadable, read
from service.manufacturing.geometry.picture import Marks, render
from service.manufacturing.geometry.shape.marking import Held, faults
from service.manufacturing.geometry.shape.overhangs import USUAL_ANGLE_DEG
from service.settings import settings
from service.translations import gettext_noop as _

#: Larger meshes are measured by workers, but not drawn while somebody waits.
MOST_TRIANGLES = 1_000_000
#: Before a wall's thickness, and before what points upwards while overhangs are counted.
WALL_SIGN, UP_SIGN = "|↔|", "↑"
#: Of pictures: each takes a core and some hundred bytes per triangle.
LIMIT = ConcurrencyLimit(
    2, patience_s=5, sentence=_("2 pictures are being drawn; ask for this one in a moment")
)


def picture(storage: Storage, sha256: str, unit: str | None, *, held: Held | None = None) -> Path:
    """The path of a PNG of the model, drawn on the first call; slow: call it outside transactions.

    With `held`, open edges, walls thinner than its limit, and overhangs in its orientation are
    marked in red, and the caption says so. With nothing to mark it is the plain picture.
    Raises meshes.Unreadable (what is no model, damaged, or has more than MOST_TRIANGLES),
    storage.ContentMissing, Busy.
    """

    def draw(source: Path, aside: Path) -> None:
        mesh = _read(source)
        marks = Marks(faults(mesh, UNITS_MM[unit] if unit else None, held)) if held else Marks()
        caption = _caption(mesh, unit)
        if held and len(marks.segments):
            caption += _legend(held)
        aside.write_bytes(render(mesh.vertices, mesh.faces, marks=marks, caption=caption))

    return derived.made_once(storage, sha256, _place(sha256, unit, held), LIMIT, draw)


def _read(source: Path) -> Mesh:
    """The mesh to draw; what a child must read is converted by one."""
    limits = Limits(max_triangles=MOST_TRIANGLES)
    if not analyses.is_read_apart(source):
        return read(source, limits=limits)
    with tempfile.TemporaryDirectory(prefix="werkbank-preview-") as folder:
        out = Path(folder) / "mesh"
        answer = run_apart("convert", source, limits, analyses.sandbox_bounds(), out=out)
        if error := answer.get("error"):
            raise Unreadable(error["code"], error["detail"])
        return read(out, limits=limits)


def delete_pictures(sha256: str) -> None:
    """Delete the pictures of a content that has been deleted."""
    derived.delete(_folder(), sha256)


def _folder() -> Path:
    return settings().var("previews")


def _place(sha256: str, unit: str | None, held: Held | None) -> Path:
    return _folder() / f"{sha256}.{unit or 'no-unit'}{f'.{picture_name(held)}' if held else ''}.png"


def picture_name(held: Held) -> str:
    """The part of the file name that distinguishes marked pictures of one model."""
    return f"marked-{held.wall_mm}-{held.up}"


def _legend(held: Held) -> str:
    """What the red lines mean, in symbols that need no language."""
    wall = f"  ·  {WALL_SIGN} < {held.wall_mm:g} mm" if held.wall_mm is not None else ""
    lying = f"  ·  {UP_SIGN} {held.up}, > {USUAL_ANGLE_DEG:g}°" if held.up else ""
    return wall + lying


def _caption(mesh: Mesh, unit: str | None) -> str:
    sides = (mesh.vertices.max(axis=0) - mesh.vertices.min(axis=0)).tolist()
    if unit is None:
        return " × ".join(f"{side:.4g}" for side in sides) + ", unit not stated"
    return " × ".join(f"{side * UNITS_MM[unit]:.1f}" for side in sides) + " mm"
