"""The pages behind the links that confirm an address, without JavaScript and without cookies."""

from flask import Blueprint, Response

from service.accounts import email_confirmations, organization_emails
from service.api.accounts.link_pages import link_page, refused
from service.api.http import web
from service.api.http.rate_limits import limit_logins
from service.database import transactions
from service.database.one_time_tokens import REFUSALS
from service.translations import Sentence
from service.translations import gettext_noop as _

blueprint = Blueprint("confirm", __name__, url_prefix="/confirm")

TITLE = _("Confirm your address")


@blueprint.get("/<string:token>")
def ask(token: str) -> Response:
    """Ask whether the address is to be confirmed; changes nothing, for programs open links, too."""
    try:
        with transactions.reading() as session:
            email = email_confirmations.email_of_link(session, token)
    except REFUSALS as error:
        return refused(TITLE, error)
    question = Sentence(_("Do you want {email} to be the address of your account?"), email=email)
    return link_page(TITLE, [question], button=_("Confirm"))


@blueprint.post("/<string:token>")
@limit_logins
def confirm(token: str) -> Response:
    """Let the address be the account's."""
    try:
        with transactions.writing(web.link_holder()) as session:
            user = email_confirmations.confirm(session, token)
    except REFUSALS as error:
        return refused(TITLE, error)
    done = Sentence(_("Done. You can log in as {email} now."), email=user.email)
    return link_page(TITLE, [done])


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
