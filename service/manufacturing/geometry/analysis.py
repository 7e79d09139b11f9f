"""The geometry of one file, as verification checks and prices it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from service.manufacturing.geometry.canonical import canonical
from service.manufacturing.geometry.measures import measure
from service.manufacturing.geometry.meshes import Mesh
from service.manufacturing.geometry.meshes.mesh import Indices, Note
from service.manufacturing.geometry.record_json import MeasuresJson
from service.manufacturing.geometry.shape import Shape, describe
from service.manufacturing.geometry.shape.figures import rounded, rounded_place
from service.manufacturing.geometry.stages import Reached, ignore_stage
from service.manufacturing.geometry.topology import connect
from service.manufacturing.geometry.union import MOST_MEETING, Solid, Union, unite
from service.values.json_object import JsonObject

#: Raise it whenever a figure may change: stored analyses of older versions are made again.
ANALYSIS_VERSION = 8

#: Millimetres per unit: the units of 3MF (3MF Core Specification 1.3, section 3.4); an inch is
#: 25.4 mm and a foot 12 inches (international yard and pound agreement, 1959).
UNITS_MM: Mapping[str, float] = {
    "micron": 0.001,
    "mm": 1.0,
    "cm": 10.0,
    "m": 1000.0,
    "inch": 25.4,
    "foot": 304.8,
}

#: Units a client may state for a file that carries none.
STATED_UNITS = ("mm", "cm", "m", "inch")

#: Open edges, and crowded ones, that are located, not only counted.
LOCATED_EDGES = 20

#: Significant digits of a record, of a place those of the part's extent. Box sides are single
#: differences and keep the 1e-9 that is promised with room to spare.
BOX_DIGITS, SUM_DIGITS = 12, 10

Point = tuple[float, float, float]


@dataclass(frozen=True)
class Geometry:
    """What a mesh is, in the units of its file, once its shells are made one solid.

    `triangles`, `vertices`, and the degenerate and duplicate triangles, are counted as the file
    has them; all else is that of the solid, and `union` says what was done to make it one.
    `bodies` are shells connected through edges of exactly two triangles, a cavity being one of
    its own. `closed`: every edge is shared by exactly two triangles. `volume` is never negative;
    `inside_out` says that all shells faced inwards, and were turned. The volume of a mesh that is
    not closed and consistently wound means nothing. The middles of up to LOCATED_EDGES open
    edges, and of edges with more than two triangles, say where to look. `notes` tell what the
    reader has left out of the file.
    """

    triangles: int
    vertices: int
    bodies: int
    box_min: Point
    box: Point
    volume: float
    surface: float
    closed: bool
    wound_consistently: bool
    inside_out: bool
    open_edges: int
    non_manifold_edges: int
    degenerate_triangles: int
    duplicate_triangles: int
    open_edge_places: tuple[Point, ...]
    non_manifold_edge_places: tuple[Point, ...]
    format: str
    unit: str | None
    union: Union | None = None
    shape: Shape | None = None
    notes: tuple[Note, ...] = ()

    def scaled(self, factor: float) -> Self:
        """The same with every length times `factor` > 0."""
        return replace(
            self,
            box_min=_times(self.box_min, factor),
            box=_times(self.box, factor),
            volume=self.volume * factor * factor * factor,
            surface=self.surface * factor * factor,
            open_edge_places=tuple(_times(place, factor) for place in self.open_edge_places),
            non_manifold_edge_places=tuple(
                _times(place, factor) for place in self.non_manifold_edge_places
            ),
            union=self.union and self.union.scaled(factor),
            shape=self.shape and self.shape.scaled(factor),
        )

    def moved(self, by: Point) -> Self:
        """The same with every place moved by so much."""
        return replace(
            self,
            box_min=_sum(self.box_min, by),
            open_edge_places=tuple(_sum(place, by) for place in self.open_edge_places),
            non_manifold_edge_places=tuple(
                _sum(place, by) for place in self.non_manifold_edge_places
            ),
            shape=self.shape and self.shape.moved(by),
        )

    def as_record(self, unit: str) -> MeasuresJson:
        """Plain JSON values in millimetres for a file in `unit`, rounded to stable digits.

        Raises KeyError for a unit that is no key of UNITS_MM.
        """
        mm = self.scaled(UNITS_MM[unit])
        extent = max(mm.box)
        record: MeasuresJson = {
            "format": mm.format,
            "triangles": mm.triangles,
            "vertices": mm.vertices,
            "bodies": mm.bodies,
            "box_min_mm": rounded_place(mm.box_min, BOX_DIGITS, extent),
            "box_mm": [rounded(side, BOX_DIGITS, extent) for side in mm.box],
            "volume_mm3": rounded(mm.volume, SUM_DIGITS, extent, 3),
            "surface_mm2": rounded(mm.surface, SUM_DIGITS, extent, 2),
            "closed": mm.closed,
            "wound_consistently": mm.wound_consistently,
            "inside_out": mm.inside_out,
            "open_edges": mm.open_edges,
            "non_manifold_edges": mm.non_manifold_edges,
            "degenerate_triangles": mm.degenerate_triangles,
            "duplicate_triangles": mm.duplicate_triangles,
            "open_edge_places_mm": [
                rounded_place(place, BOX_DIGITS, extent) for place in mm.open_edge_places
            ],
            "non_manifold_edge_places_mm": [
                rounded_place(place, BOX_DIGITS, extent) for place in mm.non_manifold_edge_places
            ],
            "union": mm.union.as_record(extent) if mm.union else None,
            "notes": [{"kind": note.kind, "times": note.times} for note in mm.notes],
        }
        if mm.shape:
            record["shape"] = mm.shape.as_record(extent)
        return record

    def to_dict(self) -> JsonObject:
        """Plain JSON values in file units that `from_dict` turns back without loss."""
        return asdict(self)

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Undo `to_dict`, also after JSON. Raises KeyError or TypeError for missing fields."""
        points = {name: _point(stored[name]) for name in ("box_min", "box")}
        places = {
            name: tuple(_point(place) for place in stored[name])
            for name in ("open_edge_places", "non_manifold_edge_places")
        }
        parts = {
            "union": Union.from_dict(stored["union"]) if stored["union"] else None,
            "shape": Shape.from_dict(stored["shape"]) if stored["shape"] else None,
            "notes": tuple(Note(**note) for note in stored.get("notes", ())),
        }
        return cls(**{**stored, **points, **places, **parts})


