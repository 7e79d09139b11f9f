from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="BothShown")


@_attrs_define
class BothShown:
    """The password, and a code beside it.

    Attributes:
        code (str): six figures of the authenticator, or a recovery code
        password (str | Unset): the present password; left out by who has never had one, and has logged in within half
            an hour Default: ''.
    """

    code: str
    password: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        password = self.password

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
            }
        )
        if password is not UNSET:
            field_dict["password"] = password

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        code = d.pop("code")

        password = d.pop("password", UNSET)

        both_shown = cls(
            code=code,
            password=password,
        )

        return both_shown
