from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

T = TypeVar("T", bound="SessionShown")


@_attrs_define
class SessionShown:
    """A browser in which the user is logged in.

    Attributes:
        id (UUID): a UUID that never changes
        created_at (datetime.datetime): when they logged in
        last_seen_at (datetime.datetime | None): when it was last used, to within ten minutes; null if that was not
            noted yet
        expires_at (datetime.datetime): when it ends unless it is used before
        address (None | str): from where it was last used
        agent (None | str): what the browser calls itself
        current (bool): true for the session that asks
        awaits_approval (bool): true if it opens nothing until its device is approved by the mailed link
    """

    id: UUID
    created_at: datetime.datetime
    last_seen_at: datetime.datetime | None
    expires_at: datetime.datetime
    address: None | str
    agent: None | str
    current: bool
    awaits_approval: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        created_at = self.created_at.isoformat()

        last_seen_at: None | str
        if isinstance(self.last_seen_at, datetime.datetime):
            last_seen_at = self.last_seen_at.isoformat()
        else:
            last_seen_at = self.last_seen_at

        expires_at = self.expires_at.isoformat()

        address: None | str
        address = self.address

        agent: None | str
        agent = self.agent

        current = self.current

        awaits_approval = self.awaits_approval

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "created_at": created_at,
                "last_seen_at": last_seen_at,
                "expires_at": expires_at,
                "address": address,
                "agent": agent,
                "current": current,
                "awaits_approval": awaits_approval,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_last_seen_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_seen_at_type_0 = datetime.datetime.fromisoformat(data)

                return last_seen_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last_seen_at = _parse_last_seen_at(d.pop("last_seen_at"))

        expires_at = datetime.datetime.fromisoformat(d.pop("expires_at"))

        def _parse_address(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        address = _parse_address(d.pop("address"))

        def _parse_agent(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        agent = _parse_agent(d.pop("agent"))

        current = d.pop("current")

        awaits_approval = d.pop("awaits_approval")

        session_shown = cls(
            id=id,
            created_at=created_at,
            last_seen_at=last_seen_at,
            expires_at=expires_at,
            address=address,
            agent=agent,
            current=current,
            awaits_approval=awaits_approval,
        )

        session_shown.additional_properties = d
        return session_shown

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
