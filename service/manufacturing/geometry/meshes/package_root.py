"""Finds the part of a 3MF package that is its model."""

from service.manufacturing.geometry.meshes.mesh import Unreadable
from service.manufacturing.geometry.meshes.package import Package, referenced_part
from service.manufacturing.geometry.meshes.package_xml import Attributes, XmlElement, parse

#: Where a package says which part is its model (3MF Core Specification 1.4, section 2.1).
RELATIONSHIPS = "_rels/.rels"
NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
MODEL_TYPE = "http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"
#: Where every program puts the model, for packages that have lost their relationships.
USUAL_PART = "3d/3dmodel.model"


def root_part(package: Package) -> str:
    """The name of the model that the package is about, whatever that part is called.

    Raises Unreadable for a package that names none, or several.
    """
    if RELATIONSHIPS not in package and USUAL_PART in package:
        return USUAL_PART
    targets: set[str] = set()

    def opened(attributes: Attributes) -> None:
        if attributes.get("Type", "").strip() != MODEL_TYPE:
            return
        target = attributes.get("Target", "")
        if attributes.get("TargetMode", "").lower() == "external":
            raise Unreadable("unsupported", f"the model {target[:100]!r} is not in the package")
        targets.add(referenced_part(target))

    relationship = {f"{NAMESPACE} Relationship": XmlElement(opened)}
    expected = {f"{NAMESPACE} Relationships": XmlElement(within=relationship)}
    parse(package.unpack(RELATIONSHIPS), RELATIONSHIPS, expected)
    if len(targets) != 1:
        named = "no model" if not targets else f"{len(targets)} models"
        raise Unreadable("malformed", f"the 3MF package names {named} as its own; it must name one")
    return targets.pop()


def is_about_a_model(package: Package) -> bool:
    """Whether an archive is a 3MF package, or the remains of one."""
    try:
        return bool(root_part(package))
    except Unreadable:
        return any(name.endswith(".model") for name in package.names)
