"""The pages on which somebody chooses a new password: by address, then by the link in the mail.

They work without JavaScript and without cookies. Opening them changes nothing, for programs open
links in mails as well.
"""

from flask import Blueprint, Response, request

from service.accounts import password_changes, passwords
from service.accounts.passwords import WeakPassword
from service.api.accounts.link_pages import link_page, refused
from service.api.http import web
from service.api.http.devices import calling_device
from service.api.http.form_pages import FormField
from service.api.http.rate_limits import limit_logins
from service.database import transactions
from service.database.one_time_tokens import REFUSALS
from service.errors import Busy
from service.translations import gettext_noop as _
from service.values import emails

blueprint = Blueprint("reset", __name__, url_prefix="/reset")

TITLE = _("Choose a new password")
EMAIL = FormField("email", _("Your email address"), "email", "username", emails.LONGEST)
PASSWORD = FormField(
    "password",
    _("New password"),
    "password",
    "new-password",
    passwords.LONGEST,
    passwords.SHORTEST,
)
SEND = _("Send the link")


@blueprint.get("")
def ask_address() -> Response:
    """Ask for the address of the account."""
    text = _("Type the address that you registered with. We will send a link to it.")
    return link_page(TITLE, [text], fields=[EMAIL], button=SEND)


@blueprint.post("")
@limit_logins
def send_link() -> Response:
    """Have the link mailed; the same page whether somebody has registered so."""
    try:
        email = emails.normal(request.form.get("email", ""))
    except emails.BadEmail:
        problem = _("This is not an email address.")
        return link_page(TITLE, [], fields=[EMAIL], button=SEND, problem=problem, status=422)
    with transactions.writing(web.link_holder()) as session:
        password_changes.request_reset(session, email)
    text = _(
        "If somebody has registered with this address, a link is on its way to it. "
        "It works for half an hour."
    )
    return link_page(TITLE, [text])


@blueprint.get("/<string:token>")
def ask_password(token: str) -> Response:
    """Ask for the new password."""
    try:
        with transactions.reading() as session:
            password_changes.email_of_link(session, token)
    except REFUSALS as error:
        return refused(TITLE, error)
    return _form()


@blueprint.post("/<string:token>")
@limit_logins
def choose_password(token: str) -> Response:
    """Let the password be the one of the form."""
    device = calling_device()
    try:
        with transactions.reading() as session:
            email = password_changes.email_of_link(session, token)
        new = password_changes.prepare_reset(email, request.form.get("password", ""))
        with transactions.writing(web.link_holder()) as session:
            password_changes.reset(session, token, new, device)
    except REFUSALS as error:
        return refused(TITLE, error)
    except WeakPassword as error:
        return _form(error.args[0], 422)
    except Busy as error:
        return _form(error.args[0], 503)
    return link_page(TITLE, [_("Done. Log in with your new password; every session has ended.")])


def _form(problem: str | None = None, status: int = 200) -> Response:
    text = _("Several words that have nothing to do with each other make a good password.")
    button = _("Use this password")
    return link_page(
        TITLE, [text], fields=[PASSWORD], button=button, problem=problem, status=status
    )
