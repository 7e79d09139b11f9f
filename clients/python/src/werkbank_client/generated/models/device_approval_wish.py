from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="DeviceApprovalWish")


@_attrs_define
class DeviceApprovalWish:
    """Whether new devices are to be approved, by who shows their password.

    Attributes:
        enabled (bool): whether it is called
        password (str | Unset): the present password; left out by who has never had one, and has logged in within half
            an hour Default: ''.
    """

    enabled: bool
    password: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        enabled = self.enabled

        password = self.password

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "enabled": enabled,
            }
        )
        if password is not UNSET:
            field_dict["password"] = password

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        enabled = d.pop("enabled")

        password = d.pop("password", UNSET)

        device_approval_wish = cls(
            enabled=enabled,
            password=password,
        )

        return device_approval_wish
