from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="RequestContractorData")


@_attrs_define
class RequestContractorData:
    """Which contractor's request it is, where the client alone hears of it.

    Attributes:
        request_id (UUID): the request
        number (int | str): of the request; of an offer, where it brought one
        contractor_id (UUID): the contractor
        reason (None | str | Unset): what was said for it
    """

    request_id: UUID
    number: int | str
    contractor_id: UUID
    reason: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        request_id = str(self.request_id)

        number: int | str
        number = self.number

        contractor_id = str(self.contractor_id)

        reason: None | str | Unset
        if isinstance(self.reason, Unset):
            reason = UNSET
        else:
            reason = self.reason

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "request_id": request_id,
                "number": number,
                "contractor_id": contractor_id,
            }
        )
        if reason is not UNSET:
            field_dict["reason"] = reason

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        request_id = UUID(d.pop("request_id"))

        def _parse_number(data: object) -> int | str:
            return cast(int | str, data)

        number = _parse_number(d.pop("number"))

        contractor_id = UUID(d.pop("contractor_id"))

        def _parse_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reason = _parse_reason(d.pop("reason", UNSET))

        request_contractor_data = cls(
            request_id=request_id,
            number=number,
            contractor_id=contractor_id,
            reason=reason,
        )

        request_contractor_data.additional_properties = d
        return request_contractor_data

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
