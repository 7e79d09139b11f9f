"""What stands in a record about the shape of one file: written by the analysis, read by all."""

from typing import NotRequired, TypedDict

from service.values.json_object import JsonObject


class NoteJson(TypedDict):
    """What the reader of a file has left out, and how often."""

    kind: str
    times: int


class MeasuresJson(TypedDict):
    """The measures of a file, in millimetres; `None` where the part has no such thing.

    Records of the first analyses have neither `shape` nor `union` nor `notes`. The keys within
    these two follow from their figures by the rule in `shape.figures`.
    """

    format: str
    triangles: int
    vertices: int
    bodies: int
    box_min_mm: list[float]
    box_mm: list[float]
    volume_mm3: float
    surface_mm2: float
    closed: bool
    wound_consistently: bool
    inside_out: bool
    open_edges: int
    non_manifold_edges: int
    degenerate_triangles: int
    duplicate_triangles: int
    open_edge_places_mm: list[list[float]]
    non_manifold_edge_places_mm: list[list[float]]
    union: NotRequired[JsonObject | None]
    notes: NotRequired[list[NoteJson]]
    shape: NotRequired[JsonObject]


class ErrorJson(TypedDict):
    """Why a file cannot be measured: a code of `Unreadable`, and a sentence."""

    code: str
    detail: str
