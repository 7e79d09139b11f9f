"""Names what the audit log tells of: one action for each thing that can be done."""

from enum import Enum


class AuditAction(Enum):
    """What was done to an account or an organisation."""

    ACCOUNT_REGISTERED = "account.registered"
    #: the address counts from now on
    ACCOUNT_CONFIRMED = "account.confirmed"
    #: whoever reads the address has not registered with it
    ACCOUNT_REJECTED = "account.rejected"
    #: the name, or the language or time zone in which they are told things
    ACCOUNT_UPDATED = "account.updated"
    PASSWORD_CHANGED = "account.password_changed"
    #: by a mailed link, or by an operator
    PASSWORD_RESET = "account.password_reset"
    SECOND_FACTOR_ON = "account.second_factor_on"
    SECOND_FACTOR_OFF = "account.second_factor_off"
    RECOVERY_CODES_RENEWED = "account.recovery_codes_renewed"
    #: by an account of another provider it can be logged in to, too, or no longer
    PROVIDER_LINKED = "account.provider_linked"
    PROVIDER_UNLINKED = "account.provider_unlinked"
    DEVICE_APPROVAL_ON = "account.device_approval_on"
    DEVICE_APPROVAL_OFF = "account.device_approval_off"
    #: all but the one at hand are new again
    DEVICES_FORGOTTEN = "account.devices_forgotten"
    PASSKEY_ADDED = "passkey.added"
    PASSKEY_RENAMED = "passkey.renamed"
    PASSKEY_REMOVED = "passkey.removed"
    ACCOUNT_DISABLED = "account.disabled"
    ACCOUNT_ENABLED = "account.enabled"
    #: by the user; nothing of their own is left
    ACCOUNT_ERASED = "account.erased"
    #: the account may run the service
    OPERATOR_GRANTED = "account.operator_granted"
    OPERATOR_REVOKED = "account.operator_revoked"
    NOTIFICATIONS_CHANGED = "account.notifications_changed"

    LOGGED_IN = "session.opened"
    #: with the right password; its device has to be approved
    DEVICE_HELD = "session.held"
    DEVICE_APPROVED = "session.approved"
    SESSION_ENDED = "session.ended"
    #: several at once
    SESSIONS_ENDED = "sessions.ended"

    KEY_CREATED = "api_key.created"
    KEY_REVOKED = "api_key.revoked"

    ORGANIZATION_CREATED = "organization.created"
    ORGANIZATION_UPDATED = "organization.updated"
    ORGANIZATION_DELETED = "organization.deleted"
    #: mails go to its address from now on
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
    #: by the service, which could not reach it
    WEBHOOK_DISABLED = "webhook.disabled"
    WEBHOOK_TESTED = "webhook.tested"
    WEBHOOK_REDELIVERED = "webhook.redelivered"

    #: into the sandbox, or out of it
    CONTRACTOR_MOVED = "contractor.moved"
    CONTRACTOR_APPROVED = "contractor.approved"
    CONTRACTOR_SUSPENDED = "contractor.suspended"
    TERMS_UPDATED = "contractor.terms_updated"
    ANSWER_LINKS_REVOKED = "contractor.answer_links_revoked"
    MACHINE_CREATED = "machine.created"
    MACHINE_UPDATED = "machine.updated"
    MACHINE_DELETED = "machine.deleted"

    #: an operator has downloaded files of a client
    FILES_READ = "operator.files_read"
    #: an operator had parked work tried again
    WORK_RETRIED = "operator.work_retried"
    #: an operator had a mail sent again that failed
    MAIL_RESENT = "operator.mail_resent"
    #: an operator let a process be what its history says
    PROCESS_REBUILT = "operator.process_rebuilt"
