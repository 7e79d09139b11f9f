"""What the entries of the audit log are called on pages."""

from collections.abc import Mapping

from service.audit.actions import AuditAction as A
from service.translations import gettext_noop as _

ACTION_WORDS: Mapping[str, str] = {
    action.value: words
    for action, words in {
        A.ACCOUNT_REGISTERED: _("Account registered"),
        A.ACCOUNT_CONFIRMED: _("Email address confirmed"),
        A.ACCOUNT_REJECTED: _("Email address rejected by its owner"),
        A.PASSWORD_CHANGED: _("Password changed"),
        A.PASSWORD_RESET: _("Password reset"),
        A.SECOND_FACTOR_ON: _("Second factor enrolled"),
        A.SECOND_FACTOR_OFF: _("Second factor switched off"),
        A.RECOVERY_CODES_RENEWED: _("Recovery codes renewed"),
        A.PROVIDER_LINKED: _("Sign-in service linked"),
        A.PROVIDER_UNLINKED: _("Sign-in service unlinked"),
        A.ACCOUNT_DISABLED: _("Account disabled"),
        A.ACCOUNT_ENABLED: _("Account enabled"),
        A.ACCOUNT_ERASED: _("Account erased"),
        A.OPERATOR_GRANTED: _("Made an operator"),
        A.OPERATOR_REVOKED: _("No longer an operator"),
        A.NOTIFICATIONS_CHANGED: _("Notifications changed"),
        A.LOGGED_IN: _("Signed in"),
        A.SESSION_ENDED: _("Session ended"),
        A.SESSIONS_ENDED: _("Several sessions ended"),
        A.KEY_CREATED: _("API key made"),
        A.KEY_REVOKED: _("API key revoked"),
        A.ORGANIZATION_CREATED: _("Organization founded"),
        A.ORGANIZATION_UPDATED: _("Organization changed"),
        A.ORGANIZATION_DELETED: _("Organization deleted"),
        A.ORGANIZATION_CONFIRMED: _("Email address of the organization confirmed"),
        A.MEMBER_ADDED: _("Member joined"),
        A.MEMBER_ROLE_CHANGED: _("Role of a member changed"),
        A.MEMBER_REMOVED: _("Member removed"),
        A.INVITATION_SENT: _("Invitation sent"),
        A.INVITATION_TAKEN_BACK: _("Invitation taken back"),
        A.ROLE_CREATED: _("Role made"),
        A.ROLE_UPDATED: _("Role changed"),
        A.ROLE_DELETED: _("Role deleted"),
        A.ADDRESS_CREATED: _("Address added"),
        A.ADDRESS_UPDATED: _("Address changed"),
        A.ADDRESS_DELETED: _("Address deleted"),
        A.WEBHOOK_CREATED: _("Webhook added"),
        A.WEBHOOK_UPDATED: _("Webhook changed"),
        A.WEBHOOK_SECRET_RENEWED: _("Secret of a webhook renewed"),
        A.WEBHOOK_DELETED: _("Webhook deleted"),
        A.WEBHOOK_DISABLED: _("Webhook disabled"),
        A.WEBHOOK_TESTED: _("Webhook tested"),
        A.WEBHOOK_REDELIVERED: _("Messages of a webhook sent again"),
        A.CONTRACTOR_MOVED: _("Contractor moved into the sandbox or out of it"),
        A.CONTRACTOR_APPROVED: _("Contractor approved"),
        A.CONTRACTOR_SUSPENDED: _("Contractor suspended"),
        A.TERMS_UPDATED: _("Terms changed"),
        A.ANSWER_LINKS_REVOKED: _("Links in mails revoked"),
        A.MACHINE_CREATED: _("Machine added"),
        A.MACHINE_UPDATED: _("Machine changed"),
        A.MACHINE_DELETED: _("Machine deleted"),
        A.FILES_READ: _("Files of a client downloaded by an operator"),
        A.WORK_RETRIED: _("Work tried again by an operator"),
        A.MAIL_RESENT: _("Mail sent again by an operator"),
        A.PROCESS_REBUILT: _("Part rebuilt from its history by an operator"),
    }.items()
}
#: How somebody showed who they are.
VIA_WORDS: Mapping[str, str] = {
    "session": _("in a browser"),
    "api_key": _("by an API key"),
    "link": _("by a link in a mail"),
    "command_line": _("on the command line"),
    "service": _("by the service itself"),
    "none": _("without signing in"),
}
