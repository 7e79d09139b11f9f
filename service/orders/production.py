"""Counts the pieces of a contract as they are made, shipped, delivered, lost and made again."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from service import clock
from service.access.actor import ActingParty
from service.database.models import Process, ProductionRow, Replacement
from service.errors import BadField
from service.ids import new_id
from service.lifecycle import consents, piece_counts, transitions
from service.lifecycle.facts import facts_of
from service.lifecycle.production_json import (
    DeliveredJson,
    FinishedJson,
    LossJson,
    RemakeJson,
    ReplacementJson,
    ReportJson,
    RunJson,
    ShippedJson,
    StartedJson,
)
from service.orders.action_data import Action
from service.orders.shipments import named_or_all, send_off
from service.translations import Sentence, Term
from service.translations import gettext_noop as _
from workflows.engine import Actor, Missing, NotReady
from workflows.process import PROCESS, ProcessState

#: What a move does to the pieces; what the history keeps of it.
Step = Callable[[Session, Process, ActingParty, Mapping[str, Any]], Mapping[str, Any]]


def fitting_trigger(db: Session, process: Process, trigger: str, data: Mapping[str, Any]) -> str:
    """The trigger that fits: whether a part or all of the rest is shipped, or has arrived.

    Callers need not know which of the two it is.
    """
    state, shipment_id = process.state, data.get("shipment_id")
    if trigger in ("ship", "ship_part") and state in piece_counts.MAKING:
        number = data.get("pieces")
        if state is ProcessState.IN_PRODUCTION:
            return "ship_part"
        if state is ProcessState.PRODUCED and number:
            return (
                "ship_part" if number < piece_counts.pieces_of(db, process.id).unshipped else "ship"
            )
    if trigger in ("deliver", "deliver_part") and state in piece_counts.MAKING and shipment_id:
        if state is not ProcessState.IN_DELIVERY:
            return "deliver_part"
        several = len(piece_counts.pieces_of(db, process.id).on_their_way) > 1
        return "deliver_part" if several else "deliver"
    return trigger


def fire(db: Session, process: Process, by: ActingParty, action: Action) -> None:
    """Make one of the moves in STEPS; raises IllegalMove, NotReady, BadField, Unknown."""
    trigger, facts = action.trigger, facts_of(db, process)
    PROCESS.check_move(process.state, trigger, by.role, facts)
    entry = STEPS[trigger](db, process, by, action.noted)
    db.flush()
    transitions.move(db, process, trigger, by, data=entry, facts=facts)
    if trigger == "report_loss" and process.state is ProcessState.DISPUTED:
        _consent_after_loss(db, process, by, entry["pieces"])


def _start(db: Session, process: Process, by: ActingParty, data: Mapping[str, Any]) -> StartedJson:
    ordered = process.configuration["quantity"]
    db.add(
        ProductionRow(process_id=process.id, pieces=ordered, made=0, failed=0, remade=0, run_from=1)
    )
    return {"pieces": ordered}


def _report(db: Session, process: Process, by: ActingParty, data: Mapping[str, Any]) -> ReportJson:
    production = piece_counts.pieces_of(db, process.id).production
    made, failed = data.get("made") or 0, data.get("failed") or 0
    reason = str(data.get("reason") or "").strip()
    if not made + failed:
        raise BadField.at("/made", _("say how many pieces were made, or have failed"))
    if made + failed > production.left:
        raise BadField.at(
            "/made" if made else "/failed",
            _("{made} made and {failed} failed are more than the {left} left"),
            made=made,
            failed=failed,
            left=production.left,
        )
    if failed and not reason:
        raise BadField.at("/reason", _("say why {failed} failed"), failed=failed)
    production.made += made
    if not failed:
        return {"made": made, "failed": 0}
    failed_from = production.made + production.failed + 1
    replacement = _replace(db, production, failed, reason, failed_from)
    production.failed += failed
    return {
        "made": made,
        "failed": failed,
        "reason": reason,
        "failed_from": failed_from,
        **replacement,
    }


def _replace(
    db: Session, production: ProductionRow, number: int, reason: str, failed_from: int | None
) -> ReplacementJson:
    """Note that so many pieces are made anew, under the next numbers after all others."""
    made_from, id = production.to_make + 1, new_id()
    db.add(
        Replacement(
            id=id,
            process_id=production.process_id,
            pieces=number,
            failed_from=failed_from,
            made_from=made_from,
            reason=reason,
        )
    )
    return {"replacement_id": str(id), "made_from": made_from}


def _finish(
    db: Session, process: Process, by: ActingParty, data: Mapping[str, Any]
) -> FinishedJson:
    """All are made; a contractor that counts no pieces on the way says so by this."""
    production = piece_counts.pieces_of(db, process.id).production
    made = production.left
    production.made += made
    return {"made": made}


def _ship(db: Session, process: Process, by: ActingParty, data: Mapping[str, Any]) -> ShippedJson:
    counted = piece_counts.pieces_of(db, process.id)
    number = data.get("pieces") or counted.unshipped
    if number != counted.unshipped:
        raise BadField.at(
            "/pieces",
            _("{number} is not what is left: {unshipped}"),
            number=number,
            unshipped=counted.unshipped,
        )
    return send_off(db, process, counted, number, data)


def _ship_part(
    db: Session, process: Process, by: ActingParty, data: Mapping[str, Any]
) -> ShippedJson:
    counted = piece_counts.pieces_of(db, process.id)
    most = min(counted.ready, counted.unshipped - 1)
    if process.state is ProcessState.PRODUCED and not data.get("pieces"):
        raise BadField.at(
            "/pieces", _("say how many of the {ready} pieces are shipped"), ready=counted.ready
        )
    number = data.get("pieces") or most
    if number > most:
        message = _(
            "{number} pieces cannot be shipped as a part: {ready} are ready, and the last one goes"
            " with the rest"
        )
        raise BadField.at("/pieces", message, number=number, ready=counted.ready)
    return send_off(db, process, counted, number, data)


def _deliver(
    db: Session, process: Process, by: ActingParty, data: Mapping[str, Any]
) -> DeliveredJson:
    """The shipment that is named has arrived, or everything that is on its way."""
    arrived = named_or_all(db, process, data, "deliver_part")
    for shipment in arrived:
        shipment.delivered_at = clock.now()
    return {"shipment_ids": [str(shipment.id) for shipment in arrived]}


def _lose(db: Session, process: Process, by: ActingParty, data: Mapping[str, Any]) -> LossJson:
    """One shipment, or all that are on their way, will never arrive.

    A contractor that still makes others makes these pieces again with them; otherwise the two
    sides decide.
    """
    shipments, reason = named_or_all(db, process, data, "report_loss"), str(data["reason"])
    for shipment in shipments:
        shipment.lost_at, shipment.lost_reason = clock.now(), reason
    number = sum(shipment.pieces for shipment in shipments)
    loss: LossJson = {
        "reason": reason,
        "shipment_ids": [str(shipment.id) for shipment in shipments],
        "pieces": number,
    }
    if process.state is ProcessState.IN_DELIVERY:
        return loss
    production = piece_counts.pieces_of(db, process.id).production
    return {**loss, **_make_again(db, process, production, number, reason)}


def _consent_after_loss(db: Session, process: Process, by: ActingParty, lost: int) -> None:
    """Whoever reports a loss wants the pieces made again; a contractor also does without them."""
    remade = min(lost, piece_counts.pieces_of(db, process.id).production.pieces)
    transitions.move(db, process, "consent", by, data={"to": "remake", "pieces": remade})
    if by.role is Actor.CONTRACTOR:
        transitions.move(db, process, "consent", by, data={"to": "settle"})


def _remake(db: Session, process: Process, by: ActingParty, data: Mapping[str, Any]) -> RemakeJson:
    production = piece_counts.pieces_of(db, process.id).production
    number = data["pieces"]
    check_remade(db, process, number)
    _check_consent(db, process, by, number)
    reason = str(data.get("reason") or "")
    run = _make_again(db, process, production, number, reason)
    entry: RemakeJson = {
        "pieces": number,
        "replacement_id": run["replacement_id"],
        "made_from": run["made_from"],
        "run_from": run["run_from"],
    }
    if "agreed" in data:
        entry["agreed"] = data["agreed"]
    if reason:
        entry["reason"] = reason
    return entry


def check_remade(db: Session, process: Process, number: int | None) -> None:
    """Refuse to have more pieces made again than were ordered; raises BadField."""
    ordered = piece_counts.pieces_of(db, process.id).production.pieces
    if number is not None and number > ordered:
        message = _("{number} cannot be replaced; {ordered} were ordered")
        raise BadField.at("/pieces", message, number=number, ordered=ordered)


def _make_again(
    db: Session, process: Process, production: ProductionRow, number: int, reason: str
) -> RunJson:
    """Have pieces made that were made before; production begins anew if all were made."""
    replacement = _replace(db, production, number, reason, None)
    if not production.left:
        process.ship_by = None  # the day that was agreed is over: they have a window of their own
        production.run_from = production.to_make + 1
    production.remade += number
    return {**replacement, "run_from": production.run_from}


def _check_consent(db: Session, process: Process, by: ActingParty, number: int) -> None:
    """Raise NotReady where the other side has consented to another number of pieces."""
    if by.role is Actor.OPERATOR:
        return
    side = consents.other_side(by.role)
    agreed_number = consents.pieces_to_remake(
        consents.consents_of_all(db, [process.id])[process.id, side.value]
    )
    if agreed_number not in (None, number):
        sentence = Sentence(
            _("the {role} has consented to remake {agreed} pieces, not {number}"),
            role=Term("role", side.value),
            agreed=agreed_number,
            number=number,
        )
        raise NotReady("remake", (Missing("pieces", sentence),))


STEPS: dict[str, Step] = {
    "start_production": _start,
    "report_progress": _report,
    "finish_production": _finish,
    "ship_part": _ship_part,
    "ship": _ship,
    "deliver_part": _deliver,
    "deliver": _deliver,
    "report_loss": _lose,
    "remake": _remake,
}
