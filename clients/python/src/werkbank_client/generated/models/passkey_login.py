from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.passkey_login_credential import PasskeyLoginCredential


T = TypeVar("T", bound="PasskeyLogin")


@_attrs_define
class PasskeyLogin:
    """What the authenticator has answered.

    Attributes:
        token (str): the end of the link in the mail, after the last slash
        credential (PasskeyLoginCredential): what the browser answers, as `PublicKeyCredential.toJSON()` gives it
        login_token (None | str | Unset):
    """

    token: str
    credential: PasskeyLoginCredential
    login_token: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        token = self.token

        credential = self.credential.to_dict()

        login_token: None | str | Unset
        if isinstance(self.login_token, Unset):
            login_token = UNSET
        else:
            login_token = self.login_token

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "token": token,
                "credential": credential,
            }
        )
        if login_token is not UNSET:
            field_dict["login_token"] = login_token

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.passkey_login_credential import PasskeyLoginCredential  # noqa: PLC0415

        d = dict(src_dict)
        token = d.pop("token")

        credential = PasskeyLoginCredential.from_dict(d.pop("credential"))

        def _parse_login_token(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        login_token = _parse_login_token(d.pop("login_token", UNSET))

        passkey_login = cls(
            token=token,
            credential=credential,
            login_token=login_token,
        )

        return passkey_login
