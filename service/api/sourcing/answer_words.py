"""What the answer page says of a state, of an answer that was taken, and of one that cannot be."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from service.manufacturing.quoting.currencies import minor_units
from service.sourcing.link_answers import Closed, Decided, Revoked
from service.translations import Language, formats, gettext
from service.translations import gettext_noop as _
from workflows.request import RequestState

#: Where the request stands, for its contractor.
STATES: Mapping[RequestState, str] = {
    RequestState.DISPATCHED: _("New"),
    RequestState.ACKNOWLEDGED: _("Seen, still to be answered"),
    RequestState.CLARIFICATION: _("Your question is with the client"),
    RequestState.OFFERED: _("Offered; the client decides"),
}
#: How it has ended.
ENDED: Mapping[RequestState, str] = {
    RequestState.ACCEPTED: _(
        "The client has accepted your offer: the order is yours. To see it, and to report progress"
        " and shipment, log in or use the API."
    ),
    RequestState.DECLINED: _("You have declined it."),
    RequestState.EXPIRED: _("The time to answer is over, or your offer has expired."),
    RequestState.WITHDRAWN: _("The client has withdrawn it."),
    RequestState.LOST: _("The client has chosen another offer."),
}
DECLINED = _("You have declined the request. There is nothing more to do.")
#: What has come of an answer.
TAKEN: Mapping[str, str] = {
    "acknowledge": _("Thank you. The client can see that you will answer."),
    "ask": _("Your question is on its way."),
    "offer": _("Your offer is with the client."),
    "confirmation": _(
        "A link is on its way to your email address. Your offer counts once you have opened it and"
        " confirmed the offer, within half an hour."
    ),
}
#: What is wrong, by field and reason; without a field for any, without a reason for any other.
PROBLEMS: Mapping[tuple[str, str], str] = {
    ("stale", ""): _(
        "Something has happened in the meantime. Please look at the request as it stands now and "
        "decide again."
    ),
    ("not_now", ""): _("That is not possible as the request stands now."),
    ("no_address", ""): _(
        "An offer of this price has to be confirmed by email, and you have stated no address. Log"
        " in to make it."
    ),
    ("too_many_mails", ""): _(
        "You have been sent as many emails as one gets in an hour. Use the newest one, log in, or"
        " try again later."
    ),
    ("amount", "empty"): _("Please state the price."),
    ("amount", "unreadable"): _("“{typed}” cannot be read as an amount."),
    ("amount", "currency"): _(
        "“{typed}” names another currency; the request is quoted in {currency}."
    ),
    ("amount", "ambiguous"): _("{typed} can be read as {grouped} or {decimal}; write {choices}."),
    ("amount", ""): _("The price cannot be read."),
    ("price", "greater_than"): _("The price must be more than 0."),
    ("price", "decimals"): _(
        "{amount} has more decimal places than {currency} allows, which is {places}."
    ),
    ("price", ""): _("This price is not possible."),
    ("delivery_date", ""): _("The date of arrival cannot be read."),
    ("lead_time_days", ""): _("The date of arrival must be tomorrow or later, within ten years."),
    ("", "string_too_long"): _("Please write at most {max_length} characters."),
    ("valid_until", ""): _(
        "The day until which the offer binds must be in the future, within a year."
    ),
    ("text", ""): _("Please write a question."),
}
OTHER = _("Something in the form is not possible.")


def closed_title(error: Closed) -> str:
    """Over what a link shows that takes no answers any more."""
    return (
        _("{number}: the request is closed")
        if isinstance(error, Decided)
        else _("{number}: this link has expired")
    )


def closed(error: Closed) -> str:
    """Why a link takes no answers any more."""
    if isinstance(error, Decided):
        return ENDED.get(error.state) or _("It no longer takes answers.")
    if isinstance(error, Revoked):
        return _("It was revoked. Open the newest email about the request, or log in to answer.")
    return _("The time in which it could be used is over. Log in to answer.")


def problem(
    field: str, why: str, values: Mapping[str, Any], currency: str, language: Language
) -> str:
    """What is wrong with a field of the form, in a sentence."""
    if why == "ambiguous":
        values = {**values, **_readings(values["readings"], currency, language)}
    known = (PROBLEMS.get(key) for key in ((field, why), ("", why), (field, "")))
    sentence = next((each for each in known if each is not None), OTHER)
    return gettext(sentence, language, **values)


def _readings(
    readings: tuple[Decimal, Decimal], currency: str, language: Language
) -> dict[str, str]:
    """Both readings of an amount, and how each would be written so that it has no other one."""
    grouped, decimal = readings
    places = minor_units(currency)
    written = -int(decimal.as_tuple().exponent)
    choices = [f"{grouped:f}"]
    if places:  # with as many decimals as thousands have digits, one more tells them apart
        clear = places if places != written else written + 1
        choices.append(formats.number(decimal, clear, language))
    return {
        "grouped": formats.number(grouped, places, language),
        "decimal": formats.number(decimal, written, language),
        "choices": formats.choice(choices, language),
    }
