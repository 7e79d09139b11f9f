"""The tables, one file per noun."""

from service.database.models.catalogue import (
    CatalogueChange,
    CatalogueItem,
    CatalogueVersion,
    Contractor,
    Machine,
)
from service.database.models.feed import Audience, Event, ReadPosition
from service.database.models.files import Analysis, File, FileAccess, FileGrant, Standing
from service.database.models.history import HistoryRow
from service.database.models.messages import Attachment, Message, ThreadRead
from service.database.models.notifications import Bookmark, Notification, Preference
from service.database.models.outbox import Announcement, Bell, KeptAnswer, Tenure
from service.database.models.people import (
    ApiKey,
    BrowserSession,
    Membership,
    Organization,
    Role,
    User,
)
from service.database.models.processes import Dependency, Process, Progress
from service.database.models.production import Production, Replacement, Shipment
from service.database.models.projects import Project, ProjectAccess
from service.database.models.record import Record
from service.database.models.requests import Offer, Request
from service.database.models.verifications import Verification
from service.database.models.webhooks import Attempt, Delivery, Target, Webhook

__all__ = [
    "Analysis",
    "Announcement",
    "ApiKey",
    "Attachment",
    "Attempt",
    "Audience",
    "Bell",
    "Bookmark",
    "BrowserSession",
    "CatalogueChange",
    "CatalogueItem",
    "CatalogueVersion",
    "Contractor",
    "Delivery",
    "Dependency",
    "Event",
    "File",
    "FileAccess",
    "FileGrant",
    "HistoryRow",
    "KeptAnswer",
    "Machine",
    "Membership",
    "Message",
    "Notification",
    "Offer",
    "Organization",
    "Preference",
    "Process",
    "Production",
    "Progress",
    "Project",
    "ProjectAccess",
    "ReadPosition",
    "Record",
    "Replacement",
    "Request",
    "Role",
    "Shipment",
    "Standing",
    "Target",
    "Tenure",
    "ThreadRead",
    "User",
    "Verification",
    "Webhook",
]
