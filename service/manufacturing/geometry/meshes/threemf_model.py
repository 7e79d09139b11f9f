"""Parses one model part of a 3MF package: its unit, objects and build items."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from service.manufacturing.geometry.meshes.mesh import Floats, Limits, Unreadable, check_count
from service.manufacturing.geometry.meshes.package import referenced_part
from service.manufacturing.geometry.meshes.package_xml import Attributes, Wrong, XmlElement, parse
from service.manufacturing.geometry.meshes.threemf_numbers import (
    decimal,
    identifier,
    index,
    number,
)
from service.manufacturing.geometry.meshes.threemf_roles import (
    CURA_SETTINGS,
    OBJECT_TYPES,
    BodyRole,
)

#: 3MF Core Specification 1.4, section 3.4; its default is the millimetre.
UNITS = {
    "micron": "micron",
    "millimeter": "mm",
    "centimeter": "cm",
    "meter": "m",
    "inch": "inch",
    "foot": "foot",
}

CORE = "http://schemas.microsoft.com/3dmanufacturing/core/2015/02"
PRODUCTION = "http://schemas.microsoft.com/3dmanufacturing/production/2015/06"
CURA = "http://software.ultimaker.com/xml/cura/3mf/2015/10"
#: Extensions a model may require: those that leave its shape alone, or that are read here. Slices
#: stand beside the triangles, which must be the full shape then, as `_RESOLUTIONS` is held against.
KNOWN_EXTENSIONS = {
    CORE,
    PRODUCTION,
    "http://schemas.microsoft.com/3dmanufacturing/material/2015/02",
    "http://schemas.microsoft.com/3dmanufacturing/trianglesets/2021/07",
    "http://schemas.microsoft.com/3dmanufacturing/slice/2015/07",
}
#: Elements of other extensions that shape an object, required or not, by their local name.
SHAPING = {
    "beamlattice": "a beam lattice",
    "booleanshape": "a boolean shape",
    "displacementmesh": "a displaced surface",
    "levelset": "a level set",
}
#: Attributes of the slice and of the production extension: how much of the shape the mesh shows.
_RESOLUTIONS = ("meshresolution", "modelresolution")


@dataclass(frozen=True)
class Placement:
    """An object put somewhere: `part` is the name of its model part, None for the same one."""

    part: str | None
    object_id: str
    #: (4, 3): a row vector (x, y, z, 1) times this is the point's new place.
    transform: Floats
    #: Slicers keep items in their files that they do not print.
    printable: bool = True


@dataclass
class ModelObject:
    """Either a mesh or a group of placed objects."""

    #: What it is for by its type, which counts for meshes only (section 4).
    kind: BodyRole = BodyRole.PART
    #: The same by the settings of Cura, which count for all that it holds.
    setting: BodyRole | None = None
    coordinates: "array[float]" = field(default_factory=lambda: array("d"))
    corners: "array[int]" = field(default_factory=lambda: array("q"))
    components: list[Placement] = field(default_factory=list)
    meshes: int = 0
    #: What shapes it beside its mesh, and what stands where a mesh might, neither being read.
    unread: str | None = None
    instead: str | None = None


@dataclass
class Model:
    """One model part as written, nothing resolved yet."""

    unit: str = "mm"
    objects: dict[str, ModelObject] = field(default_factory=dict)
    items: list[Placement] = field(default_factory=list)


def parse_model(chunks: Iterable[bytes], name: str, limits: Limits) -> Model:
    """Parse the model part `name`. Raises Unreadable for whatever breaks the specification."""
    reader = _ModelReader(limits)
    parse(chunks, name, reader.expected(), reader.prefixes)
    if not reader.begun:
        raise Unreadable("malformed", f"{name!r} has no 3MF model in it")
    return reader.model


class _ModelReader:
    """Collects a model while its elements open."""

    def __init__(self, limits: Limits) -> None:
        self.model = Model()
        self.begun = False
        self.prefixes: dict[str, str] = {}
        self._limits, self._most_triangles = limits, limits.max_triangles
        self._begin(ModelObject())
        self._triangles = 0
        self._setting = ""

    def expected(self) -> dict[str, XmlElement]:
        """What counts of a model, by where it stands (section 3.4 and chapters 4 and 5)."""
        vertices = XmlElement(within={f"{CORE} vertex": XmlElement(self._vertex)})
        triangles = XmlElement(within={f"{CORE} triangle": XmlElement(self._triangle)})
        mesh = XmlElement(
            self._mesh,
            within={f"{CORE} vertices": vertices, f"{CORE} triangles": triangles},
            passed_over=self._passed_over,
        )
        components = XmlElement(within={f"{CORE} component": XmlElement(self._component)})
        setting = XmlElement(self._start_setting, self._end_setting)
        object_ = XmlElement(
            self._start_object,
            within={
                f"{CORE} mesh": mesh,
                f"{CORE} components": components,
                f"{CORE} metadatagroup": XmlElement(within={f"{CORE} metadata": setting}),
                f"{CURA} settings": XmlElement(within={f"{CURA} setting": setting}),
            },
            passed_over=self._passed_over,
        )
        build = XmlElement(within={f"{CORE} item": XmlElement(self._item)})
        resources = XmlElement(within={f"{CORE} object": object_})
        within = {f"{CORE} resources": resources, f"{CORE} build": build}
        return {f"{CORE} model": XmlElement(self._model, within=within)}

    def _model(self, attributes: Attributes) -> None:
        self.begun = True
        unit = attributes.get("unit", "millimeter").strip()
        if unit not in UNITS:
            raise Wrong(f"the unit is {unit[:40]!r}, but must be one of {', '.join(UNITS)}")
        self.model.unit = UNITS[unit]
        for prefix in attributes.get("requiredextensions", "").split():
            if (extension := self.prefixes.get(prefix, prefix)) not in KNOWN_EXTENSIONS:
                raise Unreadable(
                    "unsupported", f"the 3MF model requires the extension {extension[:200]!r}"
                )

    def _start_object(self, attributes: Attributes) -> None:
        object_id = identifier(attributes, "object", "id")
        if object_id in self.model.objects:
            raise Wrong(f"a second object has the id {object_id!r}")
        kind = attributes.get("type", "model").strip()
        if kind not in OBJECT_TYPES:
            raise Wrong(f"object {object_id!r} has the type {kind[:40]!r}, which 3MF does not know")
        self._begin(ModelObject(OBJECT_TYPES[kind]))
        for name, value in attributes.items():
            if name.rpartition(" ")[2] in _RESOLUTIONS and value != "fullres":
                self._object.unread = f"a mesh in {value[:40]!r} only"
        self.model.objects[object_id] = self._object

    def _begin(self, model_object: ModelObject) -> None:
        self._object = model_object
        self._add_coordinates = model_object.coordinates.extend
        self._add_corners = model_object.corners.extend

    def _mesh(self, _: Attributes) -> None:
        self._object.meshes += 1
        if self._object.meshes > 1:
            raise Wrong("an object has two meshes")

    def _vertex(self, attributes: Attributes) -> None:
        try:
            x, y, z = attributes["x"], attributes["y"], attributes["z"]
            words = x + y + z
            if not words.isascii() or "_" in words or "n" in words or "N" in words:
                raise ValueError  # Python reads more than 3MF allows: 1_0, inf, other digits
            self._add_coordinates((float(x), float(y), float(z)))
        except (KeyError, ValueError):
            what = f"vertex {len(self._object.coordinates) // 3:,}"
            self._add_coordinates(decimal(attributes, what, axis) for axis in "xyz")

    def _triangle(self, attributes: Attributes) -> None:
        try:
            a, b, c = attributes["v1"], attributes["v2"], attributes["v3"]
            digits = a + b + c
            if not (digits.isdecimal() and digits.isascii()):
                raise ValueError
            self._add_corners((int(a), int(b), int(c)))
        except (KeyError, ValueError, OverflowError):
            what = f"triangle {len(self._object.corners) // 3:,}"
            names = ("v1", "v2", "v3")
            self._add_corners([index(attributes, what, name) for name in names])
        self._triangles += 1
        if self._triangles > self._most_triangles:
            check_count(self._triangles, self._limits)

    def _passed_over(self, element: str) -> None:
        namespace, _, local = element.rpartition(" ")
        if local in SHAPING:
            self._object.unread = SHAPING[local]
        elif namespace not in KNOWN_EXTENSIONS:
            self._object.instead = f"<{local[:40]}>"

    def _start_setting(self, attributes: Attributes) -> None:
        self._setting = attributes.get("key", attributes.get("name", "")).rpartition(":")[2]

    def _end_setting(self, text: str) -> None:
        if self._setting in CURA_SETTINGS and text.strip().lower() in ("true", "1"):
            self._object.setting = CURA_SETTINGS[self._setting]

    def _component(self, attributes: Attributes) -> None:
        self._object.components.append(_placement(attributes, "component"))

    def _item(self, attributes: Attributes) -> None:
        self.model.items.append(_placement(attributes, "item"))


def _placement(attributes: Attributes, what: str) -> Placement:
    path = attributes.get(f"{PRODUCTION} path")
    return Placement(
        part=None if path is None else referenced_part(path),
        object_id=identifier(attributes, what, "objectid"),
        transform=_transform(attributes.get("transform", "1 0 0 0 1 0 0 0 1 0 0 0"), what),
        printable=attributes.get("printable", "1").strip().lower() not in ("0", "false"),
    )


def _transform(text: str, what: str) -> Floats:
    words = text.split()
    if len(words) != 12:
        raise Wrong(f"the transform of a <{what}> has {len(words)} numbers, not 12")
    numbers = [number(word, f"the transform of a <{what}>") for word in words]
    return np.array(numbers, np.float64).reshape(4, 3)
