from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.new_webhook_ordering import NewWebhookOrdering
from ..models.right import Right
from ..types import UNSET, Unset

T = TypeVar("T", bound="NewWebhook")


@_attrs_define
class NewWebhook:
    """An endpoint to be called.

    Attributes:
        url (str): where the service calls
        id (None | Unset | UUID): an id that the client chose, a UUIDv7 at best
        organization_id (None | Unset | UUID): without it the caller's first one
        types (list[str] | Unset): `process.*` stands for all that begin so, `*` for everything; empty: none
        description (str | Unset): what it is, in a sentence Default: ''.
        ordering (NewWebhookOrdering | Unset): `per_process`: what concerns a process comes in its order, one message
            after the other, and waits while an earlier one fails; `parallel`: as fast as possible Default:
            NewWebhookOrdering.PER_PROCESS.
        rights (list[Right] | None | Unset): by which rights it hears, none that the caller lacks; without it: all of
            the caller's
        enabled (bool | Unset): whether it is called Default: True.
    """

    url: str
    id: None | Unset | UUID = UNSET
    organization_id: None | Unset | UUID = UNSET
    types: list[str] | Unset = UNSET
    description: str | Unset = ""
    ordering: NewWebhookOrdering | Unset = NewWebhookOrdering.PER_PROCESS
    rights: list[Right] | None | Unset = UNSET
    enabled: bool | Unset = True

    def to_dict(self) -> dict[str, Any]:
        url = self.url

        id: None | str | Unset
        if isinstance(self.id, Unset):
            id = UNSET
        elif isinstance(self.id, UUID):
            id = str(self.id)
        else:
            id = self.id

        organization_id: None | str | Unset
        if isinstance(self.organization_id, Unset):
            organization_id = UNSET
        elif isinstance(self.organization_id, UUID):
            organization_id = str(self.organization_id)
        else:
            organization_id = self.organization_id

        types: list[str] | Unset = UNSET
        if not isinstance(self.types, Unset):
            types = self.types

        description = self.description

        ordering: str | Unset = UNSET
        if not isinstance(self.ordering, Unset):
            ordering = self.ordering.value

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

        enabled = self.enabled

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "url": url,
            }
        )
        if id is not UNSET:
            field_dict["id"] = id
        if organization_id is not UNSET:
            field_dict["organization_id"] = organization_id
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
        url = d.pop("url")

        def _parse_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                id_type_0 = UUID(data)

                return id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        id = _parse_id(d.pop("id", UNSET))

        def _parse_organization_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                organization_id_type_0 = UUID(data)

                return organization_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        organization_id = _parse_organization_id(d.pop("organization_id", UNSET))

        types = cast(list[str], d.pop("types", UNSET))

        description = d.pop("description", UNSET)

        _ordering = d.pop("ordering", UNSET)
        ordering: NewWebhookOrdering | Unset
        if isinstance(_ordering, Unset):
            ordering = UNSET
        else:
            ordering = NewWebhookOrdering(_ordering)

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

        enabled = d.pop("enabled", UNSET)

        new_webhook = cls(
            url=url,
            id=id,
            organization_id=organization_id,
            types=types,
            description=description,
            ordering=ordering,
            rights=rights,
            enabled=enabled,
        )

        return new_webhook
