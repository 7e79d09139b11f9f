"""Parses one model part of a 3MF package: its unit, objects and build items."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from service.manufacturing.meshes.mesh import Floats, Limits, Unreadable, check_count
from service.manufacturing.meshes.package import part_name
from service.manufacturing.meshes.package_xml import Attributes, parse

#: 3MF Core Specification 1.3, section 3.4; its default is the millimetre.
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
#: Extensions a model may require: those that leave its shape alone, or that are read here.
KNOWN_EXTENSIONS = {
    PRODUCTION,
    "http://schemas.microsoft.com/3dmanufacturing/material/2015/02",
    "http://schemas.microsoft.com/3dmanufacturing/trianglesets/2021/07",
}

#: Objects that are printed with the part and thrown away (core specification, section 4.1).
SUPPORTS = {"support", "solidsupport"}


@dataclass(frozen=True)
class Placement:
    """An object put somewhere: `part` is the name of its model part, None for the same one."""

    part: str | None
    object_id: str
    #: (4, 3): a row vector (x, y, z, 1) times this is the point's new place.
    transform: Floats


@dataclass
class ModelObject:
    """Either a mesh or a group of placed objects."""

    kind: str = "model"
    coordinates: "array[float]" = field(default_factory=lambda: array("d"))
    corners: "array[int]" = field(default_factory=lambda: array("q"))
    components: list[Placement] = field(default_factory=list)


@dataclass
class Model:
    """One model part as written, nothing resolved yet."""

    unit: str = "mm"
    objects: dict[str, ModelObject] = field(default_factory=dict)
    items: list[Placement] = field(default_factory=list)


def parse_model(chunks: Iterable[bytes], name: str, limits: Limits) -> Model:
    """Parse the model part `name`. Raises Unreadable for whatever breaks the specification."""
    reader = _ModelReader(name, limits)
    parse(chunks, name, reader.opened, reader.prefixes)
    if not reader.begun:
        raise Unreadable("malformed", f"{name!r} has no 3MF model in it")
    return reader.model


class _ModelReader:
    """Collects a model while its elements open."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.model = Model()
        self.begun = False
        self.prefixes: dict[str, str] = {}
        self._name = name
        self._limits = limits
        self._object = ModelObject()
        self._triangles = 0
        self._actions = {
            f"{CORE} vertex": self._vertex,
            f"{CORE} triangle": self._triangle,
            f"{CORE} model": self._model,
            f"{CORE} object": self._start_object,
            f"{CORE} component": self._component,
            f"{CORE} item": self._item,
        }

    def opened(self, element: str, attributes: Attributes) -> None:
        if action := self._actions.get(element):
            try:
                action(attributes)
            except (KeyError, ValueError, OverflowError) as error:
                local = element.rpartition(" ")[2]
                raise Unreadable(
                    "malformed", f"{self._name!r} has a <{local}> without sense: {error}"
                ) from error

    def _vertex(self, attributes: Attributes) -> None:
        self._object.coordinates.extend(
            (float(attributes["x"]), float(attributes["y"]), float(attributes["z"]))
        )

    def _triangle(self, attributes: Attributes) -> None:
        self._object.corners.extend(
            (int(attributes["v1"]), int(attributes["v2"]), int(attributes["v3"]))
        )
        self._triangles += 1
        if self._triangles > self._limits.max_triangles:
            check_count(self._triangles, self._limits)

    def _model(self, attributes: Attributes) -> None:
        self.begun = True
        self.model.unit = UNITS[attributes.get("unit", "millimeter")]
        for prefix in attributes.get("requiredextensions", "").split():
            if (extension := self.prefixes.get(prefix, prefix)) not in KNOWN_EXTENSIONS:
                raise Unreadable(
                    "unsupported", f"the 3MF model requires the extension {extension[:200]!r}"
                )

    def _start_object(self, attributes: Attributes) -> None:
        number = attributes["id"]
        if number in self.model.objects:
            raise ValueError(f"id {number!r} is taken")
        self._object = ModelObject(kind=attributes.get("type", "model"))
        self.model.objects[number] = self._object

    def _component(self, attributes: Attributes) -> None:
        self._object.components.append(_placement(attributes))

    def _item(self, attributes: Attributes) -> None:
        self.model.items.append(_placement(attributes))


def _placement(attributes: Attributes) -> Placement:
    path = attributes.get(f"{PRODUCTION} path")
    return Placement(
        part=None if path is None else part_name(path),
        object_id=attributes["objectid"],
        transform=_transform(attributes.get("transform", "1 0 0 0 1 0 0 0 1 0 0 0")),
    )


def _transform(text: str) -> Floats:
    numbers = [float(word) for word in text.split()]
    if len(numbers) != 12 or not np.isfinite(numbers).all():
        raise ValueError(f"transform {text[:120]!r}")
    return np.array(numbers, np.float64).reshape(4, 3)
