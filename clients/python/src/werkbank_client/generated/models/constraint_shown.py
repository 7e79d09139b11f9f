from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.change_shown import ChangeShown


T = TypeVar("T", bound="ConstraintShown")


@_attrs_define
class ConstraintShown:
    """One thing that keeps a contractor from making the part, in numbers.

    Attributes:
        check (str): which check failed
        value (float | None | str): what the order has
        limit (float | None | str): what the contractor can
        unit (str): of value and limit
        reason (str): a sentence with both in it
        where (None | str | Unset): the file, and the place in it in mm
        machine (None | str | Unset): on which it was checked
        change (ChangeShown | None | Unset): the nearest one that would help
    """

    check: str
    value: float | None | str
    limit: float | None | str
    unit: str
    reason: str
    where: None | str | Unset = UNSET
    machine: None | str | Unset = UNSET
    change: ChangeShown | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.change_shown import ChangeShown  # noqa: PLC0415

        check = self.check

        value: float | None | str
        value = self.value

        limit: float | None | str
        limit = self.limit

        unit = self.unit

        reason = self.reason

        where: None | str | Unset
        if isinstance(self.where, Unset):
            where = UNSET
        else:
            where = self.where

        machine: None | str | Unset
        if isinstance(self.machine, Unset):
            machine = UNSET
        else:
            machine = self.machine

        change: dict[str, Any] | None | Unset
        if isinstance(self.change, Unset):
            change = UNSET
        elif isinstance(self.change, ChangeShown):
            change = self.change.to_dict()
        else:
            change = self.change

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "check": check,
                "value": value,
                "limit": limit,
                "unit": unit,
                "reason": reason,
            }
        )
        if where is not UNSET:
            field_dict["where"] = where
        if machine is not UNSET:
            field_dict["machine"] = machine
        if change is not UNSET:
            field_dict["change"] = change

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.change_shown import ChangeShown  # noqa: PLC0415

        d = dict(src_dict)
        check = d.pop("check")

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

        def _parse_where(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        where = _parse_where(d.pop("where", UNSET))

        def _parse_machine(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        machine = _parse_machine(d.pop("machine", UNSET))

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

        constraint_shown = cls(
            check=check,
            value=value,
            limit=limit,
            unit=unit,
            reason=reason,
            where=where,
            machine=machine,
            change=change,
        )

        constraint_shown.additional_properties = d
        return constraint_shown

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
