from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="Address")


@_attrs_define
class Address:
    """A whole address, as somebody can deliver or write to it.

    Attributes:
        name (str): what it is called
        street (str): street and number
        postal_code (str): as the country writes it
        city (str): the town
        country (str): ISO 3166-1 alpha-2, for example DE
    """

    name: str
    street: str
    postal_code: str
    city: str
    country: str

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        street = self.street

        postal_code = self.postal_code

        city = self.city

        country = self.country

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "street": street,
                "postal_code": postal_code,
                "city": city,
                "country": country,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        street = d.pop("street")

        postal_code = d.pop("postal_code")

        city = d.pop("city")

        country = d.pop("country")

        address = cls(
            name=name,
            street=street,
            postal_code=postal_code,
            city=city,
            country=country,
        )

        return address
