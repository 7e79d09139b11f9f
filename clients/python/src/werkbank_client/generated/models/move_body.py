from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.move_body_to_type_0 import MoveBodyToType0
from ..models.way import Way
from ..types import UNSET, Unset

T = TypeVar("T", bound="MoveBody")


@_attrs_define
class MoveBody:
    """The data of a move; which fields it needs stands in GET /workflows/process.

    Attributes:
        reason (None | str | Unset): why; stands in the history, operators always give it
        text (None | str | Unset): of an answer
        request_id (None | Unset | UUID): whose question is answered; else all
        offer_id (None | Unset | UUID): an id of GET /processes/{id}/offers
        way (None | Unset | Way): how a shipment travels; a parcel if left out
        carrier (None | str | Unset): who carries it; needed for a parcel and for freight
        tracking_number (None | str | Unset): only where the carrier of a parcel or freight has given one
        pieces (int | None | Unset): to be shipped, or made again
        made (int | None | Unset): good pieces since the last report
        failed (int | None | Unset): failed ones; each is replaced by one more
        shipment_id (None | Unset | UUID): the one that has arrived or was lost; else all that are on their way
        accept (Literal['as_quoted'] | None | Unset): accept the first offer that asks no more than its quote, neither
            money nor time, by itself: where a contractor lets the service answer for it, the order is confirmed at once;
            without a delivery address the offer waits for the client
        ask_again (bool | Unset): ask contractors that have declined this very part all the same Default: False.
        to (MoveBodyToType0 | None | Unset): the move that is consented to, or of which the consent is taken back
    """

    reason: None | str | Unset = UNSET
    text: None | str | Unset = UNSET
    request_id: None | Unset | UUID = UNSET
    offer_id: None | Unset | UUID = UNSET
    way: None | Unset | Way = UNSET
    carrier: None | str | Unset = UNSET
    tracking_number: None | str | Unset = UNSET
    pieces: int | None | Unset = UNSET
    made: int | None | Unset = UNSET
    failed: int | None | Unset = UNSET
    shipment_id: None | Unset | UUID = UNSET
    accept: Literal["as_quoted"] | None | Unset = UNSET
    ask_again: bool | Unset = False
    to: MoveBodyToType0 | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        reason: None | str | Unset
        if isinstance(self.reason, Unset):
            reason = UNSET
        else:
            reason = self.reason

        text: None | str | Unset
        if isinstance(self.text, Unset):
            text = UNSET
        else:
            text = self.text

        request_id: None | str | Unset
        if isinstance(self.request_id, Unset):
            request_id = UNSET
        elif isinstance(self.request_id, UUID):
            request_id = str(self.request_id)
        else:
            request_id = self.request_id

        offer_id: None | str | Unset
        if isinstance(self.offer_id, Unset):
            offer_id = UNSET
        elif isinstance(self.offer_id, UUID):
            offer_id = str(self.offer_id)
        else:
            offer_id = self.offer_id

        way: None | str | Unset
        if isinstance(self.way, Unset):
            way = UNSET
        elif isinstance(self.way, Way):
            way = self.way.value
        else:
            way = self.way

        carrier: None | str | Unset
        if isinstance(self.carrier, Unset):
            carrier = UNSET
        else:
            carrier = self.carrier

        tracking_number: None | str | Unset
        if isinstance(self.tracking_number, Unset):
            tracking_number = UNSET
        else:
            tracking_number = self.tracking_number

        pieces: int | None | Unset
        if isinstance(self.pieces, Unset):
            pieces = UNSET
        else:
            pieces = self.pieces

        made: int | None | Unset
        if isinstance(self.made, Unset):
            made = UNSET
        else:
            made = self.made

        failed: int | None | Unset
        if isinstance(self.failed, Unset):
            failed = UNSET
        else:
            failed = self.failed

        shipment_id: None | str | Unset
        if isinstance(self.shipment_id, Unset):
            shipment_id = UNSET
        elif isinstance(self.shipment_id, UUID):
            shipment_id = str(self.shipment_id)
        else:
            shipment_id = self.shipment_id

        accept: Literal["as_quoted"] | None | Unset
        if isinstance(self.accept, Unset):
            accept = UNSET
        else:
            accept = self.accept

        ask_again = self.ask_again

        to: None | str | Unset
        if isinstance(self.to, Unset):
            to = UNSET
        elif isinstance(self.to, MoveBodyToType0):
            to = self.to.value
        else:
            to = self.to

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if reason is not UNSET:
            field_dict["reason"] = reason
        if text is not UNSET:
            field_dict["text"] = text
        if request_id is not UNSET:
            field_dict["request_id"] = request_id
        if offer_id is not UNSET:
            field_dict["offer_id"] = offer_id
        if way is not UNSET:
            field_dict["way"] = way
        if carrier is not UNSET:
            field_dict["carrier"] = carrier
        if tracking_number is not UNSET:
            field_dict["tracking_number"] = tracking_number
        if pieces is not UNSET:
            field_dict["pieces"] = pieces
        if made is not UNSET:
            field_dict["made"] = made
        if failed is not UNSET:
            field_dict["failed"] = failed
        if shipment_id is not UNSET:
            field_dict["shipment_id"] = shipment_id
        if accept is not UNSET:
            field_dict["accept"] = accept
        if ask_again is not UNSET:
            field_dict["ask_again"] = ask_again
        if to is not UNSET:
            field_dict["to"] = to

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reason = _parse_reason(d.pop("reason", UNSET))

        def _parse_text(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        text = _parse_text(d.pop("text", UNSET))

        def _parse_request_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                request_id_type_0 = UUID(data)

                return request_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        request_id = _parse_request_id(d.pop("request_id", UNSET))

        def _parse_offer_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                offer_id_type_0 = UUID(data)

                return offer_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        offer_id = _parse_offer_id(d.pop("offer_id", UNSET))

        def _parse_way(data: object) -> None | Unset | Way:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                way_type_0 = Way(data)

                return way_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | Way, data)

        way = _parse_way(d.pop("way", UNSET))

        def _parse_carrier(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        carrier = _parse_carrier(d.pop("carrier", UNSET))

        def _parse_tracking_number(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        tracking_number = _parse_tracking_number(d.pop("tracking_number", UNSET))

        def _parse_pieces(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        pieces = _parse_pieces(d.pop("pieces", UNSET))

        def _parse_made(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        made = _parse_made(d.pop("made", UNSET))

        def _parse_failed(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        failed = _parse_failed(d.pop("failed", UNSET))

        def _parse_shipment_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                shipment_id_type_0 = UUID(data)

                return shipment_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        shipment_id = _parse_shipment_id(d.pop("shipment_id", UNSET))

        def _parse_accept(data: object) -> Literal["as_quoted"] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            accept_type_0 = cast(Literal["as_quoted"], data)
            if accept_type_0 != "as_quoted":
                raise ValueError(
                    f"accept_type_0 must match const 'as_quoted', got '{accept_type_0}'"
                )
            return accept_type_0
            return cast(Literal["as_quoted"] | None | Unset, data)

        accept = _parse_accept(d.pop("accept", UNSET))

        ask_again = d.pop("ask_again", UNSET)

        def _parse_to(data: object) -> MoveBodyToType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                to_type_0 = MoveBodyToType0(data)

                return to_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MoveBodyToType0 | None | Unset, data)

        to = _parse_to(d.pop("to", UNSET))

        move_body = cls(
            reason=reason,
            text=text,
            request_id=request_id,
            offer_id=offer_id,
            way=way,
            carrier=carrier,
            tracking_number=tracking_number,
            pieces=pieces,
            made=made,
            failed=failed,
            shipment_id=shipment_id,
            accept=accept,
            ask_again=ask_again,
            to=to,
        )

        move_body.additional_properties = d
        return move_body

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
