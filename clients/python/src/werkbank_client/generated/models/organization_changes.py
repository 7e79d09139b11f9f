from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.address_changes import AddressChanges


T = TypeVar("T", bound="OrganizationChanges")


@_attrs_define
class OrganizationChanges:
    """JSON merge patch (RFC 7396): what is null is taken out, what is left out stays.

    Attributes:
        name (None | str | Unset): what it is called
        email (None | str | Unset): an e-mail address
        country (None | str | Unset): ISO 3166-1 alpha-2, for example DE
        language (None | str | Unset): ISO 639-1, for example de
        address (AddressChanges | None | Unset): where it is
        vat_id (None | str | Unset):
        general_terms (None | str | Unset):
        second_factor_required (bool | None | Unset): true: members can do nothing but enrol until they have a second
            factor, and neither can their API keys; who demands it needs one themselves
        device_approval_required (bool | None | Unset): true: a login of a member from a new device counts once they
            have opened a link that is mailed to them, or have shown a second factor
    """

    name: None | str | Unset = UNSET
    email: None | str | Unset = UNSET
    country: None | str | Unset = UNSET
    language: None | str | Unset = UNSET
    address: AddressChanges | None | Unset = UNSET
    vat_id: None | str | Unset = UNSET
    general_terms: None | str | Unset = UNSET
    second_factor_required: bool | None | Unset = UNSET
    device_approval_required: bool | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.address_changes import AddressChanges  # noqa: PLC0415

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        email: None | str | Unset
        if isinstance(self.email, Unset):
            email = UNSET
        else:
            email = self.email

        country: None | str | Unset
        if isinstance(self.country, Unset):
            country = UNSET
        else:
            country = self.country

        language: None | str | Unset
        if isinstance(self.language, Unset):
            language = UNSET
        else:
            language = self.language

        address: dict[str, Any] | None | Unset
        if isinstance(self.address, Unset):
            address = UNSET
        elif isinstance(self.address, AddressChanges):
            address = self.address.to_dict()
        else:
            address = self.address

        vat_id: None | str | Unset
        if isinstance(self.vat_id, Unset):
            vat_id = UNSET
        else:
            vat_id = self.vat_id

        general_terms: None | str | Unset
        if isinstance(self.general_terms, Unset):
            general_terms = UNSET
        else:
            general_terms = self.general_terms

        second_factor_required: bool | None | Unset
        if isinstance(self.second_factor_required, Unset):
            second_factor_required = UNSET
        else:
            second_factor_required = self.second_factor_required

        device_approval_required: bool | None | Unset
        if isinstance(self.device_approval_required, Unset):
            device_approval_required = UNSET
        else:
            device_approval_required = self.device_approval_required

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if email is not UNSET:
            field_dict["email"] = email
        if country is not UNSET:
            field_dict["country"] = country
        if language is not UNSET:
            field_dict["language"] = language
        if address is not UNSET:
            field_dict["address"] = address
        if vat_id is not UNSET:
            field_dict["vat_id"] = vat_id
        if general_terms is not UNSET:
            field_dict["general_terms"] = general_terms
        if second_factor_required is not UNSET:
            field_dict["second_factor_required"] = second_factor_required
        if device_approval_required is not UNSET:
            field_dict["device_approval_required"] = device_approval_required

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.address_changes import AddressChanges  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_email(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        email = _parse_email(d.pop("email", UNSET))

        def _parse_country(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        country = _parse_country(d.pop("country", UNSET))

        def _parse_language(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        language = _parse_language(d.pop("language", UNSET))

        def _parse_address(data: object) -> AddressChanges | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                address_type_0 = AddressChanges.from_dict(data)

                return address_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AddressChanges | None | Unset, data)

        address = _parse_address(d.pop("address", UNSET))

        def _parse_vat_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        vat_id = _parse_vat_id(d.pop("vat_id", UNSET))

        def _parse_general_terms(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        general_terms = _parse_general_terms(d.pop("general_terms", UNSET))

        def _parse_second_factor_required(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        second_factor_required = _parse_second_factor_required(
            d.pop("second_factor_required", UNSET)
        )

        def _parse_device_approval_required(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        device_approval_required = _parse_device_approval_required(
            d.pop("device_approval_required", UNSET)
        )

        organization_changes = cls(
            name=name,
            email=email,
            country=country,
            language=language,
            address=address,
            vat_id=vat_id,
            general_terms=general_terms,
            second_factor_required=second_factor_required,
            device_approval_required=device_approval_required,
        )

        return organization_changes
