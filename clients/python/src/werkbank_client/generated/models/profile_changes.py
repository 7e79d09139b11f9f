from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.profile_changes_language_type_0 import ProfileChangesLanguageType0
from ..types import UNSET, Unset

T = TypeVar("T", bound="ProfileChanges")


@_attrs_define
class ProfileChanges:
    """JSON merge patch (RFC 7396): what is null is taken out, what is left out stays.

    Attributes:
        name (None | str | Unset): what it is called
        language (None | ProfileChangesLanguageType0 | Unset): of pages, mails and papers; null: that of the first
            organization
        zone (None | str | Unset): IANA time zone of pages and mails; null: as the browser says
    """

    name: None | str | Unset = UNSET
    language: None | ProfileChangesLanguageType0 | Unset = UNSET
    zone: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        language: None | str | Unset
        if isinstance(self.language, Unset):
            language = UNSET
        elif isinstance(self.language, ProfileChangesLanguageType0):
            language = self.language.value
        else:
            language = self.language

        zone: None | str | Unset
        if isinstance(self.zone, Unset):
            zone = UNSET
        else:
            zone = self.zone

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if language is not UNSET:
            field_dict["language"] = language
        if zone is not UNSET:
            field_dict["zone"] = zone

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_language(data: object) -> None | ProfileChangesLanguageType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                language_type_0 = ProfileChangesLanguageType0(data)

                return language_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProfileChangesLanguageType0 | Unset, data)

        language = _parse_language(d.pop("language", UNSET))

        def _parse_zone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        zone = _parse_zone(d.pop("zone", UNSET))

        profile_changes = cls(
            name=name,
            language=language,
            zone=zone,
        )

        return profile_changes
