"""The page on which somebody chooses another password."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from service.accounts import login_limits, password_changes, passwords
from service.api.accounts.passwords import PasswordChange
from service.api.http import web
from service.api.http.devices import calling_device
from service.api.http.rate_limits import limit_logins
from service.console.part_forms import validated
from service.console.rendering import blueprint, check_form, refusable, see, shows
from service.console.settings_frame import render_setting, signed_in
from service.database import transactions


@blueprint.get("/account/password")
@shows
def password() -> ResponseReturnValue:
    """The old password and the new one."""
    signed_in()
    return render_setting("account/password.html", shortest=passwords.SHORTEST)


@blueprint.post("/account/password")
@limit_logins
def change_password() -> ResponseReturnValue:
    """Store the new one; every other session ends, and a mail says so."""
    check_form()
    return refusable(password, {}, _change)


def _change() -> ResponseReturnValue:
    who, device = signed_in(), calling_device()
    fields = {name: request.form.get(name, "") for name in ("old", "new")}
    with transactions.reading() as db:
        candidate = password_changes.find_candidate(db, who)
    passwords.check(fields["new"], candidate.email, field="new")
    body = validated(PasswordChange, fields)
    with transactions.writing(web.caller()) as db:
        login_limits.count_guess(db, candidate.email, candidate.user_id, device)
    new = password_changes.prepare_change(candidate, body.old, body.new)
    with transactions.writing(web.caller()) as db:
        password_changes.change(db, who, new, device)
    return see(url_for("console.password", done="saved"))
