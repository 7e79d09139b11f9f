"""The page on which somebody who has shown their password shows a code as well."""

from flask import Blueprint, Response, current_app, redirect, request
from flask.typing import ResponseReturnValue

from service.accounts import login, login_limits
from service.accounts.login_limits import TooManyGuesses
from service.accounts.second_factor import WrongCode
from service.api.accounts.link_pages import link_page, refused
from service.api.http import origins, web
from service.api.http.cookies import set_login_cookies
from service.api.http.devices import calling_device
from service.api.http.form_pages import FormField
from service.api.http.rate_limits import limit_logins
from service.database import transactions
from service.database.one_time_tokens import REFUSALS
from service.translations import gettext_noop as _

blueprint = Blueprint("code", __name__, url_prefix="/sign-in")

TITLE = _("Sign in")
CODE = FormField("code", _("Code of your authenticator"), "text", "one-time-code", 40)
#: Where somebody goes who was on their way to nowhere.
HOME = "/app"


@blueprint.get("/<string:token>")
def ask(token: str) -> ResponseReturnValue:
    """Ask for the code."""
    try:
        with transactions.reading() as session:
            login.candidate_of(session, token)
    except REFUSALS as error:
        return refused(TITLE, error)
    return _form()


@blueprint.post("/<string:token>")
@limit_logins
def enter(token: str) -> ResponseReturnValue:
    """Begin the session."""
    if not origins.is_ours(request.headers.get("Origin")):
        raise web.CsrfFailed(_("this form was sent by another site; open it here"))
    before, device = web.principal(), calling_device()
    try:
        with transactions.writing(web.caller()) as session:
            candidate = login.candidate_of(session, token)
            login_limits.count_guess(session, candidate.email, candidate.user_id, device)
        with transactions.writing(web.caller()) as session:
            entry = login.finish(session, token, request.form.get("code", ""), before, device)
    except (*REFUSALS, login.Disabled) as error:
        return refused(TITLE, error)
    except WrongCode as error:
        return _form(error.args[0], 403)
    except TooManyGuesses as error:
        return _form(error.args[0], 429)
    onward = origins.local(request.args.get("next"), HOME)
    response = current_app.make_response(redirect(onward, 303))
    set_login_cookies(response, entry)
    return response


def _form(problem: str | None = None, status: int = 200) -> Response:
    text = _("Type the code that your authenticator shows, or one of your recovery codes.")
    page = link_page(
        TITLE, [text], fields=[CODE], button=_("Sign in"), problem=problem, status=status
    )
    # Without a referrer browsers say of no form where it comes from (Fetch, 3.2.3).
    page.headers["Referrer-Policy"] = "same-origin"
    return page
