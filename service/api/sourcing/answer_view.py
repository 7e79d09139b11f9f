"""What the answer page shows of a request, in the language of its contractor."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from service import clock
from service.api.sourcing import answer_words
from service.database import transactions
from service.database.models import Attachment, Message, Offer
from service.documents import dossier_assembly
from service.documents.dossier import Dossier
from service.documents.dossier_pdf import summary
from service.documents.price_lines import price_line
from service.sourcing import answer_fields, attachments, inbox, link_answers
from service.sourcing.delivery_dates import Arrivals, arrivals
from service.translations import Language, formats, gettext, ngettext

#: A field, what is wrong with it, and what a sentence about that needs.
Problem = tuple[str, str, Mapping[str, Any]]


def values(token: str, problems: Sequence[Problem]) -> dict[str, Any]:
    """What the template needs; raises BadLink, or Closed where the request takes no answers."""
    with transactions.reading() as session:
        answer = link_answers.find(session, token)
        assembled = dossier_assembly.of_request(session, answer.request.id)
        offers = inbox.offers_of(session, [answer.request.id])
        messages = link_answers.messages_of(session, answer)
        attached = attachments.attachments_of(session, [message.id for message in messages])
        arrival = arrivals(session, answer.request, clock.now())
    dossier = assembled.with_pictures()
    language, quoted = dossier.language, dossier.lead_time_days
    return {
        "answer": answer,
        "state": gettext(answer_words.STATES[answer.request.state], language),
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
        "answer_by": formats.moment(dossier.answer_by, language, dossier.zone),
        "parts": [_part(part, language) for part in dossier.parts],
        "offers": [_offer(offer, offers[-1], arrival, language) for offer in offers],
        "messages": [_message(row, attached.get(row.id, ()), dossier) for row in messages],
        "arrives": None if quoted is None else arrives_on(quoted, arrival, language),
        "problems": [
            answer_words.problem(*problem, dossier.currency, language) for problem in problems
        ],
        "token": token,
    }


def arrives_on(days: int, arrival: Arrivals, language: Language) -> str:
    """The date that a number of calendar days means, counted from an acceptance today."""
    return ngettext(
        "on {day} if accepted today (1 calendar day)",
        "on {day} if accepted today ({count} calendar days)",
        days,
        language,
        day=formats.day(arrival(days), language),
        count=days,
    )


def _offer(offer: Offer, newest: Offer, arrival: Arrivals, language: Language) -> dict[str, Any]:
    return {
        "number": offer.number,
        "total": formats.money(offer.amount, offer.currency, language),
        "arrives": arrives_on(offer.lead_time_days, arrival, language),
        "until": formats.day(offer.valid_until, language),
        "newest": offer is newest,
    }


def _message(row: Message, attached: Iterable[Attachment], dossier: Dossier) -> dict[str, Any]:
    return {
        "mine": row.author_role == "contractor",
        "name": row.author_name,
        "at": formats.moment(row.created_at, dossier.language, dossier.zone),
        "text": row.text,
        "attachments": [attachment.name for attachment in attached],
    }


def _part(part: Any, language: Language) -> dict[str, str | None]:
    box = " × ".join(formats.number(side, 1, language) for side in part.box_mm)
    picture = base64.b64encode(part.picture).decode() if part.picture else None
    return {"name": part.name, "box": f"{box} mm", "picture": picture}


def _money(amount: Decimal, dossier: Dossier) -> str:
    return formats.money(amount, dossier.currency, dossier.language)
