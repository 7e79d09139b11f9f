from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.new_passkey_credential import NewPasskeyCredential


T = TypeVar("T", bound="NewPasskey")


@_attrs_define
class NewPasskey:
    """A passkey that the browser has made.

    Attributes:
        token (str): the end of the link in the mail, after the last slash
        name (str): what it is called
        credential (NewPasskeyCredential): what the browser answers, as `PublicKeyCredential.toJSON()` gives it
    """

    token: str
    name: str
    credential: NewPasskeyCredential

    def to_dict(self) -> dict[str, Any]:
        token = self.token

        name = self.name

        credential = self.credential.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "token": token,
                "name": name,
                "credential": credential,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.new_passkey_credential import NewPasskeyCredential  # noqa: PLC0415

        d = dict(src_dict)
        token = d.pop("token")

        name = d.pop("name")

        credential = NewPasskeyCredential.from_dict(d.pop("credential"))

        new_passkey = cls(
            token=token,
            name=name,
            credential=credential,
        )

        return new_passkey
