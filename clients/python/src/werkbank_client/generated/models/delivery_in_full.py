from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.event_type import EventType

if TYPE_CHECKING:
    from ..models.attempt_shown import AttemptShown
    from ..models.delivery_in_full_body import DeliveryInFullBody


T = TypeVar("T", bound="DeliveryInFull")


@_attrs_define
class DeliveryInFull:
    """One event for one endpoint, with what is sent.

    Attributes:
        id (UUID): a UUID that never changes
        webhook_id (UUID): the webhook that is called
        message_id (UUID): the `webhook-id` that the receiver knows it by
        position (int): where it stands in the feed of events
        type_ (EventType): What an event tells of; see `webhooks`.
        state (str): pending, delivered or failed
        due_at (datetime.datetime | None): the next attempt; null while pending: an earlier one must arrive first
        created_at (datetime.datetime): when it was created
        finished_at (datetime.datetime | None): when it was done with; null: not yet
        attempts (list[AttemptShown]): how often it was tried
        body (DeliveryInFullBody): the message itself
    """

    id: UUID
    webhook_id: UUID
    message_id: UUID
    position: int
    type_: EventType
    state: str
    due_at: datetime.datetime | None
    created_at: datetime.datetime
    finished_at: datetime.datetime | None
    attempts: list[AttemptShown]
    body: DeliveryInFullBody
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        webhook_id = str(self.webhook_id)

        message_id = str(self.message_id)

        position = self.position

        type_ = self.type_.value

        state = self.state

        due_at: None | str
        if isinstance(self.due_at, datetime.datetime):
            due_at = self.due_at.isoformat()
        else:
            due_at = self.due_at

        created_at = self.created_at.isoformat()

        finished_at: None | str
        if isinstance(self.finished_at, datetime.datetime):
            finished_at = self.finished_at.isoformat()
        else:
            finished_at = self.finished_at

        attempts = []
        for attempts_item_data in self.attempts:
            attempts_item = attempts_item_data.to_dict()
            attempts.append(attempts_item)

        body = self.body.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "webhook_id": webhook_id,
                "message_id": message_id,
                "position": position,
                "type": type_,
                "state": state,
                "due_at": due_at,
                "created_at": created_at,
                "finished_at": finished_at,
                "attempts": attempts,
                "body": body,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.attempt_shown import AttemptShown  # noqa: PLC0415
        from ..models.delivery_in_full_body import DeliveryInFullBody  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        webhook_id = UUID(d.pop("webhook_id"))

        message_id = UUID(d.pop("message_id"))

        position = d.pop("position")

        type_ = EventType(d.pop("type"))

        state = d.pop("state")

        def _parse_due_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                due_at_type_0 = datetime.datetime.fromisoformat(data)

                return due_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        due_at = _parse_due_at(d.pop("due_at"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_finished_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                finished_at_type_0 = datetime.datetime.fromisoformat(data)

                return finished_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        finished_at = _parse_finished_at(d.pop("finished_at"))

        attempts = []
        _attempts = d.pop("attempts")
        for attempts_item_data in _attempts:
            attempts_item = AttemptShown.from_dict(attempts_item_data)

            attempts.append(attempts_item)

        body = DeliveryInFullBody.from_dict(d.pop("body"))

        delivery_in_full = cls(
            id=id,
            webhook_id=webhook_id,
            message_id=message_id,
            position=position,
            type_=type_,
            state=state,
            due_at=due_at,
            created_at=created_at,
            finished_at=finished_at,
            attempts=attempts,
            body=body,
        )

        delivery_in_full.additional_properties = d
        return delivery_in_full

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
