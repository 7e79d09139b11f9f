from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..models.unit import Unit
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.file_error import FileError


T = TypeVar("T", bound="GeometryShown")


@_attrs_define
class GeometryShown:
    """What was measured of a file; `error` instead where it could not be.

    Attributes:
        name (str): of the file
        sha256 (str): of its content
        unit (None | Unit): that it was read in
        triangles (int | None | Unset): of its mesh
        bodies (int | None | Unset): that do not touch
        box_mm (list[float] | None | Unset): its bounding box: x, y, z
        volume_mm3 (float | None | Unset): of its material
        surface_mm2 (float | None | Unset): of all its faces
        closed (bool | None | Unset): its surface has no open edge
        wound_consistently (bool | None | Unset): all triangles face outward or in
        open_edges (int | None | Unset): edges with one triangle only
        error (FileError | None | Unset): why it could not be measured
    """

    name: str
    sha256: str
    unit: None | Unit
    triangles: int | None | Unset = UNSET
    bodies: int | None | Unset = UNSET
    box_mm: list[float] | None | Unset = UNSET
    volume_mm3: float | None | Unset = UNSET
    surface_mm2: float | None | Unset = UNSET
    closed: bool | None | Unset = UNSET
    wound_consistently: bool | None | Unset = UNSET
    open_edges: int | None | Unset = UNSET
    error: FileError | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.file_error import FileError  # noqa: PLC0415

        name = self.name

        sha256 = self.sha256

        unit: None | str
        if isinstance(self.unit, Unit):
            unit = self.unit.value
        else:
            unit = self.unit

        triangles: int | None | Unset
        if isinstance(self.triangles, Unset):
            triangles = UNSET
        else:
            triangles = self.triangles

        bodies: int | None | Unset
        if isinstance(self.bodies, Unset):
            bodies = UNSET
        else:
            bodies = self.bodies

        box_mm: list[float] | None | Unset
        if isinstance(self.box_mm, Unset):
            box_mm = UNSET
        elif isinstance(self.box_mm, list):
            box_mm = self.box_mm

        else:
            box_mm = self.box_mm

        volume_mm3: float | None | Unset
        if isinstance(self.volume_mm3, Unset):
            volume_mm3 = UNSET
        else:
            volume_mm3 = self.volume_mm3

        surface_mm2: float | None | Unset
        if isinstance(self.surface_mm2, Unset):
            surface_mm2 = UNSET
        else:
            surface_mm2 = self.surface_mm2

        closed: bool | None | Unset
        if isinstance(self.closed, Unset):
            closed = UNSET
        else:
            closed = self.closed

        wound_consistently: bool | None | Unset
        if isinstance(self.wound_consistently, Unset):
            wound_consistently = UNSET
        else:
            wound_consistently = self.wound_consistently

        open_edges: int | None | Unset
        if isinstance(self.open_edges, Unset):
            open_edges = UNSET
        else:
            open_edges = self.open_edges

        error: dict[str, Any] | None | Unset
        if isinstance(self.error, Unset):
            error = UNSET
        elif isinstance(self.error, FileError):
            error = self.error.to_dict()
        else:
            error = self.error

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "sha256": sha256,
                "unit": unit,
            }
        )
        if triangles is not UNSET:
            field_dict["triangles"] = triangles
        if bodies is not UNSET:
            field_dict["bodies"] = bodies
        if box_mm is not UNSET:
            field_dict["box_mm"] = box_mm
        if volume_mm3 is not UNSET:
            field_dict["volume_mm3"] = volume_mm3
        if surface_mm2 is not UNSET:
            field_dict["surface_mm2"] = surface_mm2
        if closed is not UNSET:
            field_dict["closed"] = closed
        if wound_consistently is not UNSET:
            field_dict["wound_consistently"] = wound_consistently
        if open_edges is not UNSET:
            field_dict["open_edges"] = open_edges
        if error is not UNSET:
            field_dict["error"] = error

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.file_error import FileError  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        sha256 = d.pop("sha256")

        def _parse_unit(data: object) -> None | Unit:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                unit_type_0 = Unit(data)

                return unit_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unit, data)

        unit = _parse_unit(d.pop("unit"))

        def _parse_triangles(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        triangles = _parse_triangles(d.pop("triangles", UNSET))

        def _parse_bodies(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        bodies = _parse_bodies(d.pop("bodies", UNSET))

        def _parse_box_mm(data: object) -> list[float] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                box_mm_type_0 = cast(list[float], data)

                return box_mm_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[float] | None | Unset, data)

        box_mm = _parse_box_mm(d.pop("box_mm", UNSET))

        def _parse_volume_mm3(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        volume_mm3 = _parse_volume_mm3(d.pop("volume_mm3", UNSET))

        def _parse_surface_mm2(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        surface_mm2 = _parse_surface_mm2(d.pop("surface_mm2", UNSET))

        def _parse_closed(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        closed = _parse_closed(d.pop("closed", UNSET))

        def _parse_wound_consistently(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        wound_consistently = _parse_wound_consistently(d.pop("wound_consistently", UNSET))

        def _parse_open_edges(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        open_edges = _parse_open_edges(d.pop("open_edges", UNSET))

        def _parse_error(data: object) -> FileError | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                error_type_0 = FileError.from_dict(data)

                return error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FileError | None | Unset, data)

        error = _parse_error(d.pop("error", UNSET))

        geometry_shown = cls(
            name=name,
            sha256=sha256,
            unit=unit,
            triangles=triangles,
            bodies=bodies,
            box_mm=box_mm,
            volume_mm3=volume_mm3,
            surface_mm2=surface_mm2,
            closed=closed,
            wound_consistently=wound_consistently,
            open_edges=open_edges,
            error=error,
        )

        geometry_shown.additional_properties = d
        return geometry_shown

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
