from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.event_type import EventType
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.actor_shown import ActorShown
    from ..models.event_shown_data import EventShownData


T = TypeVar("T", bound="EventShown")


@_attrs_define
class EventShown:
    """Something that happened.

    Attributes:
        position (int): grows with every event; where to read on
        id (UUID): a UUID that never changes
        type_ (EventType): What an event tells of; see `webhooks`.
        at (datetime.datetime): when it happened
        project_id (None | UUID): the project that it is about; null: none
        process_id (None | UUID): the process that it is about; null: none
        actor (ActorShown): Who did it.
        data (EventShownData): what belongs to it; which fields it has depends on its kind
        sandbox (bool | Unset): of an order to try out, which nobody makes Default: False.
    """

    position: int
    id: UUID
    type_: EventType
    at: datetime.datetime
    project_id: None | UUID
    process_id: None | UUID
    actor: ActorShown
    data: EventShownData
    sandbox: bool | Unset = False
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        position = self.position

        id = str(self.id)

        type_ = self.type_.value

        at = self.at.isoformat()

        project_id: None | str
        if isinstance(self.project_id, UUID):
            project_id = str(self.project_id)
        else:
            project_id = self.project_id

        process_id: None | str
        if isinstance(self.process_id, UUID):
            process_id = str(self.process_id)
        else:
            process_id = self.process_id

        actor = self.actor.to_dict()

        data = self.data.to_dict()

        sandbox = self.sandbox

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "position": position,
                "id": id,
                "type": type_,
                "at": at,
                "project_id": project_id,
                "process_id": process_id,
                "actor": actor,
                "data": data,
            }
        )
        if sandbox is not UNSET:
            field_dict["sandbox"] = sandbox

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.actor_shown import ActorShown  # noqa: PLC0415
        from ..models.event_shown_data import EventShownData  # noqa: PLC0415

        d = dict(src_dict)
        position = d.pop("position")

        id = UUID(d.pop("id"))

        type_ = EventType(d.pop("type"))

        at = datetime.datetime.fromisoformat(d.pop("at"))

        def _parse_project_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                project_id_type_0 = UUID(data)

                return project_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        project_id = _parse_project_id(d.pop("project_id"))

        def _parse_process_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                process_id_type_0 = UUID(data)

                return process_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        process_id = _parse_process_id(d.pop("process_id"))

        actor = ActorShown.from_dict(d.pop("actor"))

        data = EventShownData.from_dict(d.pop("data"))

        sandbox = d.pop("sandbox", UNSET)

        event_shown = cls(
            position=position,
            id=id,
            type_=type_,
            at=at,
            project_id=project_id,
            process_id=process_id,
            actor=actor,
            data=data,
            sandbox=sandbox,
        )

        event_shown.additional_properties = d
        return event_shown

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
