from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.challenge_shown_options import ChallengeShownOptions


T = TypeVar("T", bound="ChallengeShown")


@_attrs_define
class ChallengeShown:
    """What the browser's authenticator is to answer; it is shown only here, for five minutes.

    Attributes:
        token (str): goes along with the answer; works once
        options (ChallengeShownOptions): for `PublicKeyCredential.parseCreationOptionsFromJSON()` or
            `parseRequestOptionsFromJSON()` (WebAuthn Level 3)
    """

    token: str
    options: ChallengeShownOptions
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        token = self.token

        options = self.options.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "token": token,
                "options": options,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.challenge_shown_options import ChallengeShownOptions  # noqa: PLC0415

        d = dict(src_dict)
        token = d.pop("token")

        options = ChallengeShownOptions.from_dict(d.pop("options"))

        challenge_shown = cls(
            token=token,
            options=options,
        )

        challenge_shown.additional_properties = d
        return challenge_shown

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
