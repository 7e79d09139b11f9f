from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.offered_price import OfferedPrice


T = TypeVar("T", bound="NewLine")


@_attrs_define
class NewLine:
    """An offer for one of several requests.

    Attributes:
        request_id (UUID): the request that it belongs to
        as_quoted (bool | Unset): say so that nothing else is offered Default: False.
        price (None | OfferedPrice | Unset): without tax; what is left out is as quoted
        lead_time_days (int | None | Unset): calendar days from the acceptance to the arrival at the client
        valid_until (datetime.datetime | None | Unset): by default as long as the organization's offer_validity says
        note (str | Unset): what the contractor says beside it Default: ''.
    """

    request_id: UUID
    as_quoted: bool | Unset = False
    price: None | OfferedPrice | Unset = UNSET
    lead_time_days: int | None | Unset = UNSET
    valid_until: datetime.datetime | None | Unset = UNSET
    note: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        from ..models.offered_price import OfferedPrice  # noqa: PLC0415

        request_id = str(self.request_id)

        as_quoted = self.as_quoted

        price: dict[str, Any] | None | Unset
        if isinstance(self.price, Unset):
            price = UNSET
        elif isinstance(self.price, OfferedPrice):
            price = self.price.to_dict()
        else:
            price = self.price

        lead_time_days: int | None | Unset
        if isinstance(self.lead_time_days, Unset):
            lead_time_days = UNSET
        else:
            lead_time_days = self.lead_time_days

        valid_until: None | str | Unset
        if isinstance(self.valid_until, Unset):
            valid_until = UNSET
        elif isinstance(self.valid_until, datetime.datetime):
            valid_until = self.valid_until.isoformat()
        else:
            valid_until = self.valid_until

        note = self.note

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "request_id": request_id,
            }
        )
        if as_quoted is not UNSET:
            field_dict["as_quoted"] = as_quoted
        if price is not UNSET:
            field_dict["price"] = price
        if lead_time_days is not UNSET:
            field_dict["lead_time_days"] = lead_time_days
        if valid_until is not UNSET:
            field_dict["valid_until"] = valid_until
        if note is not UNSET:
            field_dict["note"] = note

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.offered_price import OfferedPrice  # noqa: PLC0415

        d = dict(src_dict)
        request_id = UUID(d.pop("request_id"))

        as_quoted = d.pop("as_quoted", UNSET)

        def _parse_price(data: object) -> None | OfferedPrice | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                price_type_0 = OfferedPrice.from_dict(data)

                return price_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OfferedPrice | Unset, data)

        price = _parse_price(d.pop("price", UNSET))

        def _parse_lead_time_days(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        lead_time_days = _parse_lead_time_days(d.pop("lead_time_days", UNSET))

        def _parse_valid_until(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                valid_until_type_0 = datetime.datetime.fromisoformat(data)

                return valid_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        valid_until = _parse_valid_until(d.pop("valid_until", UNSET))

        note = d.pop("note", UNSET)

        new_line = cls(
            request_id=request_id,
            as_quoted=as_quoted,
            price=price,
            lead_time_days=lead_time_days,
            valid_until=valid_until,
            note=note,
        )

        return new_line
