from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

T = TypeVar("T", bound="DisputeWaiting")


@_attrs_define
class DisputeWaiting:
    """An order about whose delivery both sides disagree.

    Attributes:
        process_id (UUID): the process that it is about; null: none
        title (str): what its client calls it
        since (datetime.datetime): since when
        client (None | str): null: a visitor
        contractor (None | str): the contractor's name
        reason (str): what the client says is wrong
        client_agrees_to (list[str]): the moves that would end it
        contractor_agrees_to (list[str]): likewise
        quantity (int | None): pieces that were ordered
    """

    process_id: UUID
    title: str
    since: datetime.datetime
    client: None | str
    contractor: None | str
    reason: str
    client_agrees_to: list[str]
    contractor_agrees_to: list[str]
    quantity: int | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        process_id = str(self.process_id)

        title = self.title

        since = self.since.isoformat()

        client: None | str
        client = self.client

        contractor: None | str
        contractor = self.contractor

        reason = self.reason

        client_agrees_to = self.client_agrees_to

        contractor_agrees_to = self.contractor_agrees_to

        quantity: int | None
        quantity = self.quantity

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "process_id": process_id,
                "title": title,
                "since": since,
                "client": client,
                "contractor": contractor,
                "reason": reason,
                "client_agrees_to": client_agrees_to,
                "contractor_agrees_to": contractor_agrees_to,
                "quantity": quantity,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        process_id = UUID(d.pop("process_id"))

        title = d.pop("title")

        since = datetime.datetime.fromisoformat(d.pop("since"))

        def _parse_client(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        client = _parse_client(d.pop("client"))

        def _parse_contractor(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        contractor = _parse_contractor(d.pop("contractor"))

        reason = d.pop("reason")

        client_agrees_to = cast(list[str], d.pop("client_agrees_to"))

        contractor_agrees_to = cast(list[str], d.pop("contractor_agrees_to"))

        def _parse_quantity(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        quantity = _parse_quantity(d.pop("quantity"))

        dispute_waiting = cls(
            process_id=process_id,
            title=title,
            since=since,
            client=client,
            contractor=contractor,
            reason=reason,
            client_agrees_to=client_agrees_to,
            contractor_agrees_to=contractor_agrees_to,
            quantity=quantity,
        )

        dispute_waiting.additional_properties = d
        return dispute_waiting

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
