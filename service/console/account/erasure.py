"""The page on which somebody takes their data along, and erases their account."""

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from service.accounts import erasure, login_limits, personal_data, second_factor_changes
from service.api.accounts.totp import PasswordShown
from service.api.http import web
from service.api.http.cookies import forget_session_cookie
from service.api.http.devices import calling_device
from service.api.http.rate_limits import limit_logins
from service.console.part_forms import validated
from service.console.rendering import blueprint, check_form, refusable, render, see, shows
from service.console.settings_frame import render_setting, signed_in
from service.database import transactions


@blueprint.get("/account/data")
@shows
def my_data() -> ResponseReturnValue:
    """What is stored is exported; what goes with the account, and what stays, is said."""
    user_id = personal_data.owner_of(signed_in())
    return render_setting(
        "account/data.html",
        sole_organizations=erasure.sole_organizations(web.db(), user_id),
    )


@blueprint.post("/account/data")
@limit_logins
def erase_account() -> ResponseReturnValue:
    """Erase the account of who has typed their password."""
    check_form()
    return refusable(my_data, {}, _erase)


def _erase() -> Response:
    who = signed_in()
    body = validated(PasswordShown, {"password": request.form.get("password", "")})
    with transactions.writing(web.caller()) as db:
        candidate = second_factor_changes.find_candidate(db, who)
        login_limits.count_guess(db, candidate.email, candidate.user_id, calling_device())
    second_factor_changes.prove(candidate, body.password)
    with transactions.writing(web.caller()) as db:
        erasure.erase(db, who, candidate)
    response = see(url_for("console.erased"))
    forget_session_cookie(response)
    return response


@blueprint.get("/erased")
@shows
def erased() -> ResponseReturnValue:
    """What is left to say."""
    return render("erased.html")
