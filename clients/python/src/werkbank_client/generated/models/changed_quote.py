from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.changed_line import ChangedLine
    from ..models.changed_money import ChangedMoney
    from ..models.changed_number import ChangedNumber
    from ..models.changed_text import ChangedText


T = TypeVar("T", bound="ChangedQuote")


@_attrs_define
class ChangedQuote:
    """A contractor that quotes in both; what stays the same is left out.

    Attributes:
        contractor_id (UUID): the contractor, as an organization
        name (str): what it is called
        lines (list[ChangedLine]): null: no such line
        total (ChangedMoney | None | Unset): without tax
        unit_price (ChangedMoney | None | Unset): the total per piece, rounded
        lead_time_days (ChangedNumber | None | Unset): calendar days from the acceptance to the arrival
        machine (ChangedText | None | Unset): the kind of machine that it is made on
        material_id (ChangedText | None | Unset): an id of GET /materials
    """

    contractor_id: UUID
    name: str
    lines: list[ChangedLine]
    total: ChangedMoney | None | Unset = UNSET
    unit_price: ChangedMoney | None | Unset = UNSET
    lead_time_days: ChangedNumber | None | Unset = UNSET
    machine: ChangedText | None | Unset = UNSET
    material_id: ChangedText | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.changed_money import ChangedMoney  # noqa: PLC0415
        from ..models.changed_number import ChangedNumber  # noqa: PLC0415
        from ..models.changed_text import ChangedText  # noqa: PLC0415

        contractor_id = str(self.contractor_id)

        name = self.name

        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)

        total: dict[str, Any] | None | Unset
        if isinstance(self.total, Unset):
            total = UNSET
        elif isinstance(self.total, ChangedMoney):
            total = self.total.to_dict()
        else:
            total = self.total

        unit_price: dict[str, Any] | None | Unset
        if isinstance(self.unit_price, Unset):
            unit_price = UNSET
        elif isinstance(self.unit_price, ChangedMoney):
            unit_price = self.unit_price.to_dict()
        else:
            unit_price = self.unit_price

        lead_time_days: dict[str, Any] | None | Unset
        if isinstance(self.lead_time_days, Unset):
            lead_time_days = UNSET
        elif isinstance(self.lead_time_days, ChangedNumber):
            lead_time_days = self.lead_time_days.to_dict()
        else:
            lead_time_days = self.lead_time_days

        machine: dict[str, Any] | None | Unset
        if isinstance(self.machine, Unset):
            machine = UNSET
        elif isinstance(self.machine, ChangedText):
            machine = self.machine.to_dict()
        else:
            machine = self.machine

        material_id: dict[str, Any] | None | Unset
        if isinstance(self.material_id, Unset):
            material_id = UNSET
        elif isinstance(self.material_id, ChangedText):
            material_id = self.material_id.to_dict()
        else:
            material_id = self.material_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "contractor_id": contractor_id,
                "name": name,
                "lines": lines,
            }
        )
        if total is not UNSET:
            field_dict["total"] = total
        if unit_price is not UNSET:
            field_dict["unit_price"] = unit_price
        if lead_time_days is not UNSET:
            field_dict["lead_time_days"] = lead_time_days
        if machine is not UNSET:
            field_dict["machine"] = machine
        if material_id is not UNSET:
            field_dict["material_id"] = material_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.changed_line import ChangedLine  # noqa: PLC0415
        from ..models.changed_money import ChangedMoney  # noqa: PLC0415
        from ..models.changed_number import ChangedNumber  # noqa: PLC0415
        from ..models.changed_text import ChangedText  # noqa: PLC0415

        d = dict(src_dict)
        contractor_id = UUID(d.pop("contractor_id"))

        name = d.pop("name")

        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = ChangedLine.from_dict(lines_item_data)

            lines.append(lines_item)

        def _parse_total(data: object) -> ChangedMoney | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                total_type_0 = ChangedMoney.from_dict(data)

                return total_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ChangedMoney | None | Unset, data)

        total = _parse_total(d.pop("total", UNSET))

        def _parse_unit_price(data: object) -> ChangedMoney | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                unit_price_type_0 = ChangedMoney.from_dict(data)

                return unit_price_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ChangedMoney | None | Unset, data)

        unit_price = _parse_unit_price(d.pop("unit_price", UNSET))

        def _parse_lead_time_days(data: object) -> ChangedNumber | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                lead_time_days_type_0 = ChangedNumber.from_dict(data)

                return lead_time_days_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ChangedNumber | None | Unset, data)

        lead_time_days = _parse_lead_time_days(d.pop("lead_time_days", UNSET))

        def _parse_machine(data: object) -> ChangedText | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                machine_type_0 = ChangedText.from_dict(data)

                return machine_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ChangedText | None | Unset, data)

        machine = _parse_machine(d.pop("machine", UNSET))

        def _parse_material_id(data: object) -> ChangedText | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                material_id_type_0 = ChangedText.from_dict(data)

                return material_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ChangedText | None | Unset, data)

        material_id = _parse_material_id(d.pop("material_id", UNSET))

        changed_quote = cls(
            contractor_id=contractor_id,
            name=name,
            lines=lines,
            total=total,
            unit_price=unit_price,
            lead_time_days=lead_time_days,
            machine=machine,
            material_id=material_id,
        )

        changed_quote.additional_properties = d
        return changed_quote

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
