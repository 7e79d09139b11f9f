from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.verdict import Verdict
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.change_shown import ChangeShown
    from ..models.repair_shown import RepairShown


T = TypeVar("T", bound="FindingShown")


@_attrs_define
class FindingShown:
    """What verification found against a part or in it, in numbers.

    Attributes:
        check (str): which check it is
        verdict (Verdict): What a check says.
        value (float | None | str): what the part or the order has
        limit (float | None | str): what it was held against
        unit (str): of value and limit
        reason (str): why, in a sentence
        place_mm (list[float] | None): that place as x, y, z of the file, for viewers; null where it has none
        file_id (None | UUID): the file that it is about
        repair (None | RepairShown): the copy that mends it, where one is offered
        where (None | str | Unset): the file, and the place in it in mm, where it is about one
        change (ChangeShown | None | Unset): what would help: field, the nearest value that passes, a sentence
        contractors (int | None | Unset): how many contractors have it against the order, where they do
    """

    check: str
    verdict: Verdict
    value: float | None | str
    limit: float | None | str
    unit: str
    reason: str
    place_mm: list[float] | None
    file_id: None | UUID
    repair: None | RepairShown
    where: None | str | Unset = UNSET
    change: ChangeShown | None | Unset = UNSET
    contractors: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.change_shown import ChangeShown  # noqa: PLC0415
        from ..models.repair_shown import RepairShown  # noqa: PLC0415

        check = self.check

        verdict = self.verdict.value

        value: float | None | str
        value = self.value

        limit: float | None | str
        limit = self.limit

        unit = self.unit

        reason = self.reason

        place_mm: list[float] | None
        if isinstance(self.place_mm, list):
            place_mm = self.place_mm

        else:
            place_mm = self.place_mm

        file_id: None | str
        if isinstance(self.file_id, UUID):
            file_id = str(self.file_id)
        else:
            file_id = self.file_id

        repair: dict[str, Any] | None
        if isinstance(self.repair, RepairShown):
            repair = self.repair.to_dict()
        else:
            repair = self.repair

        where: None | str | Unset
        if isinstance(self.where, Unset):
            where = UNSET
        else:
            where = self.where

        change: dict[str, Any] | None | Unset
        if isinstance(self.change, Unset):
            change = UNSET
        elif isinstance(self.change, ChangeShown):
            change = self.change.to_dict()
        else:
            change = self.change

        contractors: int | None | Unset
        if isinstance(self.contractors, Unset):
            contractors = UNSET
        else:
            contractors = self.contractors

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "check": check,
                "verdict": verdict,
                "value": value,
                "limit": limit,
                "unit": unit,
                "reason": reason,
                "place_mm": place_mm,
                "file_id": file_id,
                "repair": repair,
            }
        )
        if where is not UNSET:
            field_dict["where"] = where
        if change is not UNSET:
            field_dict["change"] = change
        if contractors is not UNSET:
            field_dict["contractors"] = contractors

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.change_shown import ChangeShown  # noqa: PLC0415
        from ..models.repair_shown import RepairShown  # noqa: PLC0415

        d = dict(src_dict)
        check = d.pop("check")

        verdict = Verdict(d.pop("verdict"))

        def _parse_value(data: object) -> float | None | str:
            if data is None:
                return data
            return cast(float | None | str, data)

        value = _parse_value(d.pop("value"))

        def _parse_limit(data: object) -> float | None | str:
            if data is None:
                return data
            return cast(float | None | str, data)

        limit = _parse_limit(d.pop("limit"))

        unit = d.pop("unit")

        reason = d.pop("reason")

        def _parse_place_mm(data: object) -> list[float] | None:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                place_mm_type_0 = cast(list[float], data)

                return place_mm_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[float] | None, data)

        place_mm = _parse_place_mm(d.pop("place_mm"))

        def _parse_file_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                file_id_type_0 = UUID(data)

                return file_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        file_id = _parse_file_id(d.pop("file_id"))

        def _parse_repair(data: object) -> None | RepairShown:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                repair_type_0 = RepairShown.from_dict(data)

                return repair_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RepairShown, data)

        repair = _parse_repair(d.pop("repair"))

        def _parse_where(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        where = _parse_where(d.pop("where", UNSET))

        def _parse_change(data: object) -> ChangeShown | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                change_type_0 = ChangeShown.from_dict(data)

                return change_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ChangeShown | None | Unset, data)

        change = _parse_change(d.pop("change", UNSET))

        def _parse_contractors(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        contractors = _parse_contractors(d.pop("contractors", UNSET))

        finding_shown = cls(
            check=check,
            verdict=verdict,
            value=value,
            limit=limit,
            unit=unit,
            reason=reason,
            place_mm=place_mm,
            file_id=file_id,
            repair=repair,
            where=where,
            change=change,
            contractors=contractors,
        )

        finding_shown.additional_properties = d
        return finding_shown

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
