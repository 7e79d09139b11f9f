"""Which error is which problem: its status, its `type` and its title."""

from typing import NamedTuple

from service.access import lookup, permissions
from service.access.permissions import BadCredentials
from service.accounts import (
    api_keys,
    confirmation_links,
    device_approvals,
    invitations,
    login,
    login_limits,
    members,
    oidc_exchange,
    oidc_logins,
    organization_deletion,
    passkey_challenges,
    password_changes,
    passwords,
    roles,
    second_factor,
    second_factor_changes,
    users,
)
from service.api.http import (
    content_coding,
    forbidden_signs,
    paging,
    preconditions,
    server_contract,
    uploads,
    web,
)
from service.api.orders.batches import NoneAccepted
from service.catalogue import contractor_names, terms
from service.database import idempotency_keys, one_time_tokens
from service.database.errors import (
    DriverError,
    StaleDataError,
)
from service.errors import BadField, Busy, IdTaken, QuotaExceeded, TooMany
from service.events import feed
from service.events.streaming import openings, seats
from service.files import repairs, scanning, storage, viewer_meshes
from service.manufacturing.geometry.meshes import Unreadable
from service.operations import parked
from service.orders import dependencies, projects
from service.translations import gettext_noop as _
from service.values import emails
from service.verification import estimates
from workflows.engine import IllegalMove, NotReady


class Row(NamedTuple):
    """How an error is answered."""

    status: int
    slug: str
    title: str


#: What is not in this table is a bug and answers 500.
TABLE: dict[type[Exception], Row] = {
    forbidden_signs.BadText: Row(400, "bad-text", _("The request holds a forbidden character")),
    paging.BadCursor: Row(422, "bad-cursor", _("The cursor is not known")),
    paging.BadIds: Row(422, "bad-ids", _("The ids cannot be read")),
    web.BadMediaType: Row(415, "unsupported-media-type", _("The media type is not supported")),
    content_coding.UnknownCoding: Row(415, "unknown-coding", _("The content coding is not known")),
    content_coding.BrokenCoding: Row(400, "broken-coding", _("The body cannot be unpacked")),
    web.CsrfFailed: Row(403, "csrf", _("The CSRF token is missing or wrong")),
    preconditions.PreconditionFailed: Row(412, "version-moved-on", _("The version has moved on")),
    preconditions.ThereAlready: Row(412, "there-already", _("There is something already")),
    preconditions.UnreadableTags: Row(400, "unreadable-tags", _("The entity tags cannot be read")),
    idempotency_keys.KeyInUse: Row(
        409, "idempotency-key-in-use", _("The first request still runs")
    ),
    idempotency_keys.KeyReused: Row(422, "idempotency-key-reused", _("The key was used otherwise")),
    NoneAccepted: Row(409, "none-accepted", _("Nothing was started")),
    IllegalMove: Row(409, "illegal-move", _("The state does not allow this")),
    NotReady: Row(409, "not-ready", _("Something is missing")),
    StaleDataError: Row(409, "changed-meanwhile", _("Somebody else was faster")),
    lookup.Unknown: Row(404, "not-found", _("There is no such thing")),
    permissions.Unauthenticated: Row(401, "unauthenticated", _("Nobody knows who asks")),
    permissions.Forbidden: Row(403, "forbidden", _("A right is missing")),
    permissions.Unconfirmed: Row(403, "email-unconfirmed", _("The address is not confirmed")),
    permissions.SecondFactorMissing: Row(
        403, "second-factor-missing", _("A second factor is demanded")
    ),
    permissions.DeviceUnapproved: Row(
        403, "device-unapproved", _("The device is not approved yet")
    ),
    device_approvals.NothingToApprove: Row(
        409, "nothing-to-approve", _("Nothing waits to be approved")
    ),
    passkey_challenges.PasskeysUnavailable: Row(
        409, "passkeys-unavailable", _("There are no passkeys at this address")
    ),
    passkey_challenges.WrongPasskey: Row(403, "wrong-passkey", _("The passkey lets nobody in")),
    second_factor.CodeWanted: Row(401, "code-wanted", _("A code is wanted as well")),
    second_factor.WrongCode: Row(403, "wrong-code", _("The code is wrong")),
    second_factor_changes.EnrolledAlready: Row(
        409, "second-factor-on", _("There is a second factor already")
    ),
    second_factor_changes.NotEnrolled: Row(
        409, "second-factor-off", _("There is no second factor")
    ),
    oidc_logins.UnknownProvider: Row(404, "not-found", _("There is no such thing")),
    oidc_logins.NotVerified: Row(403, "email-unverified", _("The provider vouches for no address")),
    oidc_logins.LoginElsewhere: Row(403, "login-elsewhere", _("Another browser has begun")),
    oidc_logins.NotLetIn: Row(403, "not-let-in", _("The provider has let nobody in")),
    oidc_logins.IdentityTaken: Row(409, "identity-taken", _("Another account is linked to it")),
    oidc_exchange.BadLogoutToken: Row(400, "bad-logout-token", _("The token ends no logins")),
    oidc_exchange.ProviderFailed: Row(502, "provider-failed", _("The provider cannot be asked")),
    confirmation_links.AlreadyConfirmed: Row(
        409, "email-confirmed", _("The address is confirmed already")
    ),
    organization_deletion.OpenOrders: Row(409, "open-orders", _("Orders are under way")),
    IdTaken: Row(409, "id-taken", _("The id is taken")),
    projects.CannotDelete: Row(409, "cannot-delete", _("This cannot be deleted yet")),
    BadField: Row(422, "invalid", _("The input is not valid")),
    QuotaExceeded: Row(403, "quota-exceeded", _("The quota is used up")),
    TooMany: Row(409, "too-many", _("The limit is reached")),
    dependencies.BadDependency: Row(409, "bad-dependency", _("The dependency is not possible")),
    estimates.NotMeasured: Row(409, "not-measured", _("The file is not measured yet")),
    parked.NotParked: Row(409, "not-parked", _("The process is not parked")),
    feed.Gone: Row(410, "events-gone", _("The events are no longer kept")),
    seats.StreamsFull: Row(503, "crowded", _("Too much at once")),
    seats.TooManyStreams: Row(429, "too-many-requests", _("Too many requests")),
    server_contract.NoRoomForBodies: Row(503, "crowded", _("Too much at once")),
    server_contract.TooManyConnections: Row(429, "too-many-requests", _("Too many requests")),
    server_contract.BodyTooSlow: Row(408, "too-slow", _("The request came too slowly")),
    openings.NoStreams: Row(503, "no-streams", _("No stream can be opened now")),
    web.UpgradeRequired: Row(426, "upgrade-required", _("This address speaks another protocol")),
    storage.TooLarge: Row(413, "too-large", _("The content is too large")),
    BadCredentials: Row(401, "bad-credentials", _("This lets nobody in")),
    login_limits.TooManyGuesses: Row(429, "too-many-guesses", _("Too many wrong passwords")),
    login.Disabled: Row(403, "account-disabled", _("The account is disabled")),
    passwords.WeakPassword: Row(422, "weak-password", _("The password is not acceptable")),
    password_changes.WrongPassword: Row(403, "wrong-password", _("The password is wrong")),
    one_time_tokens.TokenBroken: Row(422, "token-broken", _("The link is not whole")),
    one_time_tokens.TokenMisused: Row(422, "token-misused", _("The link is for something else")),
    one_time_tokens.TokenExpired: Row(410, "token-expired", _("The link is too old")),
    one_time_tokens.TokenUsed: Row(410, "token-used", _("The link was used already")),
    one_time_tokens.TokenVoid: Row(410, "token-void", _("The link no longer holds")),
    emails.BadEmail: Row(422, "bad-email", _("The e-mail address is not valid")),
    users.EmailTaken: Row(409, "email-taken", _("The e-mail address is taken")),
    users.UnknownUser: Row(422, "unknown-user", _("Nobody has this e-mail address")),
    members.AlreadyMember: Row(409, "already-member", _("The user is a member already")),
    members.InvitationNeeded: Row(409, "invitation-needed", _("Members have to be invited")),
    invitations.NotInvited: Row(403, "not-invited", _("Somebody else is invited")),
    members.LastOwner: Row(409, "last-owner", _("An organization keeps an owner")),
    roles.UnknownRole: Row(422, "unknown-role", _("There is no such role")),
    roles.RoleTaken: Row(409, "role-taken", _("The role's name is taken")),
    roles.RoleInUse: Row(409, "role-in-use", _("Members hold the role")),
    roles.OwnerIsFixed: Row(409, "owner-is-fixed", _("The owner's role stays as it is")),
    api_keys.BadExpiry: Row(422, "bad-expiry", _("The key would have expired already")),
    uploads.BadUpload: Row(400, "bad-upload", _("The upload cannot be read")),
    Unreadable: Row(422, "unreadable-model", _("The model cannot be read")),
    viewer_meshes.NoUnit: Row(409, "no-unit", _("No unit is stated")),
    repairs.NotRepairable: Row(422, "not-repairable", _("The model cannot be repaired")),
    repairs.NothingToRepair: Row(409, "nothing-to-repair", _("There is nothing to repair")),
    repairs.NotOffered: Row(409, "not-offered", _("The file is not offered")),
    contractor_names.NameTaken: Row(
        409, "name-taken", _("Another contractor has a name that looks the same")
    ),
    terms.NoTerms: Row(409, "no-terms", _("The organization makes no parts yet")),
    scanning.ContentRefused: Row(422, "content-refused", _("The file is refused")),
    Busy: Row(503, "crowded", _("Too much at once")),
    storage.ContentMissing: Row(503, "content-missing", _("The content cannot be read now")),
    storage.StorageUnreachable: Row(503, "unavailable", _("A dependency is down")),
}


