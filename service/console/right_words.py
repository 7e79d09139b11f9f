"""What rights and roles are called on pages."""

from collections.abc import Collection, Mapping

from service.access import permissions
from service.console.rendering import reader
from service.translations import gettext_noop as _

RIGHT_WORDS: Mapping[str, str] = {
    permissions.PROCESSES_READ: _("See parts and orders"),
    permissions.PROCESSES_EDIT: _("Configure parts, order, offer and report"),
    permissions.PROCESSES_DELETE: _("Delete parts and projects"),
    permissions.PROCESSES_MESSAGES: _("Read and write messages"),
    permissions.PROCESSES_FILES: _("Read and add files"),
    permissions.ORGANIZATION_READ: _("See the organization and its people"),
    permissions.ORGANIZATION_EDIT: _("Change the organization, its people and webhooks"),
    permissions.ORGANIZATION_DELETE: _("Delete the organization"),
    permissions.ORGANIZATION_AUDIT: _("Read the log of the organization"),
    permissions.RESOURCES_READ: _("See machines, materials and rates"),
    permissions.RESOURCES_EDIT: _("Change machines, materials and rates"),
    permissions.KEYS_MANAGE: _("Manage API keys"),
}
ROLE_WORDS: Mapping[str, str] = {
    "owner": _("Owner"),
    "manager": _("Manager"),
    "member": _("Member"),
    "observer": _("Observer"),
}


def right_words(rights: Collection[str]) -> Mapping[str, str]:
    """What each of these rights lets somebody do, in the order in which they are listed."""
    return {right: reader().text(words) for right, words in RIGHT_WORDS.items() if right in rights}


def role_word(name: str) -> str:
    """A role that every organization begins with; one of its own as it is called."""
    return reader().text(ROLE_WORDS[name]) if name in ROLE_WORDS else name
