from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.standing import Standing
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.contractor_terms_body import ContractorTermsBody
    from ..models.effect_shown import EffectShown


T = TypeVar("T", bound="TriedTerms")


@_attrs_define
class TriedTerms:
    """The terms as they are, or as they would be.

    Attributes:
        organization_id (UUID): the organization that it belongs to
        version (int): goes up with every change; `If-Match` takes it
        standing (Standing): Whether a contractor may be asked by others; only operators decide.
        terms (ContractorTermsBody): On which terms a contractor works. Amounts in its currency, without tax.
        effect (list[EffectShown] | None | Unset): with `dry_run` only: what a cube of 20 mm would cost, ten pieces of
            it, in each material, before and after the change
    """

    organization_id: UUID
    version: int
    standing: Standing
    terms: ContractorTermsBody
    effect: list[EffectShown] | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        organization_id = str(self.organization_id)

        version = self.version

        standing = self.standing.value

        terms = self.terms.to_dict()

        effect: list[dict[str, Any]] | None | Unset
        if isinstance(self.effect, Unset):
            effect = UNSET
        elif isinstance(self.effect, list):
            effect = []
            for effect_type_0_item_data in self.effect:
                effect_type_0_item = effect_type_0_item_data.to_dict()
                effect.append(effect_type_0_item)

        else:
            effect = self.effect

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "organization_id": organization_id,
                "version": version,
                "standing": standing,
                "terms": terms,
            }
        )
        if effect is not UNSET:
            field_dict["effect"] = effect

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.contractor_terms_body import ContractorTermsBody  # noqa: PLC0415
        from ..models.effect_shown import EffectShown  # noqa: PLC0415

        d = dict(src_dict)
        organization_id = UUID(d.pop("organization_id"))

        version = d.pop("version")

        standing = Standing(d.pop("standing"))

        terms = ContractorTermsBody.from_dict(d.pop("terms"))

        def _parse_effect(data: object) -> list[EffectShown] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                effect_type_0 = []
                _effect_type_0 = data
                for effect_type_0_item_data in _effect_type_0:
                    effect_type_0_item = EffectShown.from_dict(effect_type_0_item_data)

                    effect_type_0.append(effect_type_0_item)

                return effect_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[EffectShown] | None | Unset, data)

        effect = _parse_effect(d.pop("effect", UNSET))

        tried_terms = cls(
            organization_id=organization_id,
            version=version,
            standing=standing,
            terms=terms,
            effect=effect,
        )

        tried_terms.additional_properties = d
        return tried_terms

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
