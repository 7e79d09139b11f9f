"""The pages behind the links that confirm an address, without JavaScript."""

from flask import Blueprint, Response, request

from service.accounts import email_confirmations, organization_emails
from service.accounts.login_limits import TooManyGuesses
from service.accounts.members import LastOwner
from service.accounts.organization_deletion import OpenOrders
from service.accounts.password_changes import WrongPassword
from service.api.accounts.link_pages import link_page, refused
from service.api.http import web
from service.api.http.devices import calling_device
from service.api.http.form_pages import FormButton, FormField
from service.api.http.problem_types import row_of
from service.api.http.rate_limits import limit_logins
from service.database import transactions
from service.database.one_time_tokens import REFUSALS
from service.errors import Busy
from service.translations import Sentence
from service.translations import gettext_noop as _

blueprint = Blueprint("confirm", __name__, url_prefix="/confirm")

TITLE = _("Confirm your address")
PASSWORD = FormField("password", _("Your password"), "password", "current-password", 1000)
REJECT = FormButton("reject", _("I have not registered"))
#: What the person at the form can mend.
MENDABLE = (WrongPassword, TooManyGuesses, Busy)


@blueprint.get("/<string:token>")
def ask(token: str) -> Response:
    """Ask whether the address is to be confirmed; changes nothing, for programs open links, too."""
    try:
        return _form(token)
    except REFUSALS as error:
        return refused(TITLE, error)


@blueprint.post("/<string:token>")
@limit_logins
def confirm(token: str) -> Response:
    """Let the address be the account's, or nobody's if its reader has not registered."""
    try:
        done = _reject(token) if REJECT.name in request.form else _confirm(token)
    except (*REFUSALS, LastOwner, OpenOrders) as error:
        return refused(TITLE, error)
    except MENDABLE as error:
        return _form(token, problem=error.args[0], status=row_of(error).status)
    return link_page(TITLE, [done])


def _confirm(token: str) -> str:
    device = calling_device()
    with transactions.writing(web.link_holder()) as session:
        confirming = email_confirmations.begin(session, token, web.principal(), device)
    email_confirmations.prove(confirming, request.form.get(PASSWORD.name, ""))
    with transactions.writing(web.link_holder()) as session:
        user = email_confirmations.confirm(session, token, confirming, device)
        return Sentence(_("Done. You can log in as {email} now."), email=user.email)


def _reject(token: str) -> str:
    with transactions.writing(web.link_holder()) as session:
        email = email_confirmations.reject(session, token)
    return Sentence(_("Done. Nobody has an account with {email} here."), email=email)


def _form(token: str, *, problem: str | None = None, status: int = 200) -> Response:
    with transactions.reading() as session:
        confirming = email_confirmations.find(session, token, web.principal())
    lines: list[str] = [
        Sentence(
            _("Do you want {email} to be the address of your account?"), email=confirming.email
        )
    ]
    if not confirming.is_logged_in:
        lines.append(_("Then confirm it with the password that you have registered with."))
    lines.append(
        _(
            "If you have not registered, somebody else has with your address: have their account "
            "deleted."
        )
    )
    return link_page(
        TITLE,
        lines,
        fields=() if confirming.is_logged_in else (PASSWORD,),
        button=_("Confirm"),
        other_button=REJECT,
        problem=problem,
        status=status,
    )


@blueprint.get("/organization/<string:token>")
def ask_for_organization(token: str) -> Response:
    """Ask the same of an organisation's address."""
    try:
        with transactions.reading() as session:
            organization = organization_emails.find(session, token)
            question = Sentence(
                _("Do you want {email} to be the address of {organization}?"),
                email=organization.email,
                organization=organization.name,
            )
    except REFUSALS as error:
        return refused(TITLE, error)
    return link_page(TITLE, [question], button=_("Confirm"))


@blueprint.post("/organization/<string:token>")
@limit_logins
def confirm_for_organization(token: str) -> Response:
    """Let the address be the organisation's."""
    try:
        with transactions.writing(web.link_holder()) as session:
            organization = organization_emails.confirm(session, token)
            done = Sentence(
                _("Done. Mails for {organization} go to {email} now."),
                email=organization.email,
                organization=organization.name,
            )
    except REFUSALS as error:
        return refused(TITLE, error)
    return link_page(TITLE, [done])
