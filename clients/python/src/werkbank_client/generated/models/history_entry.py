from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.history_trigger import HistoryTrigger
from ..models.process_state import ProcessState

if TYPE_CHECKING:
    from ..models.actor_shown import ActorShown
    from ..models.history_entry_data import HistoryEntryData


T = TypeVar("T", bound="HistoryEntry")


@_attrs_define
class HistoryEntry:
    """Who did what and when. `from` is null for the first entry.

    Attributes:
        version (int): goes up with every change; `If-Match` takes it
        trigger (HistoryTrigger): What the history of a process has: its moves, and those of its requests.
        from_ (None | ProcessState): the state before; null for the first entry
        to (ProcessState): Each completes "the process is ..."; the rows below say what that means.
        at (datetime.datetime): when it happened
        actor (ActorShown): Who did it.
        data (HistoryEntryData): what belongs to it; which fields it has depends on its kind
        request_id (None | UUID): the request that it belongs to
        hash_ (str): SHA-256 over this entry and the hash of the one before
    """

    version: int
    trigger: HistoryTrigger
    from_: None | ProcessState
    to: ProcessState
    at: datetime.datetime
    actor: ActorShown
    data: HistoryEntryData
    request_id: None | UUID
    hash_: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        version = self.version

        trigger = self.trigger.value

        from_: None | str
        if isinstance(self.from_, ProcessState):
            from_ = self.from_.value
        else:
            from_ = self.from_

        to = self.to.value

        at = self.at.isoformat()

        actor = self.actor.to_dict()

        data = self.data.to_dict()

        request_id: None | str
        if isinstance(self.request_id, UUID):
            request_id = str(self.request_id)
        else:
            request_id = self.request_id

        hash_ = self.hash_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "version": version,
                "trigger": trigger,
                "from": from_,
                "to": to,
                "at": at,
                "actor": actor,
                "data": data,
                "request_id": request_id,
                "hash": hash_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.actor_shown import ActorShown  # noqa: PLC0415
        from ..models.history_entry_data import HistoryEntryData  # noqa: PLC0415

        d = dict(src_dict)
        version = d.pop("version")

        trigger = HistoryTrigger(d.pop("trigger"))

        def _parse_from_(data: object) -> None | ProcessState:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                from_type_0 = ProcessState(data)

                return from_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProcessState, data)

        from_ = _parse_from_(d.pop("from"))

        to = ProcessState(d.pop("to"))

        at = datetime.datetime.fromisoformat(d.pop("at"))

        actor = ActorShown.from_dict(d.pop("actor"))

        data = HistoryEntryData.from_dict(d.pop("data"))

        def _parse_request_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                request_id_type_0 = UUID(data)

                return request_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        request_id = _parse_request_id(d.pop("request_id"))

        hash_ = d.pop("hash")

        history_entry = cls(
            version=version,
            trigger=trigger,
            from_=from_,
            to=to,
            at=at,
            actor=actor,
            data=data,
            request_id=request_id,
            hash_=hash_,
        )

        history_entry.additional_properties = d
        return history_entry

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
