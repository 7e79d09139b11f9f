from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..models.choice_shown_field import ChoiceShownField

if TYPE_CHECKING:
    from ..models.cheapest_shown import CheapestShown


T = TypeVar("T", bound="ChoiceShown")


@_attrs_define
class ChoiceShown:
    """A value that a field of the configuration could have, everything else as it is.

    Attributes:
        field (ChoiceShownField): which field it is
        value (bool | str): of `post_processing_ids` a finish that is toggled
        chosen (bool): whether it is configured
        suitable (int): contractors that could make it; of a chosen finish or of express: without it
        cheapest (CheapestShown | None): in the currency of `configured`
    """

    field: ChoiceShownField
    value: bool | str
    chosen: bool
    suitable: int
    cheapest: CheapestShown | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.cheapest_shown import CheapestShown  # noqa: PLC0415

        field = self.field.value

        value: bool | str
        value = self.value

        chosen = self.chosen

        suitable = self.suitable

        cheapest: dict[str, Any] | None
        if isinstance(self.cheapest, CheapestShown):
            cheapest = self.cheapest.to_dict()
        else:
            cheapest = self.cheapest

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "field": field,
                "value": value,
                "chosen": chosen,
                "suitable": suitable,
                "cheapest": cheapest,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.cheapest_shown import CheapestShown  # noqa: PLC0415

        d = dict(src_dict)
        field = ChoiceShownField(d.pop("field"))

        def _parse_value(data: object) -> bool | str:
            return cast(bool | str, data)

        value = _parse_value(d.pop("value"))

        chosen = d.pop("chosen")

        suitable = d.pop("suitable")

        def _parse_cheapest(data: object) -> CheapestShown | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                cheapest_type_0 = CheapestShown.from_dict(data)

                return cheapest_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CheapestShown | None, data)

        cheapest = _parse_cheapest(d.pop("cheapest"))

        choice_shown = cls(
            field=field,
            value=value,
            chosen=chosen,
            suitable=suitable,
            cheapest=cheapest,
        )

        choice_shown.additional_properties = d
        return choice_shown

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
