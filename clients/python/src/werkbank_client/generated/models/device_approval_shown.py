from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

T = TypeVar("T", bound="DeviceApprovalShown")


@_attrs_define
class DeviceApprovalShown:
    """Whether new devices of the caller have to be approved, and whether this one waits for it.

    Attributes:
        awaited (bool): true for somebody who has logged in and is let in once the link in their mail was opened; ask
            again until it is false
        until (datetime.datetime | None): when a session that waits ends
        enabled (bool): the account's own setting; false for who waits
        required (bool): the operator or an organization of mine demands it
        approved_devices (int): devices that need no approval
    """

    awaited: bool
    until: datetime.datetime | None
    enabled: bool
    required: bool
    approved_devices: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        awaited = self.awaited

        until: None | str
        if isinstance(self.until, datetime.datetime):
            until = self.until.isoformat()
        else:
            until = self.until

        enabled = self.enabled

        required = self.required

        approved_devices = self.approved_devices

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "awaited": awaited,
                "until": until,
                "enabled": enabled,
                "required": required,
                "approved_devices": approved_devices,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        awaited = d.pop("awaited")

        def _parse_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                until_type_0 = datetime.datetime.fromisoformat(data)

                return until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        until = _parse_until(d.pop("until"))

        enabled = d.pop("enabled")

        required = d.pop("required")

        approved_devices = d.pop("approved_devices")

        device_approval_shown = cls(
            awaited=awaited,
            until=until,
            enabled=enabled,
            required=required,
            approved_devices=approved_devices,
        )

        device_approval_shown.additional_properties = d
        return device_approval_shown

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
