from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ContractorTermsBodyTiersItem")


@_attrs_define
class ContractorTermsBodyTiersItem:
    """
    Attributes:
        from_quantity (int): the piece from which on the discount holds
        discount (float | str): share less for each further piece: 0.1 is 10 %
        source (str | Unset): where the figures come from; no price rests on it Default: ''.
        assumption (str | Unset): what is assumed where no source says it; no price rests on it Default: ''.
    """

    from_quantity: int
    discount: float | str
    source: str | Unset = ""
    assumption: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        from_quantity = self.from_quantity

        discount: float | str
        discount = self.discount

        source = self.source

        assumption = self.assumption

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "from_quantity": from_quantity,
                "discount": discount,
            }
        )
        if source is not UNSET:
            field_dict["source"] = source
        if assumption is not UNSET:
            field_dict["assumption"] = assumption

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        from_quantity = d.pop("from_quantity")

        def _parse_discount(data: object) -> float | str:
            return cast(float | str, data)

        discount = _parse_discount(d.pop("discount"))

        source = d.pop("source", UNSET)

        assumption = d.pop("assumption", UNSET)

        contractor_terms_body_tiers_item = cls(
            from_quantity=from_quantity,
            discount=discount,
            source=source,
            assumption=assumption,
        )

        return contractor_terms_body_tiers_item