#: Errors that depend on where a process stands; who gets one wants to know that.
REFUSED_AS_IT_STANDS = (
    IllegalMove,
    NotReady,
    StaleDataError,
    DriverError,
    preconditions.PreconditionFailed,
    preconditions.ThereAlready,
)


#: Slugs of the answers that Flask and Werkzeug give themselves.
SLUGS = {
    400: "unreadable",
    401: "unauthenticated",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    408: "too-slow",
    413: "too-large",
    415: "unsupported-media-type",
    416: "range-not-satisfiable",
    422: "invalid",
    429: "too-many-requests",
    431: "head-too-large",
    500: "internal",
    503: "unavailable",
    507: "no-room",
}


#: Titles of the kinds that are none of our own exceptions.
_TITLES = {
    "unreadable": _("The request cannot be read"),
    "method-not-allowed": _("The address has no such method"),
    "range-not-satisfiable": _("The range lies behind the end"),
    "too-many-requests": _("Too many requests"),
    "head-too-large": _("The headers are too large"),
    "internal": _("This is a bug"),
    "unavailable": _("A dependency is down"),
    "no-room": _("There is no room left"),
    **{row.slug: row.title for row in TABLE.values()},
}


def title_of(slug: str) -> str:
    """The title of a kind of problem, the same each time; of what is no kind of ours its slug."""
    return _TITLES.get(slug, slug)


def row_of(error: Exception) -> Row:
    """The table's row for an error, by its nearest class."""
    return next(TABLE[cls] for cls in type(error).__mro__ if cls in TABLE)
