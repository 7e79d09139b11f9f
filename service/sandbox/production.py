"""How a contractor of the sandbox makes and ships what it has a contract for, and disputes."""

from collections.abc import Callable, Mapping

from service.lifecycle import consents, piece_counts
from service.orders.sandbox_scenarios import SandboxScenario
from service.sandbox.turn import Turn
from workflows.engine import Actor
from workflows.process import ProcessState

CARRIER = "Sandbox Express"


def produce(turn: Turn) -> None:
    """Make the next move that a contractor has in this state, or none."""
    if step := STEPS.get(turn.process.state):
        step(turn)


def _start(turn: Turn) -> None:
    turn.fire("start_production")


def _make(turn: Turn) -> None:
    production = piece_counts.pieces_of(turn.db, turn.process.id).production
    if turn.scenario is SandboxScenario.FAILS:
        turn.fire("report_failure", reason="The part cannot be made in this material after all.")
    elif turn.scenario is SandboxScenario.FAILS_A_PIECE and not production.failed:
        turn.fire("report_progress", failed=1, reason="It has warped in the machine.")
    elif production.reported and production.left:
        turn.fire("report_progress", made=production.left)
    else:
        turn.fire("finish_production")


def _ship(turn: Turn) -> None:
    pieces = piece_counts.pieces_of(turn.db, turn.process.id)
    number = f"{turn.request.number}-{len(pieces.shipments) + 1}"
    parcel = {"carrier": CARRIER, "tracking_number": number}
    in_parts = turn.scenario is SandboxScenario.SHIPS_IN_PARTS and not pieces.shipments
    if in_parts and pieces.unshipped > 1:
        turn.fire("ship", **parcel, pieces=pieces.unshipped // 2)
    else:
        turn.fire("ship", **parcel)


def _deliver(turn: Turn) -> None:
    pieces = piece_counts.pieces_of(turn.db, turn.process.id)
    if turn.scenario is SandboxScenario.LOSES_A_SHIPMENT and not pieces.lost:
        turn.fire("report_loss", reason="The carrier cannot find the parcel any more.")
        return
    shipment = pieces.on_their_way[0]
    turn.fire("deliver", shipment_id=str(shipment.id))


def _consent(turn: Turn) -> None:
    """Want what the client wants, as soon as it has said what that is."""
    if turn.scenario is SandboxScenario.INSISTS:
        return
    given = consents.consents_of_all(turn.db, [turn.process.id])
    ours = given[turn.process.id, Actor.CONTRACTOR.value]
    for way, wanted in given[turn.process.id, Actor.CLIENT.value].items():
        if way not in ours or ours[way].get("pieces") != wanted.get("pieces"):
            pieces = {"pieces": wanted["pieces"]} if wanted.get("pieces") else {}
            turn.fire("consent", to=way, **pieces)
            return


#: By the state of the process, what its contractor does.
STEPS: Mapping[ProcessState, Callable[[Turn], None]] = {
    ProcessState.CONFIRMED: _start,
    ProcessState.IN_PRODUCTION: _make,
    ProcessState.PRODUCED: _ship,
    ProcessState.IN_DELIVERY: _deliver,
    ProcessState.DISPUTED: _consent,
}
