"""The kinds of fields that the bodies of several resources share."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
)

from service import signed_tokens
from service.api.http import enumerations
from service.translations import Language, Sentence, languages
from service.translations import gettext_noop as _
from service.values import ip_networks
from service.values.emails import LONGEST, normal
from service.values.input_errors import COUNTRY, LANGUAGE, ONE_LINE
from service.values.moments import Moment

#: Characters of a cursor: Base64 of JSON, with a text of 100 characters, ids and figures in it.
LONGEST_CURSOR = 2000

Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=ONE_LINE)
]
ShortName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=ONE_LINE)
]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=ONE_LINE)]
Email = Annotated[
    str,
    StringConstraints(max_length=LONGEST),
    AfterValidator(normal),
    Field(examples=["ada@shop.example"], json_schema_extra={"format": "email"}),
]
IpNetwork = Annotated[
    str,
    StringConstraints(max_length=50),
    AfterValidator(ip_networks.normal),
    Field(examples=["192.0.2.0/24"]),
]
#: What a link in a mail brings along.
Token = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=signed_tokens.LONGEST),
    Field(
        description="the end of the link in the mail, after the last slash",
        examples=["WyJ0aGUgZW5kIiwib2YgdGhlIGxpbmsiXQ.kF3nVwq0"],
    ),
]
Country = Annotated[
    str, StringConstraints(pattern=COUNTRY), Field(description="ISO 3166-1 alpha-2")
]
LanguageCode = Annotated[str, StringConstraints(pattern=LANGUAGE), Field(description="ISO 639-1")]


def _translated(language: str) -> str:
    if language not in languages():
        raise ValueError(
            Sentence(_("must be one of {languages}"), languages=", ".join(languages()))
        )
    return language


#: One that documents can be written in.
DocumentLanguage = Annotated[
    Language, AfterValidator(_translated), Field(json_schema_extra={"enum": [*languages()]})
]
#: What an organisation states on its papers, with line breaks.
GeneralTerms = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=4000),
    Field(
        description="what holds for orders from and to it beside what is agreed in each, as its "
        "papers state it; an offer keeps those of both sides as they stand when it is made"
    ),
]
#: What a client stores for itself; how much, is checked once it is merged with what is there.
Details = dict[str, JsonValue]
Right = Annotated[
    Literal[
        "processes:read",
        "processes:edit",
        "processes:delete",
        "processes:messages",
        "processes:files",
        "organization:read",
        "organization:edit",
        "organization:delete",
        "organization:audit",
        "resources:read",
        "resources:edit",
        "keys:manage",
    ],
    enumerations.RIGHT,
]


def _with_its_plus(text: Any) -> Any:
    """Refuse a time whose + was read as a blank, as it is in the query of an address."""
    if isinstance(text, str) and re.search(r"\d \d\d:?\d\d$", text):
        raise ValueError(
            Sentence(
                _("a + in an address means a blank; write %2B: {text}"),
                text=text.replace(" ", "%2B"),
            )
        )
    return text


#: A time with its zone in the query of an address, in UTC.
QueryMoment = Annotated[Moment, BeforeValidator(_with_its_plus)]


class RequestBody(BaseModel):
    """What a caller sends: fields that nobody reads are refused, so that no typo goes unseen."""

    model_config = ConfigDict(extra="forbid")


class Shown(BaseModel):
    """What a caller gets, from rows or from dictionaries; an answer has the fields given to it.

    Presenters fill it by `model_construct`: mypy holds each field to its type and misses none that
    is required, and nothing that the service has stored itself is checked again for each answer.
    """

    model_config = ConfigDict(from_attributes=True)

    @classmethod
    def of_json(cls, content: Mapping[str, Any], **more: Any) -> Self:
        """What is kept as JSON, shown as it is, and more beside it: nothing is converted."""
        return super().model_construct(**content, **more)


class PageQuery(BaseModel):
    """Which part of a list is wanted."""

    limit: int = Field(50, ge=1, le=200, description="entries on a page")
    cursor: str | None = Field(
        None, max_length=LONGEST_CURSOR, description="`next` of the page before"
    )


class PartQuery(BaseModel):
    """Which part of a list is wanted that is answered whole unless a limit is stated."""

    limit: int | None = Field(None, ge=1, le=200, description="entries; all if left out")
    cursor: str | None = Field(
        None, max_length=LONGEST_CURSOR, description="`next` of the page before"
    )


class NewId(RequestBody):
    """What creates something may bring its id along."""

    id: UUID | None = Field(None, description="an id that the client chose, a UUIDv7 at best")
