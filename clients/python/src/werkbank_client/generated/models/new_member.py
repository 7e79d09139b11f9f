from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="NewMember")


@_attrs_define
class NewMember:
    """Whom to take in: somebody who has registered.

    Attributes:
        email (str): an e-mail address
        role (str): name of one of the organization's roles
    """

    email: str
    role: str

    def to_dict(self) -> dict[str, Any]:
        email = self.email

        role = self.role

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "email": email,
                "role": role,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        email = d.pop("email")

        role = d.pop("role")

        new_member = cls(
            email=email,
            role=role,
        )

        return new_member
