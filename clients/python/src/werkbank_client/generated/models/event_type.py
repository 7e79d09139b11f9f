from enum import StrEnum
from typing import Self


class EventType(StrEnum):
    OFFER_MADE = "offer.made"
    ORGANIZATION_CREATED = "organization.created"
    ORGANIZATION_DELETED = "organization.deleted"
    ORGANIZATION_MEMBER_ADDED = "organization.member_added"
    ORGANIZATION_MEMBER_REMOVED = "organization.member_removed"
    ORGANIZATION_STANDING_CHANGED = "organization.standing_changed"
    ORGANIZATION_UPDATED = "organization.updated"
    ORGANIZATION_WEBHOOK_DISABLED = "organization.webhook_disabled"
    PROCESS_CANCELLED = "process.cancelled"
    PROCESS_CLARIFICATION = "process.clarification"
    PROCESS_COMPLETED = "process.completed"
    PROCESS_CONFIRMED = "process.confirmed"
    PROCESS_CREATED = "process.created"
    PROCESS_DECLINED = "process.declined"
    PROCESS_DELETED = "process.deleted"
    PROCESS_DELIVERED = "process.delivered"
    PROCESS_DISPUTED = "process.disputed"
    PROCESS_DRAFT = "process.draft"
    PROCESS_FAILED = "process.failed"
    PROCESS_FILE = "process.file"
    PROCESS_FILE_ACCESS = "process.file_access"
    PROCESS_FILE_DOWNLOADED = "process.file_downloaded"
    PROCESS_IN_DELIVERY = "process.in_delivery"
    PROCESS_IN_PRODUCTION = "process.in_production"
    PROCESS_MESSAGE = "process.message"
    PROCESS_OFFERED = "process.offered"
    PROCESS_PARKED = "process.parked"
    PROCESS_PREDECESSOR_FAILED = "process.predecessor_failed"
    PROCESS_PRODUCED = "process.produced"
    PROCESS_REMINDER = "process.reminder"
    PROCESS_SENDING = "process.sending"
    PROCESS_SENT = "process.sent"
    PROCESS_UPDATED = "process.updated"
    PROCESS_VERIFICATION_FAILED = "process.verification_failed"
    PROCESS_VERIFICATION_PROGRESS = "process.verification_progress"
    PROCESS_VERIFIED = "process.verified"
    PROCESS_VERIFYING = "process.verifying"
    PROCESS_WAITING = "process.waiting"
    PROJECT_CREATED = "project.created"
    PROJECT_DELETED = "project.deleted"
    PROJECT_SAVED = "project.saved"
    PROJECT_UPDATED = "project.updated"
    REQUEST_ACCEPTED = "request.accepted"
    REQUEST_ACKNOWLEDGED = "request.acknowledged"
    REQUEST_CLARIFICATION = "request.clarification"
    REQUEST_CONTRACTOR_SUSPENDED = "request.contractor_suspended"
    REQUEST_DECLINED = "request.declined"
    REQUEST_DISPATCHED = "request.dispatched"
    REQUEST_EXPIRED = "request.expired"
    REQUEST_LOST = "request.lost"
    REQUEST_OFFERED = "request.offered"
    REQUEST_REFUSED = "request.refused"
    REQUEST_REMINDER = "request.reminder"
    REQUEST_WITHDRAWN = "request.withdrawn"
    RESET = "reset"
    USER_RIGHTS_CHANGED = "user.rights_changed"
    WEBHOOK_TEST = "webhook.test"

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_, member._value_ = value.upper(), value
        return member

    def __str__(self) -> str:
        return str(self.value)
