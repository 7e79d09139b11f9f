from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="SecondStep")


@_attrs_define
class SecondStep:
    """What a login with the right password was answered, and the code that it asked for.

    Attributes:
        login_token (str): the end of the link in the mail, after the last slash
        code (str): six figures of the authenticator, or a recovery code
    """

    login_token: str
    code: str

    def to_dict(self) -> dict[str, Any]:
        login_token = self.login_token

        code = self.code

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "login_token": login_token,
                "code": code,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        login_token = d.pop("login_token")

        code = d.pop("code")

        second_step = cls(
            login_token=login_token,
            code=code,
        )

        return second_step
