"""Makes a client's, contractor's or operator's move on a process: one handler for each action."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.orm import Session

from service.access.actor import ActingParty, only_confirmed
from service.access.lookup import ProcessAccess
from service.access.process_view import check_sees_prices
from service.database.models import Process
from service.database.models.column_json import DispatchWishJson
from service.errors import BadField
from service.lifecycle import consents, parking, transitions
from service.lifecycle.facts import facts_of
from service.lifecycle.parties import contract_of, project_of
from service.orders import contractor_choice, production
from service.orders.action_data import HOW, Action, Handler
from service.sourcing import award, messages
from service.translations import Term
from service.translations import gettext_noop as _
from service.values.json_object import JsonObject
from workflows.engine import IllegalMove, Missing, NotReady
from workflows.process import PROCESS, WAYS_OUT, ProcessFacts, ProcessState


@dataclass(frozen=True)
class Result:
    """What became of one process of several."""

    process_id: UUID
    accepted: bool
    state: str
    detail: str = ""
    missing: tuple[Missing, ...] = ()


def fire(db: Session, access: ProcessAccess, trigger: str, data: JsonObject) -> None:
    """Make the move, with its effect on requests, in the caller's transaction.

    The caller holds the process' lock. Raises IllegalMove, NotReady, BadField, Unknown.
    """
    process = access.process
    trigger = production.fitting_trigger(db, process, trigger, data)
    by = access.acting(trigger)
    row = PROCESS.move(process.state, trigger, by.role)
    if lacking := row.lacking(by.role, data):
        raise BadField([(f"/{missing.field}", missing.detail) for missing in lacking])
    if row.via != "action":
        raise BadField.at("", HOW[row.via], trigger=trigger)
    HANDLERS[trigger](db, process, by, Action(trigger, data, (*row.needs, *row.takes, "reason")))


def _move(
    db: Session,
    process: Process,
    by: ActingParty,
    action: Action,
    facts: ProcessFacts | None = None,
) -> None:
    """The move alone. The history keeps nothing of an answer: that stands in the messages."""
    db.flush()
    data = {n: value for n, value in action.noted.items() if n not in ("text", "request_id")}
    transitions.move(db, process, action.trigger, by, data=data, facts=facts)


def _verify(db: Session, process: Process, by: ActingParty, action: Action) -> None:
    verify(db, process, by, facts_of(db, process), then_send=False)


def _send(db: Session, process: Process, by: ActingParty, action: Action) -> None:
    send(db, process, by, facts_of(db, process), DispatchOptions.of(action.data))


def _retry(db: Session, process: Process, by: ActingParty, action: Action) -> None:
    parking.retry(db, process, by, str(action.data["reason"]))


def _accept(db: Session, process: Process, by: ActingParty, action: Action) -> None:
    PROCESS.check_move(process.state, action.trigger, by.role, facts_of(db, process))
    offer_id = _id(action.data, "offer_id")
    assert offer_id, "the table says that the move needs it"
    award.accept(db, process, by, offer_id)
    _move(db, process, by, action)


def _answer(db: Session, process: Process, by: ActingParty, action: Action) -> None:
    """Answer; a process that others still ask about stays where it is."""
    facts = facts_of(db, process)
    PROCESS.check_move(process.state, action.trigger, by.role, facts)
    request_id = _id(action.data, "request_id")
    complete = award.answer(db, process, by, str(action.data["text"]), request_id)
    if complete or process.state is ProcessState.OFFERED:
        _move(db, process, by, action, facts)


def _id(data: Mapping[str, Any], name: str) -> UUID | None:
    try:
        return UUID(str(data[name])) if data.get(name) is not None else None
    except ValueError as error:
        raise BadField.at(f"/{name}", _("{data!r} is no id"), data=data[name]) from error


def _withdraw(db: Session, process: Process, by: ActingParty, action: Action) -> None:
    award.close_all(db, process, "withdraw", by)
    _move(db, process, by, action)


def _reject(db: Session, process: Process, by: ActingParty, action: Action) -> None:
    award.close_all(db, process, "lose", by)
    _move(db, process, by, action)


def _cancel(db: Session, process: Process, by: ActingParty, action: Action) -> None:
    if process.state is not ProcessState.CONFIRMED:  # before a contract nobody need consent
        award.close_all(db, process, "withdraw", by)
    _move(db, process, by, action)


def _consent(db: Session, process: Process, by: ActingParty, action: Action) -> None:
    """Only to what the other side could then do; raises BadField."""
    other = consents.other_side(by.role)
    way, state = str(action.data["to"]), process.state
    if way not in PROCESS.triggers(state, other):
        message = _("the {role} has no way “{way}” out of the state “{state}”")
        role, where = Term("role", other.value), Term("state", state.value)
        raise BadField.at("/to", message, role=role, way=way, state=where)
    if way == "remake":
        production.check_remade(db, process, action.data.get("pieces"))
    elif action.data.get("pieces") is not None:
        raise BadField.at("/pieces", _("to {way} takes no pieces"), way=way)
    _move(db, process, by, action)
    db.flush()
    _decide(db, process, by, way)


def _decide(db: Session, process: Process, by: ActingParty, way: str) -> None:
    """Make the move that both sides have now consented to; nothing while they differ."""
    facts = facts_of(db, process)
    if way not in WAYS_OUT or PROCESS.missing(process.state, way, facts, by.role):
        return
    if way != "remake":
        transitions.move(db, process, way, by, data={"agreed": True}, facts=facts)
        return
    numbers = {facts.client_remakes, facts.contractor_remakes} - {None}
    if len(numbers) < 2:
        pieces = numbers.pop() if numbers else process.configuration["quantity"]
        agreement = {"pieces": pieces, "agreed": True}
        production.fire(db, process, by, Action(way, agreement, tuple(agreement)))


def _withdraw_consent(db: Session, process: Process, by: ActingParty, action: Action) -> None:
    PROCESS.check_move(process.state, action.trigger, by.role, facts_of(db, process))
    way, consented = (
        action.data["to"],
        consents.consents_of_all(db, [process.id])[process.id, by.role.value],
    )
    if way not in consented:
        message = _("the side of the {role} has not consented to {way}")
        raise BadField.at("/to", message, role=Term("role", by.role.value), way=way)
    _move(db, process, by, action)


def _dispute(db: Session, process: Process, by: ActingParty, action: Action) -> None:
    """The reason begins the talk with the contractor, in the thread of its request."""
    project, contract = project_of(db, process.project_id), contract_of(db, process.id)
    messages.write(db, process, project, by, str(action.data["reason"]), contract)
    _move(db, process, by, action)


#: What makes each action of the table; in the table's order.
HANDLERS: Mapping[str, Handler] = {
    "verify": _verify,
    "wait": _move,
    "revise": _move,
    "send": _send,
    "answer": _answer,
    "accept_offer": _accept,
    "reject_offers": _reject,
    "withdraw": _withdraw,
    "start_production": production.fire,
    "report_progress": production.fire,
    "finish_production": production.fire,
    "ship_part": production.fire,
    "ship": production.fire,
    "deliver_part": production.fire,
    "deliver": production.fire,
    "report_loss": production.fire,
    "complete": _move,
    "report_failure": _move,
    "dispute": _dispute,
    "consent": _consent,
    "withdraw_consent": _withdraw_consent,
    "settle": _move,
    "remake": production.fire,
    "give_up": _move,
    "cancel": _cancel,
    "retry": _retry,
}


@dataclass(frozen=True)
class DispatchOptions:
    """What a client wants of a dispatch beside having it made."""

    #: accept the first offer that asks no more than its quote
    accept: Literal["as_quoted"] | None = None
    #: ask contractors that have declined this very part all the same
    ask_again: bool = False

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "DispatchOptions":
        """As the body of a move names it."""
        return cls(data.get("accept"), bool(data.get("ask_again")))


NO_WISH = DispatchOptions()


def verify(
    db: Session,
    process: Process,
    actor: ActingParty,
    facts: ProcessFacts,
    *,
    then_send: bool,
    wish: DispatchOptions = NO_WISH,
) -> Result:
    """Start a verification, or let the process wait for its predecessors first.

    With `then_send` it is sent as soon as it is verified, under the client's `wish`.
    """
    if wish.accept:
        check_sees_prices(actor)
    if then_send:
        only_confirmed(actor)
    trigger = "wait" if facts.open_predecessors and _may_wait(process, actor) else "verify"
    if then_send and facts.visitor:
        sending = PROCESS.missing(ProcessState.VERIFIED, "send", facts)
        owner = tuple(missing for missing in sending if missing.field == "owner")
        raise NotReady("send", owner)
    transitions.move(db, process, trigger, actor, facts=facts)
    sender: DispatchWishJson = {"id": str(actor.id), "name": actor.name}
    if wish.accept:
        sender["accept"] = wish.accept
    process.send_for = sender if then_send else None
    return Result(process.id, True, process.state.value)


def _may_wait(process: Process, actor: ActingParty) -> bool:
    return "wait" in PROCESS.triggers(process.state, actor.role)


def send(
    db: Session,
    process: Process,
    actor: ActingParty,
    facts: ProcessFacts,
    wish: DispatchOptions = NO_WISH,
) -> Result:
    """Start the dispatch to the chosen contractors, under the client's `wish`."""
    only_confirmed(actor)
    if wish.accept:
        check_sees_prices(actor)
    data: JsonObject = {"accept": wish.accept} if wish.accept else {}
    data |= {"ask_again": True} if wish.ask_again else {}
    transitions.move(
        db, process, "send", actor, facts=replace(facts, ask_again=wish.ask_again), data=data
    )
    process.accept = wish.accept
    return Result(process.id, True, process.state.value)


def choose(
    db: Session,
    process: Process,
    actor: ActingParty,
    facts: ProcessFacts,
    *,
    choice: list[str] | int,
) -> Result:
    """Choose these contractors, or so many of the best."""
    if isinstance(choice, int):
        contractor_choice.choose_best(db, process, actor, choice)
    else:
        contractor_choice.choose(db, process, actor, choice)
    return Result(process.id, True, process.state.value)


def attempt(process: Process, start: Callable[[], Result]) -> Result:
    """One of several: what forbids it is its own result and holds up no other."""
    try:
        return start()
    except NotReady as error:
        return Result(process.id, False, process.state.value, str(error), error.missing)
    except IllegalMove as error:
        return Result(process.id, False, process.state.value, str(error))
