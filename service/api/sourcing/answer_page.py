"""The page on which a contractor answers a request by the link in its mail, without an account.

It works without JavaScript and without cookies: reading it changes nothing, whoever opens links in
mails; only its forms act, and what they send is the link itself.
"""

import base64
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from service import clock
from service.api.sourcing.answer_words import Words
from service.database import transactions
from service.database.errors import StaleDataError
from service.database.models import Attachment, Message, Offer
from service.documents import dossier_assembly
from service.documents.dossier import Dossier
from service.documents.dossier_pdf import dossier_pdf, summary
from service.errors import BadField
from service.manufacturing.quoting.currencies import minor_units
from service.manufacturing.quoting.working_time import day_closing
from service.sourcing import answer_fields, attachments, inbox, link_answers
from service.sourcing.answer_links import BadLink
from service.sourcing.delivery_dates import Arrivals, arrivals
from service.sourcing.link_answers import BadForm, Closed, LinkAnswer, Stale
from service.translations import Language, choose_language, formats, languages
from workflows.engine import IllegalMove, NotReady

blueprint = Blueprint("answer", __name__, url_prefix="/answer")

#: What the page may load and do: its style, the pictures within it, and its own forms.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
#: A field, what is wrong with it, and what a sentence about that needs.
Problem = tuple[str, str, Mapping[str, Any]]
#: A form is no longer than this.
LONGEST_FORM = 64 * 1024


@blueprint.get("/<string:token>")
def show(token: str) -> Response:
    """The request as it stands."""
    try:
        return _page(token, done=request.args.get("done"))
    except (BadLink, Closed) as error:
        return _refused(token, error)


@blueprint.post("/<string:token>")
def act(token: str) -> AnyResponse:
    """What a form asks for; then the page anew, so that loading it again repeats nothing."""
    request.max_content_length = LONGEST_FORM
    form = request.form.to_dict()
    action = form.get("action", "")
    try:
        if action not in link_answers.ACTIONS:
            raise BadForm([("action", "unknown", {})])
        with transactions.writing() as session:
            found = link_answers.find(session, token, lock=True)
            link_answers.act(session, found, action, form)
    except (BadLink, Closed) as error:
        return _refused(token, error)
    except (Stale, StaleDataError):
        return _page(token, status=409, problems=[("stale", "", {})], form=form)
    except (IllegalMove, NotReady):
        return _page(token, status=409, problems=[("not_now", "", {})], form=form)
    except BadForm as error:
        return _page(token, status=422, problems=error.errors, form=form)
    except BadField as error:
        problems: list[Problem] = [
            (pointer.rpartition("/")[2], "", {}) for pointer, _ in error.errors
        ]
        return _page(token, status=422, problems=problems, form=form)
    done = "offer" if action == "counter_offer" else action
    return redirect(url_for("answer.show", token=token, done=done), 303)


@blueprint.get("/<string:token>/dossier.pdf")
def dossier(token: str) -> Response:
    """The dossier on paper."""
    try:
        with transactions.reading() as session:
            assembled = dossier_assembly.of_request(
                session, link_answers.find(session, token).request.id
            )
    except (BadLink, Closed) as error:
        return _refused(token, error)
    response = Response(dossier_pdf(assembled.with_pictures()), mimetype="application/pdf")
    name = f"{assembled.dossier.number}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _page(
    token: str,
    *,
    status: int = 200,
    done: str | None = None,
    problems: Sequence[Problem] = (),
    form: Mapping[str, str] | None = None,
) -> Response:
    with transactions.reading() as session:
        found = link_answers.find(session, token)
        assembled = dossier_assembly.of_request(session, found.request.id)
        offers = inbox.offers_of(session, [found.request.id])
        messages = link_answers.messages_of(session, found.request)
        carried = attachments.attachments_of(session, [message.id for message in messages])
        arrival = arrivals(session, found.request, clock.now())
    told = assembled.with_pictures()
    words = Words(told.language)
    quoted = told.lead_time_days
    values = {
        "found": found,
        "limits": answer_fields,
        "earliest": arrival(1),
        "arrival": arrival(quoted) if quoted is not None else None,
        "dossier": told,
        "summary": summary(told),
        "lines": [(line.name, _money(line.amount, told)) for line in told.quote],
        "total": _money(told.total, told),
        "answer_by": formats.moment(told.answer_by, told.language),
        "parts": [_part(part, told.language) for part in told.parts],
        "offers": [_offer(offer, offers[-1], found, arrival, words) for offer in offers],
        "messages": [_message(one, carried.get(one.id, ()), told.language) for one in messages],
        "arrives": None if quoted is None else _arrives(quoted, arrival, words),
        "done": f"done_{done}" if done in ("acknowledge", "ask", "offer") else None,
        "problems": [_problem(each, told.currency, words) for each in problems],
        "form": form or {},
        "token": token,
    }
    return _rendered("answer.html", words, status, **values)


