from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="DeviceConfirmation")


@_attrs_define
class DeviceConfirmation:
    """What the link in the mail brings along.

    Attributes:
        token (str): the end of the link in the mail, after the last slash
    """

    token: str

    def to_dict(self) -> dict[str, Any]:
        token = self.token

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "token": token,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        token = d.pop("token")

        device_confirmation = cls(
            token=token,
        )

        return device_confirmation
