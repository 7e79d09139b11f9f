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
from service.api.sourcing import answer_words
from service.database import transactions
from service.database.errors import StaleDataError
from service.database.models import Attachment, Message, Offer
from service.documents import dossier_assembly
from service.documents.dossier import Dossier
from service.documents.dossier_pdf import dossier_pdf, summary
from service.documents.price_lines import price_line
from service.errors import BadField
from service.manufacturing.quoting.working_time import day_closing
from service.sourcing import answer_fields, attachments, inbox, link_answers
from service.sourcing.answer_links import BadLink
from service.sourcing.delivery_dates import Arrivals, arrivals
from service.sourcing.link_answers import BadForm, Closed, LinkAnswer, Stale
from service.translations import Language, choose_language, formats, gettext, languages, ngettext
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
    dossier = assembled.with_pictures()
    language, quoted = dossier.language, dossier.lead_time_days
    taken = answer_words.TAKEN.get(done or "")
    values = {
        "found": found,
        "state": gettext(answer_words.STATES[found.request.state], language),
        "limits": answer_fields,
        "earliest": arrival(1),
        "arrival": arrival(quoted) if quoted is not None else None,
        "dossier": dossier,
        "summary": summary(dossier),
        "quantity": formats.number(dossier.quantity, 0, language),
        "lines": [
            (price_line(line.name, language), _money(line.amount, dossier))
            for line in dossier.quote
        ],
        "total": _money(dossier.total, dossier),
        "answer_by": formats.moment(dossier.answer_by, language),
        "parts": [_part(part, language) for part in dossier.parts],
        "offers": [_offer(offer, offers[-1], found, arrival, language) for offer in offers],
        "messages": [_message(row, carried.get(row.id, ()), language) for row in messages],
        "arrives": None if quoted is None else _arrives(quoted, arrival, language),
        "done": gettext(taken, language) if taken else None,
        "problems": [
            answer_words.problem(*problem, dossier.currency, language) for problem in problems
        ],
        "form": form or {},
        "token": token,
    }
    return _rendered("answer.html", language, status, **values)


def _arrives(days: int, arrival: Arrivals, language: Language) -> str:
    """The date that a number of calendar days means, counted from an acceptance today."""
    sentence = ngettext(
        "on {day} if accepted today (1 calendar day)",
        "on {day} if accepted today ({count} calendar days)",
        days,
        language,
    )
    return sentence.format(day=formats.day(arrival(days), language), count=days)


def _offer(
    offer: Offer, newest: Offer, found: LinkAnswer, arrival: Arrivals, language: Language
) -> dict[str, Any]:
    agreed = found.process.deliver_by if offer.id == found.process.offer_id else None
    if agreed:
        day = formats.day(day_closing(agreed), language)
        arrives = gettext("on {day} as agreed", language).format(day=day)
    else:
        arrives = _arrives(offer.lead_time_days, arrival, language)
    return {
        "number": offer.number,
        "total": formats.money(offer.amount, offer.currency, language),
        "arrives": arrives,
        "until": formats.day(offer.valid_until, language),
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


def _money(amount: Decimal, dossier: Dossier) -> str:
    return formats.money(amount, dossier.currency, dossier.language)


def _refused(token: str, error: BadLink | Closed) -> Response:
    """Says that the link leads nowhere (404), or that its request is over (410)."""
    if isinstance(error, BadLink):
        language = choose_language(request.accept_languages.best_match(languages()))
        title = gettext("This link does not work", language)
        text = gettext(
            "It is incomplete or does not come from us. Please open it again from the email.",
            language,
        )
        return _rendered("answer_over.html", language, 404, title=title, text=text)
    with transactions.reading() as session:
        number, preferred = link_answers.number_and_language(session, token)
    language = choose_language(preferred)
    title = gettext("{number}: the request is closed", language).format(number=number)
    if request.args.get("done") == "decline":
        text = gettext("You have declined the request. There is nothing more to do.", language)
    else:
        why = answer_words.CLOSED.get(error.state)
        text = gettext(why, language) if why else gettext("It no longer takes answers.", language)
    return _rendered("answer_over.html", language, 410, title=title, text=text)


def _rendered(template: str, language: Language, status: int, **values: Any) -> Response:
    def translated(message: str, **named: Any) -> str:
        return gettext(message, language).format(**named)

    text = render_template(template, language=language, _=translated, **values)
    response = Response(text, status, mimetype="text/html")
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "no-referrer"  # the address itself is the key
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Content-Language"] = language
    return response
