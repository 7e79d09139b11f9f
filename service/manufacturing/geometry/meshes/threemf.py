"""Reads 3MF: objects, components and build items, over several model parts, in one unit."""

from pathlib import Path

from service.manufacturing.geometry.meshes.mesh import Limits, Mesh, Unreadable
from service.manufacturing.geometry.meshes.package import Package
from service.manufacturing.geometry.meshes.package_root import root_part
from service.manufacturing.geometry.meshes.package_xml import Attributes, XmlElement, parse
from service.manufacturing.geometry.meshes.threemf_build import Build
from service.manufacturing.geometry.meshes.threemf_model import CORE, UNITS, Model, parse_model
from service.manufacturing.geometry.meshes.threemf_settings import read_settings


def read(path: Path, limits: Limits) -> Mesh:
    """Read what the build of a 3MF file places (core specification and production extension).

    Each placed object is a solid of its own: objects that touch are not welded together. What is
    no part (supports, modifiers of slicers, items that are not to be printed) is left out, and
    negative volumes are taken off; `notes` say so. Raises Unreadable for extensions that change
    shapes, for components that contain themselves or multiply beyond `limits`, and for damaged or
    hostile packages.
    """
    with Package(path, limits) as package:

        def load(part: str) -> Model:
            return parse_model(package.unpack(part), part, limits)

        build = Build(root_part(package), load, read_settings(package), limits)
        vertices, faces = build.place()
    return Mesh(vertices, faces, "3mf", build.unit, tuple(build.notes))


def stated_unit(path: Path) -> str | None:
    """The unit of a 3MF file, from its first element; None if it cannot be read."""
    units: list[str] = []

    def opened(attributes: Attributes) -> None:
        units.append(attributes.get("unit", "millimeter").strip())
        raise _Enough

    try:
        with Package(path, Limits()) as package:
            root = root_part(package)
            parse(package.unpack(root), root, {f"{CORE} model": XmlElement(opened)})
    except (_Enough, Unreadable):
        pass
    return UNITS.get(units[0]) if units else None


class _Enough(Exception):
    pass
