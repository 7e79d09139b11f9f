"""The tables, one file per noun."""

from service.models.catalogue import (
    CatalogueChange,
    CatalogueItem,
    CatalogueVersion,
    Contractor,
    Machine,
)
from service.models.feed import Audience, Event, ReadPosition
from service.models.files import Analysis, File, FileAccess, FileGrant, Standing
from service.models.history import HistoryRow
from service.models.messages import Attachment, Message, ThreadRead
from service.models.notifications import Bookmark, Notification, Preference
from service.models.outbox import Announcement, Bell, KeptAnswer, Tenure
from service.models.people import ApiKey, BrowserSession, Membership, Organization, Role, User
from service.models.processes import Dependency, Process, Progress
from service.models.production import Production, Replacement, Shipment
from service.models.projects import Project, ProjectAccess
from service.models.record import Record
from service.models.requests import Offer, Request
from service.models.verifications import Verification
from service.models.webhooks import Attempt, Delivery, Target, Webhook

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
