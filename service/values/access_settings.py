"""Says who may do what: keys, proofs of identity, origins and hosts, and limits for strangers."""

from pydantic import Field

from service.values.oidc_providers import OidcProvider
from service.values.places import Places


class AccessSettings(Places):
    """The settings about access; which of them may not be left out is checked in `Settings`."""

    embedded: bool | None = Field(
        None,
        description="One machine, example people, no mail confirmation; unset: as SQLite is used.",
    )
    secret_key: str = Field(
        "", repr=False, description="Signs sessions; made once under the var folder if embedded."
    )
    former_secret_keys: str = Field(
        "",
        repr=False,
        description="Former values of the secret key, separated by commas: links that they signed "
        "go on working, and nothing new is signed with them.",
    )
    encryption_keys: str = Field(
        "",
        repr=False,
        description="Keys that stored secrets are encrypted with, separated by commas, each of at "
        "least 32 letters: the first encrypts, all decrypt; made once likewise.",
    )
    history_keys: str = Field(
        "",
        repr=False,
        description="Keys of the chains of histories, likewise: the first makes new rows.",
    )
    flower_basic_auth: str = Field(
        "", repr=False, description="`name:password` for Flower; required unless embedded."
    )
    email_confirmation: bool | None = Field(
        None,
        description="Addresses of users and organisations count only once a mail was answered; "
        "unset: unless embedded. Cannot be switched off outside the embedded mode.",
    )
    contractor_approval: bool | None = Field(
        None,
        description="Contractors can be asked once an operator has approved them; unset: unless "
        "embedded. Cannot be switched off outside the embedded mode.",
    )
    first_operator: str = Field(
        "",
        description="Address of whoever operates the service first: while there is no operator, "
        "`werkbank migrate` makes them one, and they are mailed a link to set a password.",
    )
    session_days: int = Field(
        30, ge=1, description="Days after which somebody has to log in again, however active."
    )
    logins_per_minute: int = Field(
        300, ge=1, description="Login attempts per address and minute, for each web process."
    )
    second_factor: bool = Field(
        False, description="Everybody needs a second factor (TOTP), and can only enrol without one."
    )
    device_approval: bool = Field(
        False,
        description="A login from a new device counts once its user has opened a link that is "
        "mailed to them, or has shown a second factor.",
    )
    oidc_providers: tuple[OidcProvider, ...] = Field(
        (),
        repr=False,
        description="Providers of identities (OpenID Connect) as a JSON list; see operators.md.",
    )
    trusted_proxies: str = Field(
        "",
        description="Networks of proxies that are believed about the address of callers "
        "(`X-Forwarded-For`), as in `10.0.0.0/8,127.0.0.1/32`.",
    )
    anonymous_writes_per_minute: int = Field(
        600, ge=1, description="Writes of visitors per address and minute, likewise."
    )
    estimates_per_minute: int = Field(
        120, ge=1, description="Estimates per address and minute, likewise."
    )
    trusted_hosts: str = Field(
        "",
        description="Names under which the service may be called beside that of the public URL, "
        "separated by commas; unless embedded, others are refused.",
    )
    operations_token: str = Field(
        "",
        repr=False,
        description="Bearer token for `/metrics` and the detail of `/health/ready`, which are "
        "for operators otherwise unless embedded; 32 random bytes, as of a key.",
    )
    security_contact: str = Field(
        "",
        description="Where to report vulnerabilities, separated by commas, as in "
        "`mailto:security@werkbank.example`; empty: no `/.well-known/security.txt`.",
    )
    cors_origins: str = Field(
        "",
        description="Origins whose pages may call the API, as in `https://shop.example`, separated "
        "by commas; `*`: any, without cookies.",
    )

    @property
    def shared_with(self) -> tuple[str, ...]:
        """The origins whose pages may call the API; empty: none but this one."""
        return tuple(part.strip() for part in self.cors_origins.split(",") if part.strip())

    @property
    def more_hosts(self) -> tuple[str, ...]:
        """The names beside that of the public URL under which the service may be called."""
        return tuple(part.strip() for part in self.trusted_hosts.split(",") if part.strip())

    @property
    def security_contacts(self) -> tuple[str, ...]:
        """Where vulnerabilities are reported, as URIs."""
        return tuple(part.strip() for part in self.security_contact.split(",") if part.strip())

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """All keys whose signatures count, newest last: that one signs."""
        former = (part.strip() for part in self.former_secret_keys.split(",") if part.strip())
        return (*tuple(former)[::-1], self.secret_key)
