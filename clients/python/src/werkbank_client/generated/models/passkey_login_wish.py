from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="PasskeyLoginWish")


@_attrs_define
class PasskeyLoginWish:
    """For a login by a passkey alone nothing; as its second step what the login was answered.

    Attributes:
        login_token (None | str | Unset):
    """

    login_token: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        login_token: None | str | Unset
        if isinstance(self.login_token, Unset):
            login_token = UNSET
        else:
            login_token = self.login_token

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if login_token is not UNSET:
            field_dict["login_token"] = login_token

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_login_token(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        login_token = _parse_login_token(d.pop("login_token", UNSET))

        passkey_login_wish = cls(
            login_token=login_token,
        )

        return passkey_login_wish
