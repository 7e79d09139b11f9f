from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..models.technology import Technology

if TYPE_CHECKING:
    from ..models.estimated_quote import EstimatedQuote
    from ..models.refusal_of_contractor import RefusalOfContractor


T = TypeVar("T", bound="EstimateShown")


@_attrs_define
class EstimateShown:
    """One material with one technology; null means any.

    Attributes:
        material_id (None | str): an id of GET /materials
        technology (None | Technology): by which category of ISO/ASTM 52900 it is made
        suitable (int): contractors that can make it
        quotes (list[EstimatedQuote]): the best five, best first by currency
        unsuitable (int): who cannot make it, and why
        nearest (list[RefusalOfContractor]): refusals that the fewest `changes` would turn into quotes
    """

    material_id: None | str
    technology: None | Technology
    suitable: int
    quotes: list[EstimatedQuote]
    unsuitable: int
    nearest: list[RefusalOfContractor]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        material_id: None | str
        material_id = self.material_id

        technology: None | str
        if isinstance(self.technology, Technology):
            technology = self.technology.value
        else:
            technology = self.technology

        suitable = self.suitable

        quotes = []
        for quotes_item_data in self.quotes:
            quotes_item = quotes_item_data.to_dict()
            quotes.append(quotes_item)

        unsuitable = self.unsuitable

        nearest = []
        for nearest_item_data in self.nearest:
            nearest_item = nearest_item_data.to_dict()
            nearest.append(nearest_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "material_id": material_id,
                "technology": technology,
                "suitable": suitable,
                "quotes": quotes,
                "unsuitable": unsuitable,
                "nearest": nearest,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.estimated_quote import EstimatedQuote  # noqa: PLC0415
        from ..models.refusal_of_contractor import RefusalOfContractor  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_material_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        material_id = _parse_material_id(d.pop("material_id"))

        def _parse_technology(data: object) -> None | Technology:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                technology_type_0 = Technology(data)

                return technology_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Technology, data)

        technology = _parse_technology(d.pop("technology"))

        suitable = d.pop("suitable")

        quotes = []
        _quotes = d.pop("quotes")
        for quotes_item_data in _quotes:
            quotes_item = EstimatedQuote.from_dict(quotes_item_data)

            quotes.append(quotes_item)

        unsuitable = d.pop("unsuitable")

        nearest = []
        _nearest = d.pop("nearest")
        for nearest_item_data in _nearest:
            nearest_item = RefusalOfContractor.from_dict(nearest_item_data)

            nearest.append(nearest_item)

        estimate_shown = cls(
            material_id=material_id,
            technology=technology,
            suitable=suitable,
            quotes=quotes,
            unsuitable=unsuitable,
            nearest=nearest,
        )

        estimate_shown.additional_properties = d
        return estimate_shown

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
