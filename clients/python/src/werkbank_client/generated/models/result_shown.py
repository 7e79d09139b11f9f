from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.process_state import ProcessState

if TYPE_CHECKING:
    from ..models.missing_shown import MissingShown


T = TypeVar("T", bound="ResultShown")


@_attrs_define
class ResultShown:
    """What became of one process.

    Attributes:
        process_id (UUID): the process that it is about; null: none
        accepted (bool): whether it was started
        state (ProcessState): Each completes "the process is ..."; the rows below say what that means.
        detail (str): why not; empty if accepted
        missing (list[MissingShown]): what it still needs, by field
        location (str): where to see how far it is
    """

    process_id: UUID
    accepted: bool
    state: ProcessState
    detail: str
    missing: list[MissingShown]
    location: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        process_id = str(self.process_id)

        accepted = self.accepted

        state = self.state.value

        detail = self.detail

        missing = []
        for missing_item_data in self.missing:
            missing_item = missing_item_data.to_dict()
            missing.append(missing_item)

        location = self.location

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "process_id": process_id,
                "accepted": accepted,
                "state": state,
                "detail": detail,
                "missing": missing,
                "location": location,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.missing_shown import MissingShown  # noqa: PLC0415

        d = dict(src_dict)
        process_id = UUID(d.pop("process_id"))

        accepted = d.pop("accepted")

        state = ProcessState(d.pop("state"))

        detail = d.pop("detail")

        missing = []
        _missing = d.pop("missing")
        for missing_item_data in _missing:
            missing_item = MissingShown.from_dict(missing_item_data)

            missing.append(missing_item)

        location = d.pop("location")

        result_shown = cls(
            process_id=process_id,
            accepted=accepted,
            state=state,
            detail=detail,
            missing=missing,
            location=location,
        )

        result_shown.additional_properties = d
        return result_shown

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
