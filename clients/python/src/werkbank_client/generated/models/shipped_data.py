from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.process_state import ProcessState
from ..models.way import Way
from ..types import UNSET, Unset

T = TypeVar("T", bound="ShippedData")


@_attrs_define
class ShippedData:
    """A process of which the last parts have left, and how.

    Attributes:
        state (ProcessState): Each completes "the process is ..."; the rows below say what that means.
        version (int): of the process
        way (Way): How a shipment travels.
        carrier (None | str): who carries it; null where nobody was named
        tracking_number (None | str): by which the carrier knows it; null: there is none
        shipment_id (UUID): the shipment
        pieces (int): how many pieces are in it
        trigger (None | str | Unset): the move that led to it
        reason (None | str | Unset): what was said for it
    """

    state: ProcessState
    version: int
    way: Way
    carrier: None | str
    tracking_number: None | str
    shipment_id: UUID
    pieces: int
    trigger: None | str | Unset = UNSET
    reason: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        state = self.state.value

        version = self.version

        way = self.way.value

        carrier: None | str
        carrier = self.carrier

        tracking_number: None | str
        tracking_number = self.tracking_number

        shipment_id = str(self.shipment_id)

        pieces = self.pieces

        trigger: None | str | Unset
        if isinstance(self.trigger, Unset):
            trigger = UNSET
        else:
            trigger = self.trigger

        reason: None | str | Unset
        if isinstance(self.reason, Unset):
            reason = UNSET
        else:
            reason = self.reason

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "state": state,
                "version": version,
                "way": way,
                "carrier": carrier,
                "tracking_number": tracking_number,
                "shipment_id": shipment_id,
                "pieces": pieces,
            }
        )
        if trigger is not UNSET:
            field_dict["trigger"] = trigger
        if reason is not UNSET:
            field_dict["reason"] = reason

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        state = ProcessState(d.pop("state"))

        version = d.pop("version")

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

        shipment_id = UUID(d.pop("shipment_id"))

        pieces = d.pop("pieces")

        def _parse_trigger(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        trigger = _parse_trigger(d.pop("trigger", UNSET))

        def _parse_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reason = _parse_reason(d.pop("reason", UNSET))

        shipped_data = cls(
            state=state,
            version=version,
            way=way,
            carrier=carrier,
            tracking_number=tracking_number,
            shipment_id=shipment_id,
            pieces=pieces,
            trigger=trigger,
            reason=reason,
        )

        shipped_data.additional_properties = d
        return shipped_data

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
