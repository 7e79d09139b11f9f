from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

T = TypeVar("T", bound="LogoutShown")


@_attrs_define
class LogoutShown:
    """That the session has ended here.

    Attributes:
        logout_url (None | str): where the browser ends the session of the provider, too; null where it has no such
            address
    """

    logout_url: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        logout_url: None | str
        logout_url = self.logout_url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "logout_url": logout_url,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_logout_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        logout_url = _parse_logout_url(d.pop("logout_url"))

        logout_shown = cls(
            logout_url=logout_url,
        )

        logout_shown.additional_properties = d
        return logout_shown

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
