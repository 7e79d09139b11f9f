from enum import StrEnum
from typing import Self


class AuditAction(StrEnum):
    ACCOUNT_REGISTERED = "account.registered"
    ACCOUNT_CONFIRMED = "account.confirmed"
    ACCOUNT_REJECTED = "account.rejected"
    ACCOUNT_UPDATED = "account.updated"
    ACCOUNT_PASSWORD_CHANGED = "account.password_changed"
    ACCOUNT_PASSWORD_RESET = "account.password_reset"
    ACCOUNT_SECOND_FACTOR_ON = "account.second_factor_on"
    ACCOUNT_SECOND_FACTOR_OFF = "account.second_factor_off"
    ACCOUNT_RECOVERY_CODES_RENEWED = "account.recovery_codes_renewed"
    ACCOUNT_PROVIDER_LINKED = "account.provider_linked"
    ACCOUNT_PROVIDER_UNLINKED = "account.provider_unlinked"
    ACCOUNT_DEVICE_APPROVAL_ON = "account.device_approval_on"
    ACCOUNT_DEVICE_APPROVAL_OFF = "account.device_approval_off"
    ACCOUNT_DEVICES_FORGOTTEN = "account.devices_forgotten"
    PASSKEY_ADDED = "passkey.added"
    PASSKEY_RENAMED = "passkey.renamed"
    PASSKEY_REMOVED = "passkey.removed"
    ACCOUNT_DISABLED = "account.disabled"
    ACCOUNT_ENABLED = "account.enabled"
    ACCOUNT_ERASED = "account.erased"
    ACCOUNT_OPERATOR_GRANTED = "account.operator_granted"
    ACCOUNT_OPERATOR_REVOKED = "account.operator_revoked"
    ACCOUNT_NOTIFICATIONS_CHANGED = "account.notifications_changed"
    SESSION_OPENED = "session.opened"
    SESSION_HELD = "session.held"
    SESSION_APPROVED = "session.approved"
    SESSION_ENDED = "session.ended"
    SESSIONS_ENDED = "sessions.ended"
    API_KEY_CREATED = "api_key.created"
    API_KEY_REVOKED = "api_key.revoked"
    ORGANIZATION_CREATED = "organization.created"
    ORGANIZATION_UPDATED = "organization.updated"
    ORGANIZATION_DELETED = "organization.deleted"
    ORGANIZATION_CONFIRMED = "organization.confirmed"
    MEMBER_ADDED = "member.added"
    MEMBER_ROLE_CHANGED = "member.role_changed"
    MEMBER_REMOVED = "member.removed"
    INVITATION_SENT = "invitation.sent"
    INVITATION_TAKEN_BACK = "invitation.taken_back"
    ROLE_CREATED = "role.created"
    ROLE_UPDATED = "role.updated"
    ROLE_DELETED = "role.deleted"
    ADDRESS_CREATED = "address.created"
    ADDRESS_UPDATED = "address.updated"
    ADDRESS_DELETED = "address.deleted"
    WEBHOOK_CREATED = "webhook.created"
    WEBHOOK_UPDATED = "webhook.updated"
    WEBHOOK_SECRET_RENEWED = "webhook.secret_renewed"
    WEBHOOK_DELETED = "webhook.deleted"
    WEBHOOK_DISABLED = "webhook.disabled"
    WEBHOOK_TESTED = "webhook.tested"
    WEBHOOK_REDELIVERED = "webhook.redelivered"
    CONTRACTOR_MOVED = "contractor.moved"
    CONTRACTOR_APPROVED = "contractor.approved"
    CONTRACTOR_SUSPENDED = "contractor.suspended"
    CONTRACTOR_TERMS_UPDATED = "contractor.terms_updated"
    CONTRACTOR_ANSWER_LINKS_REVOKED = "contractor.answer_links_revoked"
    MACHINE_CREATED = "machine.created"
    MACHINE_UPDATED = "machine.updated"
    MACHINE_DELETED = "machine.deleted"
    OPERATOR_FILES_READ = "operator.files_read"
    OPERATOR_WORK_RETRIED = "operator.work_retried"
    OPERATOR_MAIL_RESENT = "operator.mail_resent"
    OPERATOR_PROCESS_REBUILT = "operator.process_rebuilt"

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_, member._value_ = value.upper(), value
        return member

    def __str__(self) -> str:
        return str(self.value)
