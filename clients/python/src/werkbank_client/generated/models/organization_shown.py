from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.organization_shown_address_type_0 import OrganizationShownAddressType0


T = TypeVar("T", bound="OrganizationShown")


@_attrs_define
class OrganizationShown:
    """An organisation.

    Attributes:
        id (UUID): a UUID that never changes
        name (str): what it is called
        email (None | str): an e-mail address
        email_verified_at (datetime.datetime | None): null until somebody has shown that they read what is sent to the
            address, and again whenever it changes; until then nothing is mailed there but the link that confirms it, where
            addresses have to be confirmed
        country (None | str): ISO 3166-1 alpha-2, for example DE
        language (str): ISO 639-1, for example de
        address (None | OrganizationShownAddressType0): where it is
        vat_id (None | str):
        general_terms (str):
        second_factor_required (bool): whether members can do nothing without a second factor
        device_approval_required (bool): whether new devices of members have to be approved
        version (int): goes up with every change; `If-Match` takes it
        created_at (datetime.datetime): when it was created
    """

    id: UUID
    name: str
    email: None | str
    email_verified_at: datetime.datetime | None
    country: None | str
    language: str
    address: None | OrganizationShownAddressType0
    vat_id: None | str
    general_terms: str
    second_factor_required: bool
    device_approval_required: bool
    version: int
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.organization_shown_address_type_0 import OrganizationShownAddressType0  # noqa: PLC0415

        id = str(self.id)

        name = self.name

        email: None | str
        email = self.email

        email_verified_at: None | str
        if isinstance(self.email_verified_at, datetime.datetime):
            email_verified_at = self.email_verified_at.isoformat()
        else:
            email_verified_at = self.email_verified_at

        country: None | str
        country = self.country

        language = self.language

        address: dict[str, Any] | None
        if isinstance(self.address, OrganizationShownAddressType0):
            address = self.address.to_dict()
        else:
            address = self.address

        vat_id: None | str
        vat_id = self.vat_id

        general_terms = self.general_terms

        second_factor_required = self.second_factor_required

        device_approval_required = self.device_approval_required

        version = self.version

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "email": email,
                "email_verified_at": email_verified_at,
                "country": country,
                "language": language,
                "address": address,
                "vat_id": vat_id,
                "general_terms": general_terms,
                "second_factor_required": second_factor_required,
                "device_approval_required": device_approval_required,
                "version": version,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.organization_shown_address_type_0 import OrganizationShownAddressType0  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        name = d.pop("name")

        def _parse_email(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        email = _parse_email(d.pop("email"))

        def _parse_email_verified_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                email_verified_at_type_0 = datetime.datetime.fromisoformat(data)

                return email_verified_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        email_verified_at = _parse_email_verified_at(d.pop("email_verified_at"))

        def _parse_country(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        country = _parse_country(d.pop("country"))

        language = d.pop("language")

        def _parse_address(data: object) -> None | OrganizationShownAddressType0:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                address_type_0 = OrganizationShownAddressType0.from_dict(data)

                return address_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OrganizationShownAddressType0, data)

        address = _parse_address(d.pop("address"))

        def _parse_vat_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        vat_id = _parse_vat_id(d.pop("vat_id"))

        general_terms = d.pop("general_terms")

        second_factor_required = d.pop("second_factor_required")

        device_approval_required = d.pop("device_approval_required")

        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        organization_shown = cls(
            id=id,
            name=name,
            email=email,
            email_verified_at=email_verified_at,
            country=country,
            language=language,
            address=address,
            vat_id=vat_id,
            general_terms=general_terms,
            second_factor_required=second_factor_required,
            device_approval_required=device_approval_required,
            version=version,
            created_at=created_at,
        )

        organization_shown.additional_properties = d
        return organization_shown

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
