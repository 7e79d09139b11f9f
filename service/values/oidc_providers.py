"""Describes a provider of identities (OpenID Connect) as the settings name it."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

#: As it stands in addresses.
ProviderName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,29}$")]


class OidcProvider(BaseModel):
    """Who lets people in, and what that is worth here.

    `domains` are those of the addresses that may log in, all if empty. With `organization_id` the
    groups in the claim `groups_claim` give roles there: `roles` has the name of a role by the name
    of a group, and the first one that matches counts.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: ProviderName
    title: str = Field(min_length=1, max_length=100)
    issuer: str = Field(pattern=r"^https?://")
    client_id: str
    client_secret: str = Field(repr=False)
    scopes: str = "openid email profile"
    domains: tuple[str, ...] = ()
    organization_id: UUID | None = None
    groups_claim: str = "groups"
    roles: dict[str, str] = Field(default_factory=dict)
