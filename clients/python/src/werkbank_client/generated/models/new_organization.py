from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.address_changes import AddressChanges


T = TypeVar("T", bound="NewOrganization")


@_attrs_define
class NewOrganization:
    """An organisation to be founded.

    Attributes:
        name (str): what it is called
        id (None | Unset | UUID): an id that the client chose, a UUIDv7 at best
        email (None | str | Unset): an e-mail address
        country (None | str | Unset): ISO 3166-1 alpha-2, for example DE
        language (str | Unset): ISO 639-1 Default: 'en'.
        address (AddressChanges | None | Unset): where it is
        vat_id (None | str | Unset):
        general_terms (str | Unset): what holds for orders from and to it beside what is agreed in each, as its papers
            state it; an offer keeps those of both sides as they stand when it is made Default: ''.
    """

    name: str
    id: None | Unset | UUID = UNSET
    email: None | str | Unset = UNSET
    country: None | str | Unset = UNSET
    language: str | Unset = "en"
    address: AddressChanges | None | Unset = UNSET
    vat_id: None | str | Unset = UNSET
    general_terms: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        from ..models.address_changes import AddressChanges  # noqa: PLC0415

        name = self.name

        id: None | str | Unset
        if isinstance(self.id, Unset):
            id = UNSET
        elif isinstance(self.id, UUID):
            id = str(self.id)
        else:
            id = self.id

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

        general_terms = self.general_terms

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
            }
        )
        if id is not UNSET:
            field_dict["id"] = id
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

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.address_changes import AddressChanges  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

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

        language = d.pop("language", UNSET)

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

        general_terms = d.pop("general_terms", UNSET)

        new_organization = cls(
            name=name,
            id=id,
            email=email,
            country=country,
            language=language,
            address=address,
            vat_id=vat_id,
            general_terms=general_terms,
        )

        return new_organization
