"""The address of a person or a place: one model for deliveries, bills and address books."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from service.values.input_errors import ONE_LINE

#: One line without control characters: it gets into mails, dossiers and logs.
AddressLine = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=200, pattern=ONE_LINE)
]
PostalCode = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=20, pattern=ONE_LINE)
]
CountryCode = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Za-z]{2}$"),
    Field(description="ISO 3166-1 alpha-2, for example DE"),
]


class Address(BaseModel):
    """A whole address, as somebody can deliver or write to it."""

    model_config = ConfigDict(extra="forbid")

    name: AddressLine = Field(min_length=1)
    street: AddressLine = Field(min_length=1)
    postal_code: PostalCode
    city: AddressLine = Field(min_length=1)
    country: CountryCode


class AddressChanges(BaseModel):
    """JSON merge patch of an address; what an order or an address book holds must end up whole."""

    model_config = ConfigDict(extra="forbid")

    name: AddressLine | None = None
    street: AddressLine | None = None
    postal_code: PostalCode | None = None
    city: AddressLine | None = None
    country: CountryCode | None = None
