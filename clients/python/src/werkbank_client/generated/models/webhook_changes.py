from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.right import Right
from ..models.webhook_changes_ordering_type_0 import WebhookChangesOrderingType0
from ..types import UNSET, Unset

T = TypeVar("T", bound="WebhookChanges")


@_attrs_define
class WebhookChanges:
    """JSON merge patch (RFC 7396): what is left out stays.

    Attributes:
        url (None | str | Unset): where the service calls
        types (list[str] | None | Unset): the types of events that it is called for
        description (None | str | Unset): what it is, in a sentence
        ordering (None | Unset | WebhookChangesOrderingType0): per_process or parallel
        rights (list[Right] | None | Unset): what it may do
        enabled (bool | None | Unset): switched on again it is sent what happened meanwhile
    """

    url: None | str | Unset = UNSET
    types: list[str] | None | Unset = UNSET
    description: None | str | Unset = UNSET
    ordering: None | Unset | WebhookChangesOrderingType0 = UNSET
    rights: list[Right] | None | Unset = UNSET
    enabled: bool | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        url: None | str | Unset
        if isinstance(self.url, Unset):
            url = UNSET
        else:
            url = self.url

        types: list[str] | None | Unset
        if isinstance(self.types, Unset):
            types = UNSET
        elif isinstance(self.types, list):
            types = self.types

        else:
            types = self.types

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        ordering: None | str | Unset
        if isinstance(self.ordering, Unset):
            ordering = UNSET
        elif isinstance(self.ordering, WebhookChangesOrderingType0):
            ordering = self.ordering.value
        else:
            ordering = self.ordering

        rights: list[str] | None | Unset
        if isinstance(self.rights, Unset):
            rights = UNSET
        elif isinstance(self.rights, list):
            rights = []
            for rights_type_0_item_data in self.rights:
                rights_type_0_item = rights_type_0_item_data.value
                rights.append(rights_type_0_item)

        else:
            rights = self.rights

        enabled: bool | None | Unset
        if isinstance(self.enabled, Unset):
            enabled = UNSET
        else:
            enabled = self.enabled

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if url is not UNSET:
            field_dict["url"] = url
        if types is not UNSET:
            field_dict["types"] = types
        if description is not UNSET:
            field_dict["description"] = description
        if ordering is not UNSET:
            field_dict["ordering"] = ordering
        if rights is not UNSET:
            field_dict["rights"] = rights
        if enabled is not UNSET:
            field_dict["enabled"] = enabled

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        url = _parse_url(d.pop("url", UNSET))

        def _parse_types(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                types_type_0 = cast(list[str], data)

                return types_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        types = _parse_types(d.pop("types", UNSET))

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

        def _parse_ordering(data: object) -> None | Unset | WebhookChangesOrderingType0:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ordering_type_0 = WebhookChangesOrderingType0(data)

                return ordering_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | WebhookChangesOrderingType0, data)

        ordering = _parse_ordering(d.pop("ordering", UNSET))

        def _parse_rights(data: object) -> list[Right] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                rights_type_0 = []
                _rights_type_0 = data
                for rights_type_0_item_data in _rights_type_0:
                    rights_type_0_item = Right(rights_type_0_item_data)

                    rights_type_0.append(rights_type_0_item)

                return rights_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Right] | None | Unset, data)

        rights = _parse_rights(d.pop("rights", UNSET))

        def _parse_enabled(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        enabled = _parse_enabled(d.pop("enabled", UNSET))

        webhook_changes = cls(
            url=url,
            types=types,
            description=description,
            ordering=ordering,
            rights=rights,
            enabled=enabled,
        )

        return webhook_changes
