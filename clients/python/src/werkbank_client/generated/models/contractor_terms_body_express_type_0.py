from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ContractorTermsBodyExpressType0")


@_attrs_define
class ContractorTermsBodyExpressType0:
    """
    Attributes:
        surcharge (float | str): share added to the price: 0.5 is 50 %
        queue_days (int | Unset): working days that such an order queues at most Default: 0.
        source (str | Unset): where the figures come from; no price rests on it Default: ''.
        assumption (str | Unset): what is assumed where no source says it; no price rests on it Default: ''.
    """

    surcharge: float | str
    queue_days: int | Unset = 0
    source: str | Unset = ""
    assumption: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        surcharge: float | str
        surcharge = self.surcharge

        queue_days = self.queue_days

        source = self.source

        assumption = self.assumption

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "surcharge": surcharge,
            }
        )
        if queue_days is not UNSET:
            field_dict["queue_days"] = queue_days
        if source is not UNSET:
            field_dict["source"] = source
        if assumption is not UNSET:
            field_dict["assumption"] = assumption

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_surcharge(data: object) -> float | str:
            return cast(float | str, data)

        surcharge = _parse_surcharge(d.pop("surcharge"))

        queue_days = d.pop("queue_days", UNSET)

        source = d.pop("source", UNSET)

        assumption = d.pop("assumption", UNSET)

        contractor_terms_body_express_type_0 = cls(
            surcharge=surcharge,
            queue_days=queue_days,
            source=source,
            assumption=assumption,
        )

        return contractor_terms_body_express_type_0
