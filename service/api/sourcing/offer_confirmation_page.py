"""The page on which a contractor confirms an offer that somebody made by a link, from its mail.

It works without JavaScript and without cookies. Opening it changes nothing, for programs open links
in mails as well.
"""

from collections.abc import Iterator

from flask import Blueprint, Response

from service.api.http import web
from service.api.http.form_pages import form_page
from service.api.http.problem_types import row_of
from service.api.http.problems import caller_language
from service.database import transactions
from service.database.one_time_tokens import REFUSALS
from service.errors import BadField
from service.sourcing import offer_confirmations
from service.sourcing.offer_confirmations import PendingOffer
from service.translations import Language, choose_language, formats, gettext, say
from service.translations import gettext_noop as _

blueprint = Blueprint("offer_confirmation", __name__, url_prefix="/answer/confirm")

TITLE = _("Confirm your offer")


@blueprint.get("/<string:token>")
def show(token: str) -> Response:
    """What would be offered."""
    try:
        with transactions.reading() as session:
            offer = offer_confirmations.find(session, token)
            language = choose_language(offer.contractor.language)
            lines = list(_lines(offer, language))
    except REFUSALS as error:
        return _refused(error)
    button = gettext(_("Make this offer"), language)
    return form_page(language, gettext(TITLE, language), lines, button=button)


@blueprint.post("/<string:token>")
def confirm(token: str) -> Response:
    """Make the offer."""
    try:
        with transactions.writing(web.link_holder()) as session:
            language = choose_language(offer_confirmations.find(session, token).contractor.language)
            offer_confirmations.confirm(session, token)
    except (*REFUSALS, BadField) as error:
        return _refused(error)
    line = gettext(_("Your offer is with the client."), language)
    return form_page(language, gettext(TITLE, language), [line])


def _lines(offer: PendingOffer, language: Language) -> Iterator[str]:
    terms, price = offer.terms, offer.price
    yield gettext(_("Request {number}"), language, number=offer.request.number)
    yield gettext(
        _("A binding offer of {total}."),
        language,
        total=formats.money(price.amount, price.currency, language),
    )
    if terms.lead_time_days is not None:
        days = formats.number(terms.lead_time_days, 0, language)
        yield gettext(_("Calendar days to the arrival: {days}"), language, days=days)
    if terms.valid_until:
        day = formats.day(terms.valid_until, language)
        yield gettext(_("It binds until {day}."), language, day=day)
    if terms.note:
        yield gettext(_("Note to the client: {note}"), language, note=terms.note)


def _refused(error: Exception) -> Response:
    language, row = caller_language(), row_of(error)
    lines = [say(row.title, language), say(error.args[0], language)]
    return form_page(language, say(TITLE, language), lines, status=row.status)