def _problem(problem: Problem, currency: str, words: Words) -> str:
    """What is wrong, in a sentence."""
    field, why, values = problem
    if why == "ambiguous":
        values = {**values, **_readings(values["readings"], currency, words)}
    names = (f"bad_{field}_{why}", f"bad_{why}", f"bad_{field}", "bad_other")
    return words.first(*names, **values)


def _readings(readings: tuple[Decimal, Decimal], currency: str, words: Words) -> dict[str, str]:
    """Both readings of an amount, and how each would be written so that it has no other one."""
    grouped, decimal = readings
    places, language = minor_units(currency), words.language
    written = -int(decimal.as_tuple().exponent)
    choices = [f"{grouped:f}"]
    if places:  # with as many decimals as thousands have digits, one more tells them apart
        clear = places if places != written else written + 1
        choices.append(formats.number(decimal, clear, language))
    return {
        "grouped": formats.number(grouped, places, language),
        "decimal": formats.number(decimal, written, language),
        "choices": f" {words('or')} ".join(choices),
    }


def _arrives(days: int, arrival: Arrivals, words: Words) -> str:
    """The date that a number of calendar days means, counted from an acceptance today."""
    day = formats.day(arrival(days), words.language)
    return words("arrives", day=day, days=words("day" if days == 1 else "days", count=days))


def _offer(
    offer: Offer, newest: Offer, found: LinkAnswer, arrival: Arrivals, words: Words
) -> dict[str, Any]:
    agreed = found.process.deliver_by if offer.id == found.process.offer_id else None
    if agreed:
        day = formats.day(day_closing(agreed), words.language)
        arrives = words("arrives_as_agreed", day=day)
    else:
        arrives = _arrives(offer.lead_time_days, arrival, words)
    return {
        "number": offer.number,
        "total": formats.money(offer.amount, offer.currency, words.language),
        "arrives": arrives,
        "until": formats.day(offer.valid_until, words.language),
        "newest": offer is newest,
    }


def _message(row: Message, carried: Iterable[Attachment], language: Language) -> dict[str, Any]:
    return {
        "mine": row.author_role == "contractor",
        "name": row.author_name,
        "at": formats.moment(row.created_at, language),
        "text": row.text,
        "attachments": [attachment.name for attachment in carried],
    }


def _part(part: Any, language: Language) -> dict[str, str | None]:
    box = " × ".join(formats.number(side, 1, language) for side in part.box_mm)
    picture = base64.b64encode(part.picture).decode() if part.picture else None
    return {"name": part.name, "box": f"{box} mm", "picture": picture}


def _money(amount: Decimal, told: Dossier) -> str:
    return formats.money(amount, told.currency, told.language)


def _refused(token: str, error: BadLink | Closed) -> Response:
    """Says that the link leads nowhere (404), or that its request is over (410)."""
    if isinstance(error, BadLink):
        words = Words(choose_language(request.accept_languages.best_match(languages())))
        told = (words("bad_link"), words("bad_link_hint"))
        return _rendered("answer_over.html", words, 404, told=told)
    with transactions.reading() as session:
        number, language = link_answers.number_and_language(session, token)
    words = Words(choose_language(language))
    reason = words.first(f"closed_{error.state.value}", "closed_other")
    if request.args.get("done") == "decline":
        reason = words("done_decline")
    told = (f"{number}: {words('closed')}", reason)
    return _rendered("answer_over.html", words, 410, told=told)


def _rendered(template: str, words: Words, status: int, **values: Any) -> Response:
    text = render_template(template, words=words, **values)
    response = Response(text, status, mimetype="text/html")
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "no-referrer"  # the address itself is the key
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Content-Language"] = words.language
    return response
