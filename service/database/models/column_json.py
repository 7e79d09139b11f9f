"""What stands in the JSON columns of tables: a type for each noun, for who writes and who reads.

Records and their pieces have theirs in `record_json` of `manufacturing.quoting`, and what it names.
"""

from typing import NotRequired, TypedDict

from service.manufacturing.quoting.record_json import CalculatedWithJson
from service.values.json_object import JsonObject


class ActorJson(TypedDict):
    """Who did something: the role, and who it was in it, if it was somebody."""

    role: str
    id: str | None
    name: str


class AddressJson(TypedDict):
    """Where people and parcels find somebody; the country is of ISO 3166-1 alpha-2."""

    name: str
    street: str
    postal_code: str
    city: str
    country: str


class GeneralTermsJson(TypedDict):
    """The general terms of both sides of an order; empty where a side states none."""

    client: str
    contractor: str


class ConfigurationJson(CalculatedWithJson, total=False):
    """What a client has stated about a part; what is left out is not stated."""

    delivery_address: AddressJson
    billing_address: AddressJson
    #: by priority, 0 to 10
    priorities: dict[str, int]
    acceptance_criteria: str
    notes: str
    sandbox_scenario: str


class DispatchWishJson(TypedDict):
    """The client who asked for `send` as soon as the verification passes."""

    id: str
    name: str
    accept: NotRequired[str]


class AttemptJson(TypedDict):
    """One attempt of a channel: when, and what came of it."""

    at: str
    error: NotRequired[str]
    detail: NotRequired[str]


class ChannelReportJson(TypedDict, total=False):
    """What became of a request on one channel."""

    attempts: int
    tries: list[AttemptJson]
    error: str
    delivered_at: str
    reference: str
    #: when it is tried again, the order's dispatch being over
    again_at: str


class WindowJson(TypedDict, total=False):
    """How long a state lasts, and how long before its end somebody is reminded; 0: never."""

    hours: float
    reminder_hours: float


class SecretJson(TypedDict):
    """What messages to a webhook are signed with; times are ISO 8601."""

    secret: str
    created_at: str
    expires_at: str | None


class EventJson(TypedDict):
    """An event as every reader gets it; the keys of `data` depend on its type."""

    position: int | None
    id: str
    type: str
    at: str
    project_id: str | None
    process_id: str | None
    #: absent from what was kept before there was a sandbox
    sandbox: NotRequired[bool]
    actor: ActorJson
    data: JsonObject


class PendingOfferJson(TypedDict):
    """An offer that counts once it is confirmed; `terms` are those of a `NewOffer`."""

    id: str
    terms: JsonObject


class AccountMailJson(TypedDict, total=False):
    """What a mail about an account says beside its link."""

    #: when and from where something was done; the time is ISO 8601
    at: str
    address: str
    agent: str
    #: what a new API key is called
    key: str
    #: who invites, to what, and as what
    inviter: str
    organization: str
    role: str
    #: why an operator has decided so
    reason: str
    #: of which request and what price an offer is to be confirmed
    number: str
    amount: str
    currency: str
