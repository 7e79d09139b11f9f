"""Says which rows are about a person, and exports them to whom they are about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.permissions import Forbidden, Principal, Unauthenticated
from service.database.models import (
    AccountMail,
    ApiKey,
    ApprovedDevice,
    Attachment,
    AuditEntry,
    Authenticator,
    BrowserSession,
    ExternalIdentity,
    File,
    FileDownload,
    HistoryRow,
    Invitation,
    Membership,
    Message,
    Notification,
    Organization,
    Passkey,
    Preference,
    Process,
    Project,
    ReadPosition,
    RecoveryCode,
    SignIn,
    ThreadRead,
    User,
)
from service.database.models.record import TableRow
from service.translations import gettext_noop as _
from service.values.prices import without_prices

#: Rows that are read at a time.
BATCH = 500


class Fate(Enum):
    """What becomes of the rows when the account is erased."""

    #: they are deleted
    DELETED = "deleted"
    #: they stay without the name of the person
    RENAMED = "renamed"
    #: they stay: they name the person by an id alone, or where they are read
    KEPT = "kept"


@dataclass(frozen=True)
class PersonalTable:
    """The rows of a table that are about a person, whom `owner` names by their id."""

    table: type[TableRow]
    owner: str
    #: what is exported of a row; empty: nothing, for it would give a secret away
    columns: tuple[str, ...]
    fate: Fate
    #: where the name of the person stands
    name: str | None = None


#: By what the export calls them.
TABLES: Final[Mapping[str, PersonalTable]] = {
    "account": PersonalTable(
        User,
        "id",
        (
            "id",
            "email",
            "claimed_email",
            "name",
            "is_operator",
            "email_verified_at",
            "second_factor_at",
            "device_approval",
            "language",
            "zone",
            "created_at",
        ),
        Fate.RENAMED,
        "name",
    ),
    "memberships": PersonalTable(
        Membership,
        "user_id",
        ("organization_id", "role_id", "given_by", "created_at"),
        Fate.DELETED,
    ),
    "sessions": PersonalTable(
        BrowserSession,
        "user_id",
        ("id", "created_at", "expires_at", "last_seen_at", "address", "agent"),
        Fate.DELETED,
    ),
    "api_keys": PersonalTable(
        ApiKey,
        "user_id",
        (
            "id",
            "name",
            "prefix",
            "rights",
            "organization_id",
            "networks",
            "created_at",
            "last_used_at",
            "expires_at",
            "revoked_at",
        ),
        Fate.DELETED,
    ),
    "authenticators": PersonalTable(
        Authenticator, "user_id", ("confirmed_at", "created_at"), Fate.DELETED
    ),
    "recovery_codes": PersonalTable(RecoveryCode, "user_id", (), Fate.DELETED),
    "providers": PersonalTable(
        ExternalIdentity, "user_id", ("issuer", "subject", "created_at"), Fate.DELETED
    ),
    "sign_ins": PersonalTable(SignIn, "user_id", ("program", "address", "last_at"), Fate.DELETED),
    "devices": PersonalTable(
        ApprovedDevice, "user_id", ("agent", "approved_at", "last_used_at"), Fate.DELETED
    ),
    "passkeys": PersonalTable(
        Passkey, "user_id", ("id", "name", "created_at", "last_used_at"), Fate.DELETED
    ),
    "preferences": PersonalTable(
        Preference, "user_id", ("organization_id", "choices", "updated_at"), Fate.DELETED
    ),
    "notifications": PersonalTable(
        Notification,
        "user_id",
        ("id", "organization_id", "event", "channel", "state", "created_at", "finished_at"),
        Fate.DELETED,
    ),
    "account_mails": PersonalTable(
        AccountMail,
        "subject_id",
        ("id", "kind", "email", "data", "state", "created_at", "finished_at"),
        Fate.DELETED,
    ),
    "invitations": PersonalTable(
        Invitation,
        "invited_by",
        ("id", "organization_id", "email", "created_at", "expires_at"),
        Fate.DELETED,
    ),
    "read_positions": PersonalTable(
        ReadPosition, "reader_id", ("position", "updated_at"), Fate.DELETED
    ),
    "threads_read": PersonalTable(
        ThreadRead, "reader_id", ("thread_id", "message_id", "read_at"), Fate.DELETED
    ),
    "organizations": PersonalTable(
        Organization,
        "founded_by",
        ("id", "name", "created_at", "deleted_at"),
        Fate.KEPT,
    ),
    "projects": PersonalTable(
        Project,
        "created_by",
        ("id", "client_id", "title", "created_at", "deleted_at"),
        Fate.KEPT,
    ),
    "processes": PersonalTable(
        Process,
        "created_by",
        ("id", "project_id", "title", "created_at", "deleted_at"),
        Fate.KEPT,
    ),
    "files": PersonalTable(
        File,
        "uploaded_by",
        (
            "id",
            "process_id",
            "name",
            "media_type",
            "size_bytes",
            "sha256",
            "created_at",
            "deleted_at",
        ),
        Fate.KEPT,
    ),
    "messages": PersonalTable(
        Message,
        "author_id",
        ("id", "process_id", "request_id", "author_name", "text", "created_at"),
        Fate.RENAMED,
        "author_name",
    ),
    "attachments": PersonalTable(
        Attachment,
        "uploaded_by",
        ("id", "process_id", "message_id", "name", "size_bytes", "created_at"),
        Fate.KEPT,
    ),
    "downloads": PersonalTable(
        FileDownload,
        "actor_id",
        ("id", "process_id", "file_id", "name", "actor_name", "at"),
        Fate.RENAMED,
        "actor_name",
    ),
    "history": PersonalTable(
        HistoryRow,
        "actor_id",
        ("process_id", "version", "at", "trigger", "source", "dest", "actor_name", "data"),
        Fate.KEPT,
    ),
    "audit": PersonalTable(
        AuditEntry,
        "actor_id",
        ("id", "at", "action", "via", "address", "organization_id", "subject_name", "changed"),
        Fate.KEPT,
    ),
}


def owner_of(principal: Principal) -> UUID:
    """Whose data a caller may have, or have erased; raises Unauthenticated, Forbidden."""
    if principal.user_id is None:
        raise Unauthenticated(_("only who is logged in has data of their own here"))
    if principal.via != "session":
        raise Forbidden(_("an API key neither exports nor erases its owner's data; log in"))
    return principal.user_id


def _rows_about(name: str, user_id: UUID) -> sa.Select[Any]:
    of = TABLES[name]
    query = sa.select(*(getattr(of.table, column) for column in of.columns))
    return query.where(getattr(of.table, of.owner) == user_id).order_by(*_key(of))


def rows(
    db: Session, name: str, user_id: UUID, after: int, *, sees_prices: bool
) -> list[dict[str, Any]]:
    """At most BATCH rows of a table about a person, from the one numbered `after` on.

    Whoever may not see prices gets them without amounts.
    """
    page = _rows_about(name, user_id).offset(after).limit(BATCH)
    found = [dict(row._mapping) for row in db.execute(page)]
    return found if sees_prices else [without_prices(row) for row in found]


def exported() -> Iterator[str]:
    """The names of what an export holds."""
    return (name for name, of in TABLES.items() if of.columns)


def _key(of: PersonalTable) -> list[sa.ColumnElement[Any]]:
    return list(sa.inspect(of.table).primary_key)
