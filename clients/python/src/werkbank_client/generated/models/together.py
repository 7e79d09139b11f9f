from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.joint_quote_shown import JointQuoteShown
    from ..models.stop_shown import StopShown


T = TypeVar("T", bound="Together")


@_attrs_define
class Together:
    """Who makes several processes together.

    Attributes:
        contractors (list[JointQuoteShown]): best first; 20 at most
        stopped (list[StopShown]): of 20 others at most, those nearest to it
    """

    contractors: list[JointQuoteShown]
    stopped: list[StopShown]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        contractors = []
        for contractors_item_data in self.contractors:
            contractors_item = contractors_item_data.to_dict()
            contractors.append(contractors_item)

        stopped = []
        for stopped_item_data in self.stopped:
            stopped_item = stopped_item_data.to_dict()
            stopped.append(stopped_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "contractors": contractors,
                "stopped": stopped,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.joint_quote_shown import JointQuoteShown  # noqa: PLC0415
        from ..models.stop_shown import StopShown  # noqa: PLC0415

        d = dict(src_dict)
        contractors = []
        _contractors = d.pop("contractors")
        for contractors_item_data in _contractors:
            contractors_item = JointQuoteShown.from_dict(contractors_item_data)

            contractors.append(contractors_item)

        stopped = []
        _stopped = d.pop("stopped")
        for stopped_item_data in _stopped:
            stopped_item = StopShown.from_dict(stopped_item_data)

            stopped.append(stopped_item)

        together = cls(
            contractors=contractors,
            stopped=stopped,
        )

        together.additional_properties = d
        return together

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
