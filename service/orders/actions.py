"""Fires a client's, contractor's or operator's move on a process, with what belongs to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.access.actor import ActingParty
from service.access.lookup import ProcessAccess
from service.database.models import Process, Request
from service.lifecycle import consents, leases, transitions
from service.lifecycle.facts import facts_of
from service.orders import processes, production
from service.sourcing import award, messages
from workflows.engine import IllegalMove, Missing, NotReady
from workflows.process import PROCESS, WAYS_OUT, ProcessFacts, ProcessState
from workflows.request import RequestState

#: What a move does beside moving the process; False if the process stays where it is for now.
Effect = Callable[[Session, Process, ActingParty, dict[str, Any]], bool]


class BadActionData(Exception):
    """The move's body lacks something or holds something that cannot be; `errors` says what."""

    def __init__(self, errors: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{pointer}: {detail}" for pointer, detail in errors))
        self.errors = list(errors)


@dataclass(frozen=True)
class Result:
    """What became of one process of several."""

    process_id: UUID
    accepted: bool
    state: str
    detail: str = ""
    missing: tuple[Missing, ...] = ()


def fire(db: Session, found: ProcessAccess, trigger: str, data: dict[str, Any]) -> None:
    """Make the move, with its effect on requests, in the caller's transaction.

    The caller holds the process' lock. Raises IllegalMove, NotReady, BadData, Unknown.
    """
    trigger = production.meant(db, found.process, trigger, data)
    process, who = found.process, found.acting(trigger)
    row = PROCESS.move(process.state, trigger, who.role)
    if lacking := row.lacking(who.role, data):
        raise BadActionData([(f"/{missing.field}", missing.detail) for missing in lacking])
    if row.via in ("internal", "patch", "request"):
        raise BadActionData([("", f"'{trigger}' is no action of its own; it {HOW[row.via]}")])
    kept = {name: data[name] for name in (*row.needs, *row.takes, "reason") if name in data}
    if trigger == "send":
        send(db, process, who, facts_of(db, process), DispatchOptions.of(data))
        return
    if trigger == "retry":
        leases.retry(db, process, who, str(data["reason"]))
        return
    if trigger == "answer":
        _answer(db, process, who, data, kept)
        return
    if trigger in production.STEPS:
        production.fire(db, process, trigger, who, kept)
        return
    effect = EFFECTS.get(trigger)
    if effect is None or effect(db, process, who, data):
        db.flush()
        transitions.move(db, process, trigger, who, data=_plain(kept))
    if trigger == "consent":
        db.flush()
        _decide(db, process, who, data)


#: How a move happens that is no action.
HOW = {
    "internal": "is made by the service itself",
    "patch": "happens with PATCH",
    "request": "follows from an action on the request",
}


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """What the history keeps: the answer's text stands in the messages."""
    return {name: value for name, value in data.items() if name != "text"}


def _accept(db: Session, process: Process, by: ActingParty, data: dict[str, Any]) -> bool:
    PROCESS.check_move(process.state, "accept_offer", by.role, facts_of(db, process))
    offer_id = _id(data, "offer_id")
    assert offer_id, "the table says that the move needs it"
    award.accept(db, process, by, offer_id)
    return True


def _answer(
    db: Session, process: Process, by: ActingParty, data: dict[str, Any], kept: dict[str, Any]
) -> None:
    """Answer; a process that others still ask about stays where it is."""
    facts = facts_of(db, process)
    PROCESS.check_move(process.state, "answer", by.role, facts)
    complete = award.answer(db, process, by, str(data["text"]), _id(data, "request_id"))
    if complete or process.state is ProcessState.OFFERED:
        db.flush()
        transitions.move(db, process, "answer", by, data=_plain(kept), facts=facts)


def _id(data: dict[str, Any], name: str) -> UUID | None:
    try:
        return UUID(str(data[name])) if data.get(name) is not None else None
    except ValueError as error:
        raise BadActionData([(f"/{name}", f"{data[name]!r} is no id")]) from error


def _withdraw(db: Session, process: Process, by: ActingParty, data: dict[str, Any]) -> bool:
    award.close_all(db, process, "withdraw", by)
    return True


def _reject(db: Session, process: Process, by: ActingParty, data: dict[str, Any]) -> bool:
    award.close_all(db, process, "lose", by)
    return True


def _cancel(db: Session, process: Process, by: ActingParty, data: dict[str, Any]) -> bool:
    if process.state is not ProcessState.CONFIRMED:  # before a contract nobody need consent
        award.close_all(db, process, "withdraw", by)
    return True


def _consent(db: Session, process: Process, by: ActingParty, data: dict[str, Any]) -> bool:
    """Only to what the other side could then do; raises BadData, BadField."""
    other = consents.other_side(by.role)
    wanted, state = str(data["to"]), process.state
    if wanted not in PROCESS.triggers(state, other):
        sentence = f"{other.named} cannot {wanted} while the process is {state.value}"
        raise BadActionData([("/to", sentence)])
    if wanted == "remake":
        production.check_remade(db, process, data.get("pieces"))
    elif data.get("pieces") is not None:
        raise BadActionData([("/pieces", f"to {wanted} takes no pieces")])
    return True


def _decide(db: Session, process: Process, by: ActingParty, data: dict[str, Any]) -> None:
    """Make the move that both sides have now consented to; nothing while they differ."""
    way = str(data["to"])
    facts = facts_of(db, process)
    if way not in WAYS_OUT or PROCESS.missing(process.state, way, facts, by.role):
        return
    if way != "remake":
        transitions.move(db, process, way, by, data={"agreed": True}, facts=facts)
        return
    named = {facts.client_remakes, facts.contractor_remakes} - {None}
    if len(named) < 2:
        number = named.pop() if named else process.configuration["quantity"]
        production.fire(db, process, way, by, {"pieces": number, "agreed": True})


def _withdraw_consent(db: Session, process: Process, by: ActingParty, data: dict[str, Any]) -> bool:
    PROCESS.check_move(process.state, "withdraw_consent", by.role, facts_of(db, process))
    given = consents.of_all(db, [process.id])[process.id, by.role.value]
    if data["to"] not in given:
        raise BadActionData([("/to", f"{by.role.named} has not consented to {data['to']}")])
    return True


def _dispute(db: Session, process: Process, by: ActingParty, data: dict[str, Any]) -> bool:
    """The reason begins the talk with the contractor, in the thread of its request."""
    won = sa.select(Request).where(
        Request.process_id == process.id, Request.state == RequestState.ACCEPTED
    )
    project = transitions.project_of(db, process.project_id)
    messages.write(db, process, project, by, str(data["reason"]), db.scalar(won))
    return True


EFFECTS: dict[str, Effect] = {
    "accept_offer": _accept,
    "withdraw": _withdraw,
    "reject_offers": _reject,
    "cancel": _cancel,
    "consent": _consent,
    "withdraw_consent": _withdraw_consent,
    "dispute": _dispute,
}


@dataclass(frozen=True)
class DispatchOptions:
    """What a client wants of a dispatch beside having it made."""

    #: accept the first offer that asks no more than its quote
    accept: Literal["as_quoted"] | None = None
    #: ask contractors that have declined this very part all the same
    ask_again: bool = False

    @classmethod
    def of(cls, data: dict[str, Any]) -> "DispatchOptions":
        """As the body of a move names it."""
        return cls(data.get("accept"), bool(data.get("ask_again")))


NO_WISH = DispatchOptions()


def verify(
    db: Session,
    process: Process,
    who: ActingParty,
    facts: ProcessFacts,
    *,
    then_send: bool,
    wish: DispatchOptions = NO_WISH,
) -> Result:
    """Start a verification, or let the process wait for its predecessors first.

    With `then_send` it is sent as soon as it is verified, under the client's `wish`.
    """
    trigger = "wait" if facts.open_predecessors and _may_wait(process, who) else "verify"
    if then_send and facts.visitor:
        sending = PROCESS.missing(ProcessState.VERIFIED, "send", facts)
        owner = tuple(missing for missing in sending if missing.field == "owner")
        raise NotReady("send", owner)
    transitions.move(db, process, trigger, who, facts=facts)
    sent_by = {"id": str(who.id), "name": who.name}
    if wish.accept:
        sent_by["accept"] = wish.accept
    process.send_for = sent_by if then_send else None
    return Result(process.id, True, process.state.value)


def _may_wait(process: Process, who: ActingParty) -> bool:
    return "wait" in PROCESS.triggers(process.state, who.role)


def send(
    db: Session,
    process: Process,
    who: ActingParty,
    facts: ProcessFacts,
    wish: DispatchOptions = NO_WISH,
) -> Result:
    """Start the dispatch to the chosen contractors, under the client's `wish`."""
    data: dict[str, Any] = {"accept": wish.accept} if wish.accept else {}
    data |= {"ask_again": True} if wish.ask_again else {}
    transitions.move(
        db, process, "send", who, facts=replace(facts, ask_again=wish.ask_again), data=data
    )
    process.accept = wish.accept
    return Result(process.id, True, process.state.value)


def choose(
    db: Session, process: Process, who: ActingParty, facts: ProcessFacts, *, choice: list[str] | int
) -> Result:
    """Choose these contractors, or so many of the best."""
    if isinstance(choice, int):
        processes.choose_best(db, process, who, choice)
    else:
        processes.choose(db, process, who, choice)
    return Result(process.id, True, process.state.value)


def attempt(process: Process, start: Callable[[], Result]) -> Result:
    """One of several: what forbids it is its own result and holds up no other."""
    try:
        return start()
    except NotReady as error:
        return Result(process.id, False, process.state.value, str(error), error.missing)
    except IllegalMove as error:
        return Result(process.id, False, process.state.value, str(error))
