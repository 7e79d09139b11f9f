"""The tables, one file per noun."""

from service.database.models.account_mails import AccountMail
from service.database.models.addresses import BookedAddress
from service.database.models.audit import AuditAudience, AuditEntry
from service.database.models.catalogue import (
    CatalogueChange,
    CatalogueIndexPart,
    CatalogueItem,
    CatalogueVersion,
    ContractorRow,
    MachineRow,
    Standing,
    StandingChange,
)
from service.database.models.checkpoints import Checkpoint
from service.database.models.counters import EventCount, Usage
from service.database.models.external_identities import ExternalIdentity
from service.database.models.feed import Audience, Event, FurtherParty, ReadPosition
from service.database.models.files import (
    Analysis,
    File,
    FileDownload,
    FileGrant,
    FileRole,
    RepairStatus,
)
from service.database.models.history import HistoryRow
from service.database.models.invitations import Invitation
from service.database.models.login_guesses import LoginGuesses
from service.database.models.messages import Attachment, Message, ThreadRead
from service.database.models.notifications import Bookmark, Notification, Preference
from service.database.models.one_time_tokens import OneTimeToken
from service.database.models.outbox import (
    IdempotentAnswer,
    LeaderLease,
    OutboxEvent,
    TraceContext,
    WorkItem,
)
from service.database.models.people import (
    ApiKey,
    ApprovedDevice,
    BrowserSession,
    Membership,
    Organization,
    Role,
    SignIn,
    User,
)
from service.database.models.processes import Dependency, Process, Progress
from service.database.models.production import ProductionRow, Replacement, Shipment
from service.database.models.projects import Project, ProjectAccess
from service.database.models.record import TableRow
from service.database.models.requests import Offer, Request
from service.database.models.restorations import Restoration
from service.database.models.second_factors import Authenticator, Passkey, RecoveryCode
from service.database.models.shared_values import SharedValue
from service.database.models.verifications import RecordContent, Verification
from service.database.models.webhooks import Attempt, Delivery, WebhookEndpoint, WebhookHost

__all__ = [
    "AccountMail",
    "Analysis",
    "ApiKey",
    "ApprovedDevice",
    "Attachment",
    "Attempt",
    "Audience",
    "AuditAudience",
    "AuditEntry",
    "Authenticator",
    "BookedAddress",
    "Bookmark",
    "BrowserSession",
    "CatalogueChange",
    "CatalogueIndexPart",
    "CatalogueItem",
    "CatalogueVersion",
    "Checkpoint",
    "ContractorRow",
    "Delivery",
    "Dependency",
    "Event",
    "EventCount",
    "ExternalIdentity",
    "File",
    "FileDownload",
    "FileGrant",
    "FileRole",
    "FurtherParty",
    "HistoryRow",
    "IdempotentAnswer",
    "Invitation",
    "LeaderLease",
    "LoginGuesses",
    "MachineRow",
    "Membership",
    "Message",
    "Notification",
    "Offer",
    "OneTimeToken",
    "Organization",
    "OutboxEvent",
    "Passkey",
    "Preference",
    "Process",
    "ProductionRow",
    "Progress",
    "Project",
    "ProjectAccess",
    "ReadPosition",
    "RecordContent",
    "RecoveryCode",
    "RepairStatus",
    "Replacement",
    "Request",
    "Restoration",
    "Role",
    "SharedValue",
    "Shipment",
    "SignIn",
    "Standing",
    "StandingChange",
    "TableRow",
    "ThreadRead",
    "TraceContext",
    "Usage",
    "User",
    "Verification",
    "WebhookEndpoint",
    "WebhookHost",
    "WorkItem",
]
