from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.sample_shown import SampleShown


T = TypeVar("T", bound="EffectShown")


@_attrs_define
class EffectShown:
    """The sample part in one material, before and after a change; null: not offered.

    Attributes:
        material_id (str): an id of GET /materials
        before (None | SampleShown): as it was; null: there was none
        after (None | SampleShown): as it is; null: there is none
    """

    material_id: str
    before: None | SampleShown
    after: None | SampleShown
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.sample_shown import SampleShown  # noqa: PLC0415

        material_id = self.material_id

        before: dict[str, Any] | None
        if isinstance(self.before, SampleShown):
            before = self.before.to_dict()
        else:
            before = self.before

        after: dict[str, Any] | None
        if isinstance(self.after, SampleShown):
            after = self.after.to_dict()
        else:
            after = self.after

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "material_id": material_id,
                "before": before,
                "after": after,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.sample_shown import SampleShown  # noqa: PLC0415

        d = dict(src_dict)
        material_id = d.pop("material_id")

        def _parse_before(data: object) -> None | SampleShown:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                before_type_0 = SampleShown.from_dict(data)

                return before_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SampleShown, data)

        before = _parse_before(d.pop("before"))

        def _parse_after(data: object) -> None | SampleShown:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                after_type_0 = SampleShown.from_dict(data)

                return after_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SampleShown, data)

        after = _parse_after(d.pop("after"))

        effect_shown = cls(
            material_id=material_id,
            before=before,
            after=after,
        )

        effect_shown.additional_properties = d
        return effect_shown

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
