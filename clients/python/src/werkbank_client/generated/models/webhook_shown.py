from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.right import Right

if TYPE_CHECKING:
    from ..models.secret_shown import SecretShown


T = TypeVar("T", bound="WebhookShown")


@_attrs_define
class WebhookShown:
    """An endpoint.

    Attributes:
        id (UUID): a UUID that never changes
        organization_id (UUID): the organization that it belongs to
        url (str): where the service calls
        description (str): what it is, in a sentence
        types (list[str]): the types of events that it is called for
        rights (list[Right]): what it may do
        sees_prices (bool): false: its maker was shown no prices, and amounts are null in what it is sent
        ordering (str): per_process or parallel
        enabled (bool): whether it is called
        disabled_at (datetime.datetime | None): since when it is not called any more
        disabled_reason (None | str): why it is not called any more
        failing_since (datetime.datetime | None): the first failure since the last success
        secrets (list[SecretShown]): those that sign at present, without the secrets themselves
        version (int): goes up with every change; `If-Match` takes it
        created_at (datetime.datetime): when it was created
    """

    id: UUID
    organization_id: UUID
    url: str
    description: str
    types: list[str]
    rights: list[Right]
    sees_prices: bool
    ordering: str
    enabled: bool
    disabled_at: datetime.datetime | None
    disabled_reason: None | str
    failing_since: datetime.datetime | None
    secrets: list[SecretShown]
    version: int
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        organization_id = str(self.organization_id)

        url = self.url

        description = self.description

        types = self.types

        rights = []
        for rights_item_data in self.rights:
            rights_item = rights_item_data.value
            rights.append(rights_item)

        sees_prices = self.sees_prices

        ordering = self.ordering

        enabled = self.enabled

        disabled_at: None | str
        if isinstance(self.disabled_at, datetime.datetime):
            disabled_at = self.disabled_at.isoformat()
        else:
            disabled_at = self.disabled_at

        disabled_reason: None | str
        disabled_reason = self.disabled_reason

        failing_since: None | str
        if isinstance(self.failing_since, datetime.datetime):
            failing_since = self.failing_since.isoformat()
        else:
            failing_since = self.failing_since

        secrets = []
        for secrets_item_data in self.secrets:
            secrets_item = secrets_item_data.to_dict()
            secrets.append(secrets_item)

        version = self.version

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "organization_id": organization_id,
                "url": url,
                "description": description,
                "types": types,
                "rights": rights,
                "sees_prices": sees_prices,
                "ordering": ordering,
                "enabled": enabled,
                "disabled_at": disabled_at,
                "disabled_reason": disabled_reason,
                "failing_since": failing_since,
                "secrets": secrets,
                "version": version,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.secret_shown import SecretShown  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        organization_id = UUID(d.pop("organization_id"))

        url = d.pop("url")

        description = d.pop("description")

        types = cast(list[str], d.pop("types"))

        rights = []
        _rights = d.pop("rights")
        for rights_item_data in _rights:
            rights_item = Right(rights_item_data)

            rights.append(rights_item)

        sees_prices = d.pop("sees_prices")

        ordering = d.pop("ordering")

        enabled = d.pop("enabled")

        def _parse_disabled_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                disabled_at_type_0 = datetime.datetime.fromisoformat(data)

                return disabled_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        disabled_at = _parse_disabled_at(d.pop("disabled_at"))

        def _parse_disabled_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        disabled_reason = _parse_disabled_reason(d.pop("disabled_reason"))

        def _parse_failing_since(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                failing_since_type_0 = datetime.datetime.fromisoformat(data)

                return failing_since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        failing_since = _parse_failing_since(d.pop("failing_since"))

        secrets = []
        _secrets = d.pop("secrets")
        for secrets_item_data in _secrets:
            secrets_item = SecretShown.from_dict(secrets_item_data)

            secrets.append(secrets_item)

        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        webhook_shown = cls(
            id=id,
            organization_id=organization_id,
            url=url,
            description=description,
            types=types,
            rights=rights,
            sees_prices=sees_prices,
            ordering=ordering,
            enabled=enabled,
            disabled_at=disabled_at,
            disabled_reason=disabled_reason,
            failing_since=failing_since,
            secrets=secrets,
            version=version,
            created_at=created_at,
        )

        webhook_shown.additional_properties = d
        return webhook_shown

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
