"""Meshes for viewers: what a browser shows of a model, reduced once in a child and stored."""

from pathlib import Path

from service.concurrency import ConcurrencyLimit
from service.files import analyses, derived
from service.files.analysis_child import run_apart
from service.files.storage import Storage
from service.manufacturing.geometry.meshes import Limits, Unreadable
from service.settings import settings
from service.translations import gettext_noop as _

#: How fine meshes are made, in triangles: a few, so that a model fills no disk with its copies.
STEPS = (20_000, 100_000, 500_000)
LEAST_SHOWN, MOST_SHOWN = STEPS[0], STEPS[-1]
#: Larger models are measured by workers, but not reduced while somebody waits: some 5 s of a core.
MOST_TRIANGLES = 2_000_000
#: Raised whenever equal models become other meshes, so that none of before is given out.
MESH_VERSION = 1
#: Of meshes: each takes a core, and some 500 bytes per triangle, in a child.
LIMIT = ConcurrencyLimit(
    2, patience_s=5, sentence=_("2 models are being prepared for viewing; ask again in a moment")
)


class NoUnit(Exception):
    """Nobody has said how large the model is, so there are no mm."""


def viewer_mesh(storage: Storage, sha256: str, unit: str | None, triangles: int) -> Path:
    """The path of a GLB in mm of at most so many triangles; slow: call it outside transactions.

    Made on the first call. Its file is named after all that it depends on. Raises NoUnit,
    meshes.Unreadable (what is no model, damaged, or has more than MOST_TRIANGLES),
    storage.ContentMissing, Busy.
    """
    if unit is None:
        raise NoUnit(_("no unit is stated for the model; state it, and its measures are known"))
    step = max(step for step in STEPS if step <= triangles)
    place = _folder() / f"{sha256}.{unit}.{step}.{MESH_VERSION}.glb"

    def reduce(source: Path, aside: Path) -> None:
        limits = Limits(
            max_triangles=min(MOST_TRIANGLES, settings().max_triangles),
            max_file_bytes=settings().max_upload_bytes,
        )
        options = {"unit": unit, "triangles": step}
        bounds = analyses.sandbox_bounds()
        answer = run_apart("reduce", source, limits, bounds, out=aside, options=options)
        if error := answer.get("error"):
            raise Unreadable(error["code"], error["detail"])

    return derived.made_once(storage, sha256, place, LIMIT, reduce)


def delete_meshes(sha256: str) -> None:
    """Delete the meshes of a content that has been deleted."""
    derived.delete(_folder(), sha256)


def _folder() -> Path:
    return settings().var("meshes")
