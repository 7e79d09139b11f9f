from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.way import Way

T = TypeVar("T", bound="ShipmentShown")


@_attrs_define
class ShipmentShown:
    """Pieces that travel together.

    Attributes:
        id (UUID): a UUID that never changes
        number (int): counts up from one
        pieces (int): how many pieces
        way (Way): How a shipment travels.
        carrier (None | str): who carries it; null where nobody was named
        tracking_number (None | str): by which the carrier knows it; null: there is none
        shipped_at (datetime.datetime): when they left
        delivered_at (datetime.datetime | None): when it arrived; null: not yet
        lost_at (datetime.datetime | None): since when it is reported as lost
        lost_reason (None | str): what was said of the loss
    """

    id: UUID
    number: int
    pieces: int
    way: Way
    carrier: None | str
    tracking_number: None | str
    shipped_at: datetime.datetime
    delivered_at: datetime.datetime | None
    lost_at: datetime.datetime | None
    lost_reason: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        number = self.number

        pieces = self.pieces

        way = self.way.value

        carrier: None | str
        carrier = self.carrier

        tracking_number: None | str
        tracking_number = self.tracking_number

        shipped_at = self.shipped_at.isoformat()

        delivered_at: None | str
        if isinstance(self.delivered_at, datetime.datetime):
            delivered_at = self.delivered_at.isoformat()
        else:
            delivered_at = self.delivered_at

        lost_at: None | str
        if isinstance(self.lost_at, datetime.datetime):
            lost_at = self.lost_at.isoformat()
        else:
            lost_at = self.lost_at

        lost_reason: None | str
        lost_reason = self.lost_reason

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "number": number,
                "pieces": pieces,
                "way": way,
                "carrier": carrier,
                "tracking_number": tracking_number,
                "shipped_at": shipped_at,
                "delivered_at": delivered_at,
                "lost_at": lost_at,
                "lost_reason": lost_reason,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        number = d.pop("number")

        pieces = d.pop("pieces")

        way = Way(d.pop("way"))

        def _parse_carrier(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        carrier = _parse_carrier(d.pop("carrier"))

        def _parse_tracking_number(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        tracking_number = _parse_tracking_number(d.pop("tracking_number"))

        shipped_at = datetime.datetime.fromisoformat(d.pop("shipped_at"))

        def _parse_delivered_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                delivered_at_type_0 = datetime.datetime.fromisoformat(data)

                return delivered_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        delivered_at = _parse_delivered_at(d.pop("delivered_at"))

        def _parse_lost_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                lost_at_type_0 = datetime.datetime.fromisoformat(data)

                return lost_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        lost_at = _parse_lost_at(d.pop("lost_at"))

        def _parse_lost_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        lost_reason = _parse_lost_reason(d.pop("lost_reason"))

        shipment_shown = cls(
            id=id,
            number=number,
            pieces=pieces,
            way=way,
            carrier=carrier,
            tracking_number=tracking_number,
            shipped_at=shipped_at,
            delivered_at=delivered_at,
            lost_at=lost_at,
            lost_reason=lost_reason,
        )

        shipment_shown.additional_properties = d
        return shipment_shown

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
