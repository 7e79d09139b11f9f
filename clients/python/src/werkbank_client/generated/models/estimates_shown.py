from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.estimate_shown import EstimateShown
    from ..models.measures_shown import MeasuresShown


T = TypeVar("T", bound="EstimatesShown")


@_attrs_define
class EstimatesShown:
    """The estimates, and the measures that they rest on.

    Attributes:
        part (MeasuresShown): What was measured of a part.
        estimates (list[EstimateShown]): one for each combination of material and technology
    """

    part: MeasuresShown
    estimates: list[EstimateShown]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        part = self.part.to_dict()

        estimates = []
        for estimates_item_data in self.estimates:
            estimates_item = estimates_item_data.to_dict()
            estimates.append(estimates_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "part": part,
                "estimates": estimates,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.estimate_shown import EstimateShown  # noqa: PLC0415
        from ..models.measures_shown import MeasuresShown  # noqa: PLC0415

        d = dict(src_dict)
        part = MeasuresShown.from_dict(d.pop("part"))

        estimates = []
        _estimates = d.pop("estimates")
        for estimates_item_data in _estimates:
            estimates_item = EstimateShown.from_dict(estimates_item_data)

            estimates.append(estimates_item)

        estimates_shown = cls(
            part=part,
            estimates=estimates,
        )

        estimates_shown.additional_properties = d
        return estimates_shown

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
