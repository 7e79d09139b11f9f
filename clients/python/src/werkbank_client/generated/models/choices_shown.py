from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..models.choices_shown_basis import ChoicesShownBasis

if TYPE_CHECKING:
    from ..models.cheapest_shown import CheapestShown
    from ..models.choice_shown import ChoiceShown


T = TypeVar("T", bound="ChoicesShown")


@_attrs_define
class ChoicesShown:
    """What is configured, and what it could be instead; all of it estimated, and binding nobody.

    Attributes:
        basis (ChoicesShownBasis): files: the models as they are; sample: a cube of 20 mm, as there is none yet
        configured (CheapestShown | None): as the part is configured; null without a material, and if nobody makes it
        choices (list[ChoiceShown]): at most 60
    """

    basis: ChoicesShownBasis
    configured: CheapestShown | None
    choices: list[ChoiceShown]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.cheapest_shown import CheapestShown  # noqa: PLC0415

        basis = self.basis.value

        configured: dict[str, Any] | None
        if isinstance(self.configured, CheapestShown):
            configured = self.configured.to_dict()
        else:
            configured = self.configured

        choices = []
        for choices_item_data in self.choices:
            choices_item = choices_item_data.to_dict()
            choices.append(choices_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "basis": basis,
                "configured": configured,
                "choices": choices,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.cheapest_shown import CheapestShown  # noqa: PLC0415
        from ..models.choice_shown import ChoiceShown  # noqa: PLC0415

        d = dict(src_dict)
        basis = ChoicesShownBasis(d.pop("basis"))

        def _parse_configured(data: object) -> CheapestShown | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                configured_type_0 = CheapestShown.from_dict(data)

                return configured_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CheapestShown | None, data)

        configured = _parse_configured(d.pop("configured"))

        choices = []
        _choices = d.pop("choices")
        for choices_item_data in _choices:
            choices_item = ChoiceShown.from_dict(choices_item_data)

            choices.append(choices_item)

        choices_shown = cls(
            basis=basis,
            configured=configured,
            choices=choices,
        )

        choices_shown.additional_properties = d
        return choices_shown

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
