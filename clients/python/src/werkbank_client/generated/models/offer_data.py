from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.offered_money import OfferedMoney


T = TypeVar("T", bound="OfferData")


@_attrs_define
class OfferData:
    """A new offer; it takes the place of an earlier one of the same request.

    Attributes:
        request_id (UUID): the request that it answers
        offer_id (UUID): the offer
        number (int): which offer of the request it is, counting up from one
        price (OfferedMoney): An amount without tax.
        lead_time_days (int): calendar days from the acceptance to the arrival
        as_quoted (bool): it asks no more than its quote, neither money nor time
    """

    request_id: UUID
    offer_id: UUID
    number: int
    price: OfferedMoney
    lead_time_days: int
    as_quoted: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        request_id = str(self.request_id)

        offer_id = str(self.offer_id)

        number = self.number

        price = self.price.to_dict()

        lead_time_days = self.lead_time_days

        as_quoted = self.as_quoted

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "request_id": request_id,
                "offer_id": offer_id,
                "number": number,
                "price": price,
                "lead_time_days": lead_time_days,
                "as_quoted": as_quoted,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.offered_money import OfferedMoney  # noqa: PLC0415

        d = dict(src_dict)
        request_id = UUID(d.pop("request_id"))

        offer_id = UUID(d.pop("offer_id"))

        number = d.pop("number")

        price = OfferedMoney.from_dict(d.pop("price"))

        lead_time_days = d.pop("lead_time_days")

        as_quoted = d.pop("as_quoted")

        offer_data = cls(
            request_id=request_id,
            offer_id=offer_id,
            number=number,
            price=price,
            lead_time_days=lead_time_days,
            as_quoted=as_quoted,
        )

        offer_data.additional_properties = d
        return offer_data

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
