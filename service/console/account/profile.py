"""The page of who somebody is here: name, address, language and time zone, organisations."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from service.accounts import email_confirmations, organizations, profiles, users
from service.api.accounts.profile import ProfileChanges
from service.api.http import web
from service.api.http.rate_limits import limit_logins
from service.console.language_names import language_names
from service.console.part_forms import validated
from service.console.rendering import acts, blueprint, see, shows
from service.console.settings_frame import render_setting, signed_in
from service.values import time_zones


@blueprint.get("/account")
@shows
def account() -> ResponseReturnValue:
    """Whom the service knows them as."""
    me, db = signed_in(), web.db()
    return render_setting(
        "account/profile.html",
        user=users.find(db, me.user_id),
        memberships=organizations.roles_of(db, me.user_id),
        languages=language_names(),
        zones=sorted(time_zones.names()),
    )


@blueprint.post("/account")
@acts(account)
def change_profile() -> ResponseReturnValue:
    """Let them be called, and told things, as the form says."""
    fields = {name: request.form.get(name, "").strip() for name in profiles.CHANGEABLE}
    stated = {name: value or (None if name != "name" else "") for name, value in fields.items()}
    body = validated(ProfileChanges, stated)
    profiles.change(web.db(), signed_in(), body.model_dump(exclude_unset=True))
    return see(url_for("console.account", done="saved"))


@blueprint.post("/account/confirmation")
@limit_logins
@acts(account)
def send_confirmation() -> ResponseReturnValue:
    """Mail the link that confirms their address once more."""
    email_confirmations.send_again(web.db(), signed_in())
    return see(url_for("console.account", done="mailed"))
