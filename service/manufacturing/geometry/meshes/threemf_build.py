"""Places the objects of a 3MF build, after working out how many there will be."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.manufacturing.geometry.meshes.mesh import (
    Floats,
    Indices,
    Limits,
    Note,
    Piece,
    Unreadable,
    check_coordinates,
    check_count,
    concatenated,
)
from service.manufacturing.geometry.meshes.subtracting import subtract
from service.manufacturing.geometry.meshes.threemf_model import Model, ModelObject, Placement
from service.manufacturing.geometry.meshes.threemf_placing import UNMOVED, combined, placed
from service.manufacturing.geometry.meshes.threemf_roles import BodyRole
from service.manufacturing.geometry.meshes.threemf_settings import SlicerSettings, Volume
from service.manufacturing.geometry.meshes.welding import weld_touching

#: The kind of note about items that a slicer keeps without printing them.
NOT_PRINTED = "not_printed"


class ObjectAddress(NamedTuple):
    """Where an object stands: the name of its model part, and its id there."""

    part: str
    object_id: str


class Extent(NamedTuple):
    """What an object comes to, with all that it is made of."""

    triangles: int
    instances: int


class BuiltBody(NamedTuple):
    """Triangles of an object's mesh, and their role where the slicer's settings give them one."""

    vertices: Floats
    faces: Indices
    role: BodyRole | None


class Build:
    """The build section of the package's own model part, objects loaded when they are needed."""

    def __init__(
        self, root: str, load: Callable[[str], Model], settings: SlicerSettings, limits: Limits
    ) -> None:
        self._root = root
        self._load = load
        self._settings = settings
        self._limits = limits
        self._models: dict[str, Model] = {}
        self._extents: dict[ObjectAddress, Extent] = {}
        self._bodies: dict[ObjectAddress, list[BuiltBody]] = {}
        self._counts: Counter[BodyRole] = Counter()
        self.unit = self._model(root).unit
        #: What was left out or taken off, once `place` has been called.
        self.notes: list[Note] = []

    def place(self) -> Piece:
        """All triangles of the build, vertices (n, 3) in `unit` and faces (m, 3).

        Raises Unreadable before it makes the first copy if there would be too many.
        """
        items = [item for item in self._model(self._root).items if item.printable]
        for item in items:
            self._check_type(item)
        extents = [self._extent(self._address(item, self._root), ()) for item in items]
        self._check(sum(e.triangles for e in extents), sum(e.instances for e in extents))
        pieces = [piece for item in items for piece in self._built(item)]
        self._note(len(self._model(self._root).items) - len(items))
        if not pieces:
            rest = ", ".join(f"{note.kind} ({note.times:,})" for note in self.notes)
            why = f"; all it has is {rest.replace('_', ' ')}" if rest else ""
            raise Unreadable("empty", f"the build of the 3MF file places 0 triangles{why}")
        return concatenated(pieces)

    def _note(self, unprinted: int) -> None:
        self.notes = [
            Note(role.value, self._counts[role]) for role in BodyRole if self._counts[role]
        ]
        if unprinted:
            self.notes.append(Note(NOT_PRINTED, unprinted))

    def _model(self, part: str) -> Model:
        if part not in self._models:
            self._models[part] = self._load(part)
            if (unit := self._models[part].unit) != self._models[self._root].unit:
                raise Unreadable("unsupported", f"{part!r} is in {unit}, unlike the root model")
        return self._models[part]

    def _object(self, address: ObjectAddress) -> ModelObject:
        try:
            return self._model(address.part).objects[address.object_id]
        except KeyError:
            raise Unreadable(
                "malformed", f"{address.part!r} has no object {address.object_id!r}"
            ) from None

    def _address(self, placement: Placement, part: str) -> ObjectAddress:
        if placement.part and part != self._root:  # production extension 1.1, section 4.1
            raise Unreadable(
                "malformed", f"{part!r} refers to {placement.part!r}; only the root model may do so"
            )
        return ObjectAddress(placement.part or part, placement.object_id)

    def _extent(self, address: ObjectAddress, within: tuple[ObjectAddress, ...]) -> Extent:
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
        model_object = self._object(address)
        parts = [
            self._extent(self._address(component, address.part), (*within, address))
            for component in model_object.components
        ]
        extent = Extent(
            len(model_object.corners) // 3 + sum(part.triangles for part in parts),
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

    def _built(self, item: Placement) -> list[Piece]:
        """What is built of an item: its parts without its negative volumes."""
        pieces: dict[BodyRole, list[Piece]] = {role: [] for role in BodyRole}
        for piece, role in self._placed(item, self._root, UNMOVED, None):
            pieces[role].append(piece)
        self._counts.update(
            {
                role: len(bodies)
                for role, bodies in pieces.items()
                if bodies and role is not BodyRole.PART
            }
        )
        parts, negatives = pieces[BodyRole.PART], pieces[BodyRole.NEGATIVE]
        return subtract(parts, negatives) if parts and negatives else parts

    def _placed(
        self, placement: Placement, part: str, around: Floats, role: BodyRole | None
    ) -> Iterator[tuple[Piece, BodyRole]]:
        """The pieces of an object that is placed within something placed by `around`.

        What a slicer says of an object goes for all within it, and before their types.
        """
        address = self._address(placement, part)
        model_object = self._object(address)
        role = model_object.setting or role
        transform = combined(placement.transform, around)
        if role in (None, BodyRole.NEGATIVE):
            _check_is_read(address, model_object)
        for vertices, faces, body_role in self._bodies_of(address, model_object):
            yield placed((vertices, faces), transform), body_role or role or model_object.kind
        for component in model_object.components:
            stated_role = self._said(address, component)
            yield from self._placed(component, address.part, transform, stated_role or role)

    def _said(self, address: ObjectAddress, component: Placement) -> BodyRole | None:
        """What a slicer says that a component is, None for a part: then its type counts."""
        if address.part != self._root:
            return None
        role = self._settings.components.get((address.object_id, component.object_id))
        return None if role is BodyRole.PART else role

    def _check_type(self, item: Placement) -> None:
        address = self._address(item, self._root)
        model_object = self._object(address)
        if (
            model_object.kind is BodyRole.OTHER
            and not model_object.components
            and not model_object.setting
        ):
            raise Unreadable(
                "malformed",
                f"the build places object {address.object_id!r} of type other, "
                "which is for parts of other objects only",
            )

    def _bodies_of(self, address: ObjectAddress, model_object: ModelObject) -> list[BuiltBody]:
        """The bodies of an object's own mesh, where they lie in it."""
        if address not in self._bodies:
            self._bodies[address] = self._cut(address, model_object) if model_object.corners else []
        return self._bodies[address]

    def _cut(self, address: ObjectAddress, model_object: ModelObject) -> list[BuiltBody]:
        """The mesh of an object, cut into the volumes that a slicer's settings tell apart."""
        vertices = np.frombuffer(model_object.coordinates, np.float64).reshape(-1, 3)
        corners = np.frombuffer(model_object.corners, np.int64).reshape(-1, 3)
        _check_indices(address, corners, len(vertices))
        check_coordinates(vertices)
        faces = corners.astype(np.int32)
        volumes = self._settings.volumes.get(address.object_id, [])
        if address.part != self._root or all(each.role is BodyRole.PART for each in volumes):
            return [BuiltBody(*weld_touching(vertices, faces), None)]
        number = np.full(len(faces), -1)
        for place, volume in enumerate(volumes):
            number[volume.first : volume.last + 1] = place
        return [
            BuiltBody(*weld_touching(vertices, faces[number == place]), _stated(volumes, place))
            for place in np.unique(number).tolist()
        ]


def _stated(volumes: list[Volume], place: int) -> BodyRole | None:
    """The role of a volume, None for a part: then its object's type counts."""
    role = volumes[place].role if place >= 0 else BodyRole.PART
    return None if role is BodyRole.PART else role


def _check_is_read(address: ObjectAddress, model_object: ModelObject) -> None:
    unread = model_object.unread
    if model_object.instead and not model_object.corners and not model_object.components:
        unread = unread or model_object.instead
    if unread and (model_object.components or model_object.kind is BodyRole.PART):
        raise Unreadable(
            "unsupported",
            f"object {address.object_id!r} of {address.part!r} has {unread}, which is not read",
        )


def _check_indices(address: ObjectAddress, faces: NDArray[np.int64], vertices: int) -> None:
    beyond = faces >= vertices  # none is negative: no index has a sign
    if beyond.any():
        triangle = int(np.flatnonzero(beyond.any(axis=1))[0])
        raise Unreadable(
            "malformed",
            f"triangle {triangle:,} of object {address.object_id!r} of {address.part!r} names "
            f"vertex {int(faces[triangle].max()):,}; it has {vertices:,}, counted from 0",
        )
