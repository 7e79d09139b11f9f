from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

T = TypeVar("T", bound="WebhookDisabledData")


@_attrs_define
class WebhookDisabledData:
    """Which webhook is called no more.

    Attributes:
        organization_id (UUID): the organization
        webhook_id (UUID): the webhook
        url (str): where it was called
        reason (str): why it was switched off
    """

    organization_id: UUID
    webhook_id: UUID
    url: str
    reason: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        organization_id = str(self.organization_id)

        webhook_id = str(self.webhook_id)

        url = self.url

        reason = self.reason

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "organization_id": organization_id,
                "webhook_id": webhook_id,
                "url": url,
                "reason": reason,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        organization_id = UUID(d.pop("organization_id"))

        webhook_id = UUID(d.pop("webhook_id"))

        url = d.pop("url")

        reason = d.pop("reason")

        webhook_disabled_data = cls(
            organization_id=organization_id,
            webhook_id=webhook_id,
            url=url,
            reason=reason,
        )

        webhook_disabled_data.additional_properties = d
        return webhook_disabled_data

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
