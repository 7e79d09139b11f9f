"""The page behind the link that approves a new device, without JavaScript and without cookies."""

from flask import Blueprint, Response, url_for

from service.accounts import device_approvals
from service.accounts.device_approvals import WaitingSession
from service.api.accounts.link_pages import link_page, refused
from service.api.http import web
from service.api.http.form_pages import PageLink
from service.api.http.problems import caller_language
from service.api.http.rate_limits import limit_logins
from service.database import transactions
from service.database.one_time_tokens import REFUSALS
from service.translations import Sentence, formats
from service.translations import gettext_noop as _
from service.values.browser_names import browser_name

blueprint = Blueprint("approve", __name__, url_prefix="/confirm/device")

TITLE = _("Approve a new device")


@blueprint.get("/<string:token>")
def ask(token: str) -> Response:
    """Ask whether it was them; changes nothing, for programs open links, too."""
    try:
        with transactions.reading() as session:
            question = _question(device_approvals.of_link(session, token))
    except REFUSALS as error:
        return refused(TITLE, error)
    warning = _("If it was not you, close this page and choose a new password: they know yours.")
    reset = PageLink(url_for("reset.ask_address"), _("Choose a new password"))
    return link_page(TITLE, [question, warning], button=_("It was me: let it in"), onward=reset)


@blueprint.post("/<string:token>")
@limit_logins
def approve(token: str) -> Response:
    """Let the browser in that waits."""
    try:
        with transactions.writing(web.link_holder()) as session:
            device_approvals.approve(session, token)
    except REFUSALS as error:
        return refused(TITLE, error)
    return link_page(TITLE, [_("Done. The device that waited is let in; you can close this page.")])


def _question(waiting: WaitingSession) -> Sentence:
    at = formats.moment(waiting.session.created_at, caller_language())
    return Sentence(
        _("Somebody logged in as {email} on {moment}, from the address {address} with {agent}."),
        email=waiting.user.email,
        moment=at,
        address=waiting.session.address or "-",
        agent=browser_name(waiting.session.agent) or "-",
    )