def analyse(mesh: Mesh, *, united: bool = True) -> Geometry:
    """Measure a mesh and count how its triangles hang together. Memory: some 140 bytes each.

    Where only the box matters it need not be `united`: each shell counts by itself then. A large
    single shell is summed in the order of its file, which saves two fifths of the time; the last
    bits of its figures are none for a record. Raises what `examine` raises.
    """
    measures, topology = measure(mesh.vertices, mesh.faces), connect(mesh.faces)
    solid = Solid(mesh, topology, measures, topology.duplicates)
    if not united or solid.passes_unsearched:
        return _geometry(mesh, solid)
    low, mesh = _point(mesh.vertices.min(axis=0)), canonical(mesh)
    return _geometry(mesh, unite(mesh)).moved(low)


def examine(
    mesh: Mesh, reached: Reached = ignore_stage, *, most_meeting: int = MOST_MEETING
) -> Geometry:
    """The same with the shape, which takes 5 times as long.

    Files that hold the same triangles in another order, or elsewhere, give the same figures. Where
    nobody else holds the mesh, its memory is free again once it has its canonical form.
    Raises Unreadable "not-united", and "too-many-shells" if more than `most_meeting` shells touch
    each other.
    """
    reached("measuring")
    low, mesh = _point(mesh.vertices.min(axis=0)), canonical(mesh)
    solid = unite(mesh, most_meeting)
    shape = describe(
        solid.mesh.vertices,
        solid.mesh.faces,
        solid.topology,
        volume=solid.measures.volume,
        reached=reached,
    )
    return replace(_geometry(mesh, solid), shape=shape).moved(low)


def _geometry(mesh: Mesh, solid: Solid) -> Geometry:
    topology, measures = solid.topology, solid.measures
    return Geometry(
        triangles=len(mesh.faces),
        vertices=len(mesh.vertices),
        bodies=topology.bodies,
        box_min=_point(measures.low.tolist()),
        box=_point((measures.high - measures.low).tolist()),
        volume=abs(measures.volume),
        surface=measures.surface,
        closed=topology.closed,
        wound_consistently=topology.wound_consistently,
        inside_out=solid.inside_out,
        open_edges=len(topology.open_ends),
        non_manifold_edges=len(topology.crowded_ends),
        degenerate_triangles=measures.degenerate,
        duplicate_triangles=solid.duplicates,
        open_edge_places=_middles(solid.mesh, topology.open_ends),
        non_manifold_edge_places=_middles(solid.mesh, topology.crowded_ends),
        format=mesh.format,
        unit=mesh.unit,
        notes=mesh.notes,
        union=solid.union,
    )


def sizes_by_unit(box: Point) -> dict[str, str]:
    """The size in mm that a file's box has in each unit: clients recognise the right one."""
    return {unit: _size_mm(_times(box, UNITS_MM[unit])) for unit in STATED_UNITS}


def _size_mm(box_mm: Point) -> str:
    return " x ".join(_readable(side) for side in box_mm) + " mm"


def _readable(side_mm: float) -> str:
    return f"{side_mm:.1f}" if side_mm >= 0.1 or side_mm == 0 else f"{side_mm:.2g}"


def _middles(mesh: Mesh, ends: Indices) -> tuple[Point, ...]:
    middles = mesh.vertices[ends[:LOCATED_EDGES]].mean(axis=1)
    return tuple(_point(place) for place in middles.tolist())


def _point(values: Any) -> Point:
    x, y, z = values
    return (float(x), float(y), float(z))


def _sum(point: Point, other: Point) -> Point:
    return _point(one + more for one, more in zip(point, other, strict=True))


def _times(point: Point, factor: float) -> Point:
    return _point(value * factor for value in point)
