"""Chooses contractors that make several processes together, so that all come from one shop."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from service.access.actor import ActingParty
from service.catalogue import capacity
from service.database.models import Process
from service.manufacturing.quoting.currencies import written
from service.manufacturing.quoting.quote_json import MoneyJson, QuoteJson
from service.manufacturing.quoting.record_json import FullRecordJson
from service.orders import contractor_choice
from service.translations import Sentence
from service.translations import gettext_noop as _
from service.verification import records
from service.verification.contractor_answers import QUOTED, Answers
from workflows.engine import Missing, NotReady
from workflows.process import PROCESS, ProcessFacts
from workflows.process_facts import verification_is_fresh

#: Contractors that are compared, and those of whom it is said which part stops them, beside those
#: that are named.
MOST_SHOWN = 20
SHIPPING = "Shipping"


@dataclass(frozen=True)
class JointQuote:
    """What a contractor asks for all processes together, and when the last of them arrives.

    `total` is the sum of its quotes; `shipped_together` is that with the fixed price of a parcel
    paid once, where all go to the same country.
    """

    contractor_id: str
    name: str
    total: MoneyJson
    shipped_together: MoneyJson
    arrives_on: str


class Stop(NamedTuple):
    """That a process cannot be made by a contractor, and the first reason why."""

    process: Process
    contractor_id: str
    name: str
    reason: str


@dataclass(frozen=True)
class JointAnswers:
    """Who makes all of some processes, best first, and what stops the others."""

    quotes: Sequence[JointQuote]
    stops: Sequence[Stop]


@dataclass
class _Coverage:
    """Which of the processes a contractor can make."""

    name: str
    ranks: int = 0
    quoted: set[UUID] = field(default_factory=set)


def choose_together(
    db: Session,
    chosen_for: Sequence[Process],
    actor: ActingParty,
    facts: Mapping[UUID, ProcessFacts],
    choice: Sequence[str] | int,
) -> JointAnswers:
    """Choose these contractors, or so many of the best, for all processes or for none of them.

    Only who makes all of them can be chosen. Raises NotReady, which names the part that stops each
    other one, IllegalMove, BadField.
    """
    for process in chosen_for:
        PROCESS.move(process.state, "edit", actor.role)
    _check_verified(chosen_for, facts)
    named = [] if isinstance(choice, int) else list(dict.fromkeys(choice))
    contractor_choice.check_contractors(db, chosen_for[0], named)
    answers = joint_answers(db, chosen_for, named)
    able = [quote.contractor_id for quote in answers.quotes]
    chosen = able[:choice] if isinstance(choice, int) else named
    unable = set(chosen).difference(able)
    if unable or not chosen:
        stops = [stop for stop in answers.stops if not unable or stop.contractor_id in unable]
        raise NotReady(_("choose them together"), tuple(_stopped(stops)))
    for process in chosen_for:
        by_name = not isinstance(choice, int)
        contractor_choice.choose(db, process, actor, chosen, by_name=by_name)
    return replace(answers, quotes=answers.quotes[:MOST_SHOWN])


def joint_answers(
    db: Session, chosen_for: Sequence[Process], named: Sequence[str] = ()
) -> JointAnswers:
    """Who makes all of these processes, which are verified: best first.

    Of those that do, and of those that do not, MOST_SHOWN at most, and all that are named.
    """
    coverages = _coverages(db, chosen_for)
    full = capacity.full_contractors(
        db, capacity.current_contractors(db, [UUID(id) for id in coverages]).values()
    )
    everything = {process.id for process in chosen_for}
    ordered = sorted(coverages, key=lambda id: (-len(coverages[id].quoted), coverages[id].ranks))
    able = {id for id in ordered if coverages[id].quoted == everything and id not in full}
    compared = _first([id for id in ordered if id in able], named)
    stopped = _first([id for id in ordered if id not in able], named)
    quotes: dict[str, list[QuoteJson]] = {id: [] for id in compared}
    stops: list[Stop] = []
    for process in chosen_for:
        answers = _answers(db, process)
        for id in quotes:
            if quote := answers.quote(id):
                quotes[id].append(quote)
        for id in stopped:
            if reason := full[id].reason if id in full else _reason(answers, id):
                stops.append(Stop(process, id, coverages[id].name, reason))
    joint = [_joint(some) for some in quotes.values() if len(some) == len(chosen_for)]
    return JointAnswers(_ranked(joint), stops)


def _first(ids: Sequence[str], named: Sequence[str]) -> list[str]:
    """Those of them that are named, whatever their place, and the first of the others."""
    ids_named = [id for id in ids if id in named]
    others = [id for id in ids if id not in named]
    return [*ids_named, *others[: max(0, MOST_SHOWN - len(ids_named))]]


def _check_verified(chosen_for: Sequence[Process], facts: Mapping[UUID, ProcessFacts]) -> None:
    missing = [
        Missing(each.field, _of_process(process, each.detail))
        for process in chosen_for
        for each in verification_is_fresh(facts[process.id])
    ]
    if missing:
        raise NotReady(_("choose them together"), tuple(missing))


def _of_process(process: Process, detail: str) -> Sentence:
    """What is missing, with the process that lacks it."""
    sentence = detail if isinstance(detail, Sentence) else Sentence(detail)
    return Sentence(_("{name}: {detail}"), name=process.title or process.id, detail=sentence)


def _answers(db: Session, process: Process) -> Answers[FullRecordJson]:
    return Answers.of_record(db, process, records.current(db, process))


def _coverages(db: Session, chosen_for: Sequence[Process]) -> dict[str, _Coverage]:
    coverages: dict[str, _Coverage] = {}
    for process in chosen_for:
        for rank, place in enumerate(_answers(db, process).places()):
            coverage = coverages.setdefault(place.contractor_id, _Coverage(place.name))
            coverage.ranks += rank
            if place.key[0] == QUOTED:
                coverage.quoted.add(process.id)
    return coverages


def _reason(answers: Answers[FullRecordJson], contractor_id: str) -> str | None:
    """Why a contractor cannot make a process; None if it can."""
    constraints = answers.constraints(contractor_id)
    return constraints[0]["reason"] if constraints else None


def _stopped(stops: Sequence[Stop]) -> list[Missing]:
    sentence = _("{part} stops {contractor}: {reason}")
    return [
        Missing(
            "choice",
            Sentence(
                sentence,
                part=stop.process.title or str(stop.process.id),
                contractor=stop.name,
                reason=stop.reason,
            ),
        )
        for stop in stops
    ]


def _joint(quotes: Sequence[QuoteJson]) -> JointQuote:
    first = quotes[0]
    currency = first["total"]["currency"]
    total = sum((Decimal(quote["total"]["amount"]) for quote in quotes), Decimal(0))
    shared = total - _paid_again(quotes)
    return JointQuote(
        contractor_id=first["contractor_id"],
        name=first["name"],
        total={"amount": written(total, currency), "currency": currency},
        shipped_together={"amount": written(shared, currency), "currency": currency},
        arrives_on=max(quote["lead_time"]["delivery_date"] for quote in quotes),
    )


def _paid_again(quotes: Sequence[QuoteJson]) -> Decimal:
    """What the fixed prices of all parcels but the dearest come to, if one parcel takes all."""
    lines = [line["inputs"] for q in quotes for line in q["lines"] if line["name"] == SHIPPING]
    fixed = [Decimal(inputs["fixed"]) for inputs in lines if "fixed" in inputs]
    one_country = len({inputs.get("country") for inputs in lines}) == 1
    return sum(fixed, Decimal(0)) - max(fixed) if fixed and one_country else Decimal(0)


def _ranked(quotes: Sequence[JointQuote]) -> list[JointQuote]:
    """In the currency of most first, then the cheapest, then the earliest."""
    often = Counter(quote.total["currency"] for quote in quotes)
    return sorted(
        quotes,
        key=lambda quote: (
            -often[quote.total["currency"]],
            quote.total["currency"],
            Decimal(quote.shipped_together["amount"]),
            quote.arrives_on,
            quote.contractor_id,
        ),
    )
