"""Reads 3MF: objects, components and build items, over several model parts, in one unit."""

from pathlib import Path

from service.manufacturing.meshes.mesh import Limits, Mesh, Unreadable
from service.manufacturing.meshes.package import Package, part_name
from service.manufacturing.meshes.package_xml import Attributes, parse
from service.manufacturing.meshes.threemf_build import Build
from service.manufacturing.meshes.threemf_model import Model, parse_model

#: Where a package says which part is its model (3MF Core Specification 1.3, section 2.1).
RELATIONSHIPS = "_rels/.rels"
RELATIONSHIP = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"
MODEL_TYPE = "http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"


def read(path: Path, limits: Limits) -> Mesh:
    """Read what the build of a 3MF file places (core specification and production extension).

    Each placed object is a solid of its own: objects that touch are not welded together.
    Supports are left out. Raises Unreadable for extensions that change shapes, for components
    that contain themselves or multiply beyond `limits`, and for damaged or hostile packages.
    """
    with Package(path, limits) as package:

        def load(part: str) -> Model:
            return parse_model(package.unpack(part), part, limits)

        build = Build(_root_part(package), load, limits)
        vertices, faces = build.place()
    return Mesh(vertices, faces, "3mf", build.unit)


def _root_part(package: Package) -> str:
    targets: list[str] = []

    def opened(element: str, attributes: Attributes) -> None:
        if element == RELATIONSHIP and attributes.get("Type") == MODEL_TYPE:
            targets.append(part_name(attributes.get("Target", "")))

    parse(package.unpack(RELATIONSHIPS), RELATIONSHIPS, opened)
    if len(targets) != 1:
        raise Unreadable("malformed", f"the 3MF package names {len(targets)} models as its own")
    return targets[0]
