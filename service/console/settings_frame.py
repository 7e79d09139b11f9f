"""The frame of the pages on which people set up their account and their organisations."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import Response, request, url_for

from service.access.permissions import (
    ORGANIZATION_AUDIT,
    ORGANIZATION_READ,
    Principal,
    SecondFactorMissing,
    Unauthenticated,
)
from service.accounts import organizations
from service.api.http import web
from service.api.http.fields import PageQuery
from service.console.part_forms import validated
from service.console.rendering import reader, render
from service.console.right_words import right_words, role_word
from service.settings import settings
from service.translations import gettext_noop as _

#: Entries of a list on a page.
ON_PAGE = 50


class MenuEntry(NamedTuple):
    """A page in the navigation of the settings."""

    href: str
    label: str


class MenuGroup(NamedTuple):
    """Pages about one thing: the account, or an organisation by its name."""

    title: str
    entries: list[MenuEntry]


#: Pages about an account, by their endpoints.
ACCOUNT_PAGES = {
    "console.account": _("Profile"),
    "console.password": _("Password"),
    "console.security": _("Security"),
    "console.passkeys": _("Passkeys"),
    "console.providers": _("Sign-in services"),
    "console.sessions": _("Sessions"),
    "console.api_keys": _("API keys"),
    "console.my_notifications": _("Notifications"),
    "console.my_data": _("Your data"),
    "console.account_log": _("Log"),
}
#: Pages about an organisation, by their endpoints, and the right that each takes.
ORGANIZATION_PAGES = {
    "console.organization": (_("Name and address"), ORGANIZATION_READ),
    "console.people": (_("People"), ORGANIZATION_READ),
    "console.roles": (_("Roles"), ORGANIZATION_READ),
    "console.addresses": (_("Address book"), ORGANIZATION_READ),
    "console.webhooks": (_("Webhooks"), ORGANIZATION_READ),
    "console.organization_log": (_("Log"), ORGANIZATION_AUDIT),
}


def signed_in() -> Principal:
    """Who has signed in and may act; raises Unauthenticated, SecondFactorMissing."""
    me = web.principal()
    if me.user_id is None:
        raise Unauthenticated(_("sign in to see this page"))
    if me.must_enrol:
        raise SecondFactorMissing(_("a second factor is demanded of this account; enrol one"))
    return me


def page_query() -> PageQuery:
    """Which part of a list the address asks for; raises BadField."""
    cursor = request.args.get("cursor") or None
    return validated(PageQuery, {"limit": ON_PAGE, "cursor": cursor})


def render_setting(template: str, **values: Any) -> Response:
    """A page of the settings, with the way to the others."""
    return render(
        template,
        groups=_groups(web.principal()),
        role_word=role_word,
        rights_of=lambda rights: reader().list(right_words(rights).values()),
        further=further,
        **values,
    )


def further(cursor: str) -> str:
    """The address of the next part of a list."""
    asked = {name: value for name, value in request.args.items() if name != "done" and value}
    return f"{request.path}?{urlencode(asked | {'cursor': cursor})}"


def _groups(me: Principal) -> list[MenuGroup]:
    who = reader()
    account = [
        MenuEntry(url_for(name), who.text(label))
        for name, label in ACCOUNT_PAGES.items()
        if name != "console.providers" or settings().oidc_providers
    ]
    groups = [MenuGroup(who.text(_("Your account")), account)]
    for each in organizations.list_mine(web.db(), me):
        rights = me.rights_in(each.id)
        entries = [
            MenuEntry(url_for(name, organization_id=each.id), who.text(label))
            for name, (label, right) in ORGANIZATION_PAGES.items()
            if right in rights
        ]
        groups.append(MenuGroup(each.name, entries))
    return groups
