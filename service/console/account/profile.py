"""The page of who somebody is here: name, address, language and time zone, organisations."""

from flask.typing import ResponseReturnValue

from service.accounts import organizations, users
from service.api.http import web
from service.console.rendering import blueprint, shows
from service.console.settings_frame import render_setting, signed_in


@blueprint.get("/account")
@shows
def account() -> ResponseReturnValue:
    """Whom the service knows them as."""
    me, db = signed_in(), web.db()
    return render_setting(
        "account/profile.html",
        user=users.find(db, me.user_id),
        memberships=organizations.roles_of(db, me.user_id),
    )
