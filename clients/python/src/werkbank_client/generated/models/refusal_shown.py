from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.request_state import RequestState

T = TypeVar("T", bound="RefusalShown")


@_attrs_define
class RefusalShown:
    """Why a contractor that was asked will not make the part.

    Attributes:
        contractor_id (UUID): the contractor, as an organization
        contractor (str): the contractor's name
        state (RequestState): Each completes "the request is ..."; the rows below say what that means.
        reason (None | str): why, in a sentence
    """

    contractor_id: UUID
    contractor: str
    state: RequestState
    reason: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        contractor_id = str(self.contractor_id)

        contractor = self.contractor

        state = self.state.value

        reason: None | str
        reason = self.reason

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "contractor_id": contractor_id,
                "contractor": contractor,
                "state": state,
                "reason": reason,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        contractor_id = UUID(d.pop("contractor_id"))

        contractor = d.pop("contractor")

        state = RequestState(d.pop("state"))

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))

        refusal_shown = cls(
            contractor_id=contractor_id,
            contractor=contractor,
            state=state,
            reason=reason,
        )

        refusal_shown.additional_properties = d
        return refusal_shown

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
