"""Puts the objects of a 3MF build in place, after working out how many there will be."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from service.manufacturing.meshes.mesh import (
    Floats,
    Indices,
    Limits,
    Unreadable,
    check_coordinates,
    check_count,
)
from service.manufacturing.meshes.polygons import indexed_mesh
from service.manufacturing.meshes.threemf_model import SUPPORTS, Model, ModelObject, Placement

Piece = tuple[Floats, Indices]

_UNMOVED: Floats = np.eye(4, 3)


class Address(NamedTuple):
    """Where an object stands: the name of its model part, and its id there."""

    part: str
    object_id: str


class Extent(NamedTuple):
    """What an object comes to, with all that it is made of."""

    triangles: int
    instances: int


class Build:
    """The build section of the package's own model part, objects loaded when they are needed."""

    def __init__(self, root: str, load: Callable[[str], Model], limits: Limits) -> None:
        self._root = root
        self._load = load
        self._limits = limits
        self._models: dict[str, Model] = {}
        self._extents: dict[Address, Extent] = {}
        self._pieces: dict[Address, Piece] = {}
        self.unit = self._model(root).unit

    def place(self) -> Piece:
        """All triangles of the build, vertices (n, 3) in `unit` and faces (m, 3).

        Raises Unreadable before it makes the first copy if there would be too many.
        """
        items = [item for item in self._model(self._root).items if not self._supports(item)]
        extents = [self._extent(self._address(item, self._root), ()) for item in items]
        self._check(sum(e.triangles for e in extents), sum(e.instances for e in extents))
        pieces = [piece for item in items for piece in self._placed(item, self._root, _UNMOVED)]
        if not pieces:
            raise Unreadable("empty", "the build of the 3MF file places 0 triangles")
        shifts = np.cumsum([0] + [len(vertices) for vertices, _ in pieces[:-1]])
        faces = [faces + np.int32(shift) for (_, faces), shift in zip(pieces, shifts, strict=True)]
        return np.concatenate([vertices for vertices, _ in pieces]), np.concatenate(faces)

    def _model(self, part: str) -> Model:
        if part not in self._models:
            self._models[part] = self._load(part)
            if (unit := self._models[part].unit) != self._models[self._root].unit:
                raise Unreadable("unsupported", f"{part!r} is in {unit}, unlike the root model")
        return self._models[part]

    def _object(self, address: Address) -> ModelObject:
        try:
            return self._model(address.part).objects[address.object_id]
        except KeyError:
            raise Unreadable(
                "malformed", f"{address.part!r} has no object {address.object_id!r}"
            ) from None

    def _address(self, placement: Placement, part: str) -> Address:
        return Address(placement.part or part, placement.object_id)

    def _supports(self, item: Placement) -> bool:
        return self._object(self._address(item, self._root)).kind in SUPPORTS

    def _extent(self, address: Address, within: tuple[Address, ...]) -> Extent:
        """Each object is looked at once, however many components lead to it."""
        if known := self._extents.get(address):
            return known
        if address in within:
            raise Unreadable(
                "component-loop", f"object {address.object_id!r} of {address.part!r} holds itself"
            )
        if len(within) >= self._limits.max_component_depth:
            raise Unreadable(
                "too-deep",
                f"the 3MF nests objects more than {self._limits.max_component_depth} deep",
            )
        found = self._object(address)
        parts = [
            self._extent(self._address(component, address.part), (*within, address))
            for component in found.components
        ]
        extent = Extent(
            len(found.corners) // 3 + sum(part.triangles for part in parts),
            1 + sum(part.instances for part in parts),
        )
        self._check(*extent)
        self._extents[address] = extent
        return extent

    def _check(self, triangles: int, instances: int) -> None:
        check_count(triangles, self._limits)
        if instances > self._limits.max_instances:
            raise Unreadable(
                "too-many-objects",
                f"the 3MF places {instances:,} objects; "
                f"at most {self._limits.max_instances:,} are measured",
            )

    def _placed(self, placement: Placement, part: str, around: Floats) -> Iterator[Piece]:
        """The pieces of an object that is placed within something placed by `around`."""
        address = self._address(placement, part)
        found = self._object(address)
        transform = _combined(placement.transform, around)
        if found.corners:
            yield _moved(self._piece(address, found), transform)
        for component in found.components:
            yield from self._placed(component, address.part, transform)

    def _piece(self, address: Address, found: ModelObject) -> Piece:
        if address not in self._pieces:
            vertices = np.frombuffer(found.coordinates, np.float64).reshape(-1, 3)
            faces = np.frombuffer(found.corners, np.int64).reshape(-1, 3)
            mesh = indexed_mesh(vertices, faces, "3mf")
            self._pieces[address] = mesh.vertices, mesh.faces
        return self._pieces[address]


def _combined(inner: Floats, outer: Floats) -> Floats:
    """First the inner transform, then the outer one, both (4, 3) for row vectors."""
    with np.errstate(over="ignore", invalid="ignore"):  # the coordinates tell, in `_moved`
        combined: Floats = inner @ outer[:3]
        combined[3] += outer[3]
    return combined


def _moved(piece: Piece, transform: Floats) -> Piece:
    """The piece put in place; a mirrored one is wound the other way round, to stay outside out."""
    vertices, faces = piece
    with np.errstate(over="ignore", invalid="ignore"):  # the coordinates tell, below
        moved = vertices @ transform[:3] + transform[3]
        turning = float(np.dot(transform[0], np.cross(transform[1], transform[2])))
    check_coordinates(moved)
    if turning == 0:
        raise Unreadable("malformed", f"the transform {transform.ravel().tolist()} flattens a part")
    return moved, faces[:, ::-1] if turning < 0 else faces
