"""What the child process does with a model beside analysing it: repair, convert and reduce it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from service.manufacturing.geometry.analysis import UNITS_MM
from service.manufacturing.geometry.glb_writing import write_glb
from service.manufacturing.geometry.meshes import Limits, Unreadable, read
from service.manufacturing.geometry.meshes.writing import write
from service.manufacturing.geometry.reducing import reduced
from service.manufacturing.geometry.repairing import is_sound, repair
from service.values.json_object import JsonObject


def repair_file(path: Path, limits: Limits, out: Path) -> JsonObject:
    """Write a repaired copy, and read it again to prove that it is sound; raises Unreadable."""
    repaired = repair(read(path, limits=limits))
    write(out, repaired.mesh)
    repaired_mesh = read(out, limits=limits)
    if not is_sound(repaired_mesh):
        raise Unreadable("not-repairable", "the repaired mesh would not survive being written")
    unit = repaired.mesh.unit
    return {"format": repaired_mesh.format, "unit": unit, "changes": repaired.changes()}


def convert_file(path: Path, limits: Limits, out: Path) -> JsonObject:
    """Write a plain mesh; raises Unreadable."""
    mesh = read(path, limits=limits)
    write(out, mesh)
    return {"unit": mesh.unit}


def reduce_file(path: Path, limits: Limits, out: Path, options: Mapping[str, Any]) -> JsonObject:
    """Write a mesh in mm of at most `triangles`, of a model in `unit`; raises Unreadable."""
    mesh = read(path, limits=limits)
    size_mm = UNITS_MM[options["unit"]]
    write_glb(
        out, reduced(mesh.vertices * size_mm, mesh.faces, options["triangles"]), len(mesh.faces)
    )
    return {"unit": "mm"}
