"""The page on which somebody chooses of which events they are told, and how."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from service.accounts import organizations
from service.api.http import web
from service.api.notifications.preferences import Choices, choose, preferences_in
from service.console.part_forms import validated
from service.console.rendering import acts, blueprint, reader, see, shows
from service.console.settings_frame import render_setting, signed_in
from service.notifications.preferences import KINDS
from service.translations import gettext_noop as _

CHANNELS = {
    "mail": _("at once by mail"),
    "digest": _("once a day by mail"),
    "event": _("only here"),
    "none": _("not at all"),
}


@blueprint.get("/account/notifications")
@shows
def my_notifications() -> ResponseReturnValue:
    """Those of the organisation to which they belong longest."""
    home_id = signed_in().home_id
    if home_id is None:
        return redirect(url_for("console.account"))
    return redirect(url_for("console.notifications", organization_id=home_id))


@blueprint.get("/account/notifications/<uuid:organization_id>")
@shows
def notifications(organization_id: UUID) -> ResponseReturnValue:
    """Each type of event with its channel."""
    me, who = signed_in(), reader()
    return render_setting(
        "account/notifications.html",
        preferences=preferences_in(organization_id),
        organizations={
            each.id: each.name for each, _role in organizations.roles_of(web.db(), me.user_id)
        },
        sentences={type: who.sentence(who.text(kind.description)) for type, kind in KINDS.items()},
        channels={name: who.text(words) for name, words in CHANNELS.items()},
    )


@blueprint.post("/account/notifications/<uuid:organization_id>")
@acts(notifications)
def choose_notifications(organization_id: UUID) -> ResponseReturnValue:
    """Let each type come as its field says; what stays as it is, is not chosen anew."""
    signed_in()
    before = {kind.type: kind.channel for kind in preferences_in(organization_id).kinds}
    chosen = {type: request.form.get(type) or None for type in before if type in request.form}
    body = validated(
        Choices, {"choices": {type: c for type, c in chosen.items() if c != before[type]}}
    )
    if body.choices:
        choose(organization_id, body)
    return see(url_for("console.notifications", organization_id=organization_id, done="saved"))
