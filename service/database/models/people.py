"""Users, organisations, roles and memberships, and the sessions and API keys of users."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.database.models.column_json import AddressJson, WindowJson
from service.database.models.record import CreatedAt, Id, Json, TableRow


class User(TableRow):
    """A person with a password. `is_operator` marks those who run the service.

    Whoever is disabled stays in every history, and nothing lets them in. Until somebody has shown
    that they read what is sent to an address it stands in `claimed_email` alone, which several may
    claim: whoever looks for an account by its address finds confirmed ones and no other.
    """

    __tablename__ = "users"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    is_operator: Mapped[bool] = mapped_column(default=False)
    disabled_at: Mapped[datetime | None]
    claimed_email: Mapped[str | None] = mapped_column(sa.String(254))
    email_verified_at: Mapped[datetime | None]
    #: when the account was erased; its id stays in histories
    erased_at: Mapped[datetime | None]
    #: since when logins ask for a code beside the password
    second_factor_at: Mapped[datetime | None]
    #: in which they want to be written to; None: that of the first organisation they belong to
    language: Mapped[str | None] = mapped_column(sa.String(2))
    #: IANA name of the time zone in which times are told them; None: as their browser says
    zone: Mapped[str | None] = mapped_column(sa.String(64))
    #: whether a link that is mailed has to be opened before a new device is let in
    device_approval: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    created_at: Mapped[CreatedAt]

    @property
    def stated_email(self) -> str:
        """The address that the person has given, confirmed or not."""
        return self.claimed_email or self.email


class Organization(TableRow):
    """A company, or the one-person organisation that every user gets. It owns projects.

    Nothing is mailed to its address before somebody has shown that they read what is sent there:
    whoever mails takes `confirmed_email`.
    """

    __tablename__ = "organizations"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(sa.String(200))
    #: as it was stated, confirmed or not
    email: Mapped[str | None] = mapped_column(sa.String(254))
    email_verified_at: Mapped[datetime | None]
    country: Mapped[str | None] = mapped_column(sa.String(2))
    language: Mapped[str] = mapped_column(sa.String(2), default="en")
    address: Mapped[Json[AddressJson] | None]
    vat_id: Mapped[str | None] = mapped_column(sa.String(20))
    #: what holds for its orders beside what is agreed in each, as its papers state it
    general_terms: Mapped[str] = mapped_column(sa.Text(), default="", server_default="")
    #: whether its members can do nothing without a second factor
    second_factor_required: Mapped[bool] = mapped_column(default=False)
    #: whether new devices of its members have to be approved by a mailed link
    device_approval_required: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    #: how long states last for what it orders, by the name of the deadline
    deadlines: Mapped[Json[dict[str, WindowJson]]] = mapped_column(default=dict)
    #: where an operator lets it have more or less than the settings say
    quota: Mapped[Json[dict[str, int]]] = mapped_column(default=dict, server_default="{}")
    version: Mapped[int] = mapped_column(default=1)
    #: the user who has founded it; None if a command did, or from before that was noted
    founded_by: Mapped[UUID | None] = mapped_column(index=True)
    #: when it was deleted; what was ordered from it or by it stays
    deleted_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]

    __mapper_args__ = {"version_id_col": version}

    @property
    def confirmed_email(self) -> str | None:
        """The address to which mails go; None where there is none, or nobody has confirmed it."""
        return self.email if self.email_verified_at else None


class Role(TableRow):
    """A named set of rights within one organisation."""

    __tablename__ = "roles"
    __table_args__ = (sa.UniqueConstraint("organization_id", "name"),)

    id: Mapped[Id]
    organization_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organizations.id"))
    name: Mapped[str] = mapped_column(sa.String(100))
    rights: Mapped[list[str]]
    #: False: whoever has it is shown no prices
    sees_prices: Mapped[bool] = mapped_column(default=True, server_default=sa.true())


class Membership(TableRow):
    """That a user belongs to an organisation, in a role."""

    __tablename__ = "memberships"

    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), primary_key=True)
    organization_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("organizations.id"), primary_key=True, index=True
    )
    role_id: Mapped[UUID] = mapped_column(sa.ForeignKey("roles.id"), index=True)
    #: the provider of identities whose groups decide about it; None if people do
    given_by: Mapped[str | None] = mapped_column(sa.String(30))
    created_at: Mapped[CreatedAt]
    role: Mapped[Role] = relationship(lazy="raise")
    user: Mapped[User] = relationship(lazy="raise")
    organization: Mapped[Organization] = relationship(lazy="raise")


class ApiKey(TableRow):
    """A key for programs. Only its hash is kept; `rights` None means whatever its owner may.

    A key that another has made ends with it: revoking reaches its whole descent, its expiry is no
    later, and whatever else bounds it is no wider.
    """

    __tablename__ = "api_keys"

    id: Mapped[Id]
    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    prefix: Mapped[str] = mapped_column(sa.String(12))
    secret_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    rights: Mapped[list[str] | None]
    #: the key that has made this one; None if a session or an operator did
    parent_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("api_keys.id", ondelete="CASCADE"), index=True
    )
    #: the only organisation that it acts for; None: for all of its owner's
    organization_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("organizations.id", ondelete="CASCADE"), index=True
    )
    #: from where it may be used, in CIDR notation; None: from anywhere
    networks: Mapped[list[str] | None]
    created_at: Mapped[CreatedAt]
    last_used_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class BrowserSession(TableRow):
    """A browser that we know: a visitor with an id of their own, or a user who has logged in."""

    __tablename__ = "sessions"

    id: Mapped[Id]
    secret_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    csrf_token: Mapped[str] = mapped_column(sa.String(64))
    visitor_id: Mapped[UUID] = mapped_column(index=True)
    user_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("users.id"), index=True)
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    last_seen_at: Mapped[datetime | None]
    #: from where it was used last, and what the browser calls itself
    address: Mapped[str | None] = mapped_column(sa.String(45))
    agent: Mapped[str | None] = mapped_column(sa.String(200))
    #: whether it is its user's only once they have opened a link that was mailed to them
    awaits_approval: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    #: digest of the secret by which its device is known
    device_hash: Mapped[str | None] = mapped_column(sa.String(64))


class ApprovedDevice(TableRow):
    """That a user has let themselves in from a device, which keeps a secret to be known by."""

    __tablename__ = "approved_devices"

    user_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    device_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True, index=True)
    #: what its browser or program called itself then
    agent: Mapped[str] = mapped_column(sa.String(200))
    approved_at: Mapped[datetime]
    last_used_at: Mapped[datetime] = mapped_column(index=True)


class SignIn(TableRow):
    """That a user has logged in from an address with a program, so that another one is news."""

    __tablename__ = "sign_ins"

    user_id: Mapped[UUID] = mapped_column(sa.ForeignKey("users.id"), primary_key=True)
    #: digest of what the browser or program calls itself, without its version
    program: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    address: Mapped[str] = mapped_column(sa.String(45), primary_key=True)
    last_at: Mapped[datetime] = mapped_column(index=True)
