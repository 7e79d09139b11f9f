from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="PasskeyWish")


@_attrs_define
class PasskeyWish:
    """That it is the user who sits there.

    Attributes:
        password (str | Unset): the present password; left out by who has never had one, and has logged in within half
            an hour Default: ''.
    """

    password: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        password = self.password

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if password is not UNSET:
            field_dict["password"] = password

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        password = d.pop("password", UNSET)

        passkey_wish = cls(
            password=password,
        )

        return passkey_wish
