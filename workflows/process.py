"""THE table: the lifecycle of an order, its states and deadlines, and who may move it when."""

from dataclasses import replace
from datetime import timedelta
from enum import Enum
from typing import Any, Final, Literal

from workflows import process_facts as given
from workflows import shipping, windows
from workflows.actors import CLIENT, CONTRACTOR, OPERATOR, SYSTEM, Actor
from workflows.definition import DELETE, Deadline, Move, StateRow
from workflows.engine import Workflow
from workflows.process_facts import FileFacts, ProcessFacts

__all__ = [
    "CODES",
    "DEADLINES",
    "PROCESS",
    "STATE_OF_CODE",
    "WAYS_OUT",
    "FileFacts",
    "ProcessFacts",
    "ProcessState",
]


class ProcessState(Enum):
    """Each completes "the process is ..."; the rows below say what that means."""

    DRAFT = "draft"
    WAITING = "waiting"
    VERIFYING = "verifying"
    VERIFICATION_FAILED = "verification_failed"
    VERIFIED = "verified"
    SENDING = "sending"
    SENT = "sent"
    CLARIFICATION = "clarification"
    OFFERED = "offered"
    DECLINED = "declined"
    CONFIRMED = "confirmed"
    IN_PRODUCTION = "in_production"
    PRODUCED = "produced"
    IN_DELIVERY = "in_delivery"
    DELIVERED = "delivered"
    DISPUTED = "disputed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    FAILED = "failed"


S = ProcessState
BOTH: Final = CLIENT | CONTRACTOR
OTHERS: Final[frozenset[Actor | Literal["process"]]] = frozenset({"process"})


def _of_requests(window: Deadline, then: str, summary: str) -> Deadline:
    """What becomes of a process when a window of its requests is over; they have the date."""
    return replace(window, then=then, summary=summary, dated_by=None)


def _days(days: int, then: str | None, summary: str, **more: Any) -> Deadline:
    return Deadline(timedelta(days=days), then, summary=summary, **more)


def _remind(whom: frozenset[Actor], days: int, **more: Any) -> Deadline:
    return Deadline(timedelta(days=days), None, whom, "a reminder; the state stays", **more)


VISITOR = Deadline(
    14 * windows.DAY, DELETE, summary="a visitor's draft is deleted", visitors_only=True
)
LEASE = Deadline(
    timedelta(seconds=60), "park", summary="another worker tries again; parked after the last try"
)
QUOTES = _days(14, "quotes_expire", "the quotes expire", dated_by="quotes_valid_until",
               reminder=2 * windows.DAY)  # fmt: skip
CLAIMS = _days(14, "complete", "completed, for nobody disputed it", name="dispute_window",
               least=3 * windows.DAY, reminder=3 * windows.DAY)  # fmt: skip

# Semper-KI knows no `sending`, `produced` and `delivered`: they carry the code of the state beside
# them, and of two rows with one code the upper one is read back.
# fmt: off
STATES: tuple[StateRow[ProcessState], ...] = (
    StateRow(S.DRAFT, "being configured", CLIENT, VISITOR, ("verify", "wait"), code=0),
    StateRow(S.WAITING, "waiting for the processes it depends on", OTHERS,
             _remind(CLIENT, 90, name="predecessors", most=365 * windows.DAY),
             ("resume",), code=100),
    StateRow(S.VERIFYING, "being calculated", SYSTEM,
             LEASE, ("pass_verification",), automatic=True, code=400),
    StateRow(S.VERIFICATION_FAILED, "not makeable as configured; the report says why", CLIENT,
             _remind(CLIENT, 7, name="correction"), ("verify", "wait"), code=202),
    StateRow(S.VERIFIED, "makeable; its quotes are known and valid until a date", CLIENT,
             QUOTES, ("send",), code=500),
    StateRow(S.SENDING, "being dispatched to the chosen contractors", SYSTEM,
             LEASE, ("dispatched",), automatic=True, code=500),
    StateRow(S.SENT, "with the contractors", CONTRACTOR,
             _of_requests(windows.ANSWER, "decline", "every silent request expires"),
             ("offer",), code=600),
    StateRow(S.CLARIFICATION, "asked back by a contractor", CLIENT,
             _of_requests(windows.QUESTION, "drop_question", windows.QUESTION.summary),
             ("answer",), code=700),
    StateRow(S.OFFERED, "holding at least one binding offer", CLIENT,
             _of_requests(windows.VALIDITY, "decline", "the last offer expires"),
             ("accept_offer",), code=800),
    StateRow(S.DECLINED, "refused, withdrawn or expired everywhere", CLIENT,
             _remind(CLIENT, 7, name="new_choice"), ("verify", "send"), code=801),
    StateRow(S.CONFIRMED, "a contract with exactly one contractor", CONTRACTOR,
             _remind(BOTH, 14, dated_by="start_by", name="start", reminder=2 * windows.DAY),
             ("start_production",), code=900),
    StateRow(S.IN_PRODUCTION, "being made", CONTRACTOR,
             _remind(BOTH, 30, dated_by="ship_by", name="production", reminder=2 * windows.DAY),
             ("finish_production",), code=1000),
    StateRow(S.PRODUCED, "made, not yet shipped", CONTRACTOR,
             _remind(CONTRACTOR, 7, name="shipping"), ("ship",), code=1000),
    StateRow(S.IN_DELIVERY, "on its way", BOTH,
             _remind(BOTH, 30, name="delivery"), ("deliver",), code=1100),
    StateRow(S.DELIVERED, "with the client", CLIENT, CLAIMS, ("complete",), code=1100),
    StateRow(S.DISPUTED, "contested", BOTH | OPERATOR,
             _remind(OPERATOR, 14, name="mediation"), ("settle",), code=1200),
    StateRow(S.COMPLETED, "finished: delivered and accepted", final=True, code=1300),
    StateRow(S.CANCELLED, "finished: called off before production", final=True, code=1500),
    StateRow(S.FAILED, "finished: it could not be made or delivered", final=True, code=1400),
)

CONFIGURED = (given.has_model_files, given.has_units, given.has_quantity, given.has_material)
SENDABLE = (given.verification_is_fresh, given.choice_can_make_it, given.owner_is_known)
CONFIGURABLE = (S.DRAFT, S.VERIFICATION_FAILED, S.VERIFIED, S.DECLINED)
REVISABLE = (S.WAITING, S.VERIFYING, S.VERIFICATION_FAILED, S.VERIFIED, S.DECLINED)
UNFINISHED = tuple(row.state for row in STATES if not row.final)
ASKED = (S.SENT, S.CLARIFICATION, S.OFFERED)
UNSHIPPED = (S.CONFIRMED, S.IN_PRODUCTION, S.PRODUCED)
IN_CONTRACT = (*UNSHIPPED, S.IN_DELIVERY, S.DELIVERED, S.DISPUTED)
UNCONFIRMED = (S.DRAFT, S.WAITING, S.VERIFYING, S.VERIFICATION_FAILED, S.VERIFIED, S.SENDING,
               *ASKED, S.DECLINED)

MOVES: tuple[Move[ProcessState, ProcessFacts], ...] = (
    # configuring and verifying
    Move("edit", (S.DRAFT,), S.DRAFT, CLIENT, "change the configuration", via="patch"),
    *(Move("edit", (state,), state, CLIENT, "change what no verification rests on", via="patch")
      for state in REVISABLE),
    *(Move("edit_details", (state,), state, CLIENT, "change the details that are the client's own",
           via="patch", effect="contractors learn nothing of it")
      for state in UNFINISHED),
    Move("verify", CONFIGURABLE, S.VERIFYING, CLIENT, "have the part checked and priced",
         (*CONFIGURED, given.predecessors_are_completed)),
    Move("wait", (S.DRAFT, S.VERIFICATION_FAILED), S.WAITING, CLIENT,
         "have the part verified once the processes before it are completed",
         (*CONFIGURED, given.a_predecessor_is_open, given.no_predecessor_has_failed)),
    Move("predecessor_fails", (S.WAITING,), S.WAITING, SYSTEM,
         "note that a process before it will never be completed", via="internal",
         effect="the client is told, and decides to wait for another one or for none"),
    Move("resume", (S.WAITING,), S.VERIFYING, SYSTEM, "go on after the last process before it",
         (given.predecessors_are_completed,), via="internal"),
    Move("pass_verification", (S.VERIFYING,), S.VERIFIED, SYSTEM, "pass the verification",
         via="internal", effect="the record and its quotes are kept"),
    Move("fail_verification", (S.VERIFYING,), S.VERIFICATION_FAILED, SYSTEM,
         "fail the verification", via="internal", effect="the record says why, in numbers"),
    Move("revise", REVISABLE, S.DRAFT, CLIENT, "revise the configuration",
         effect="any edit does this by itself; a running verification loses its lease"),
    Move("quotes_expire", (S.VERIFIED,), S.DRAFT, SYSTEM, "let the quotes expire", via="internal",
         effect="the record is kept, marked stale"),
    # asking contractors
    Move("send", (S.VERIFIED,), S.SENDING, CLIENT, "send the process to the chosen contractors",
         SENDABLE, takes=("accept",), effect="one request per chosen contractor"),
    Move("send", (S.DECLINED,), S.SENDING, CLIENT, "send the process to other contractors",
         (*SENDABLE, given.choice_has_not_declined), takes=("accept", "ask_again"),
         effect="one request per chosen contractor; the record still holds"),
    Move("dispatched", (S.SENDING,), S.SENT, SYSTEM, "note the dispatch", via="internal"),
    Move("dispatch_fails", (S.SENDING,), S.VERIFIED, SYSTEM, "note that the dispatch failed",
         via="internal", effect="only if none of the contractors could be reached"),
    Move("ask", (S.SENT,), S.CLARIFICATION, CONTRACTOR, "ask the client a question",
         via="request", effect="the question is a message"),
    Move("answer", (S.CLARIFICATION,), S.SENT, CLIENT, "answer the question",
         (given.a_question_is_open,), needs=("text",), takes=("request_id",),
         effect="the answer is a message; it stays as it is while others wait for theirs"),
    Move("answer", (S.OFFERED,), S.OFFERED, CLIENT, "answer the question",
         (given.a_question_is_open,), needs=("text",), takes=("request_id",),
         effect="the answer is a message"),
    Move("drop_question", (S.CLARIFICATION,), S.SENT, SYSTEM, "let the question rest",
         via="internal"),
    Move("offer", ASKED, S.OFFERED, CONTRACTOR | SYSTEM, "make an offer", via="request",
         effect="the system offers as quoted for a contractor that lets it"),
    Move("decline", ASKED, S.DECLINED, CONTRACTOR | SYSTEM, "decline as the last one",
         (given.no_request_is_open,), via="request"),
    Move("accept_offer", (S.OFFERED,), S.CONFIRMED, CLIENT | SYSTEM, "accept an offer",
         (given.an_offer_binds, given.a_delivery_address_is_stated), needs=("offer_id",),
         effect="the other requests close as lost in the same transaction; the system accepts "
                "an offer as quoted for a client that asked for it"),
    *(Move("state_address", (state,), state, CLIENT, "state where parts and bill go",
           via="patch", effect="quotes and offers stay: the country is the one they count on")
      for state in (*ASKED, *UNSHIPPED)),
    Move("reject_offers", (S.OFFERED,), S.DECLINED, CLIENT, "reject the offers",
         takes=("reason",)),
    Move("withdraw", ASKED, S.DECLINED, CLIENT, "withdraw the requests", takes=("reason",)),
    # making and delivering
    Move("start_production", (S.CONFIRMED,), S.IN_PRODUCTION, CONTRACTOR, "start the production"),
    Move("report_progress", (S.IN_PRODUCTION,), S.IN_PRODUCTION, CONTRACTOR, "report progress",
         (given.pieces_are_left,), takes=("made", "failed", "reason"),
         effect="every failed piece is replaced by one more that must be made"),
    Move("finish_production", (S.IN_PRODUCTION,), S.PRODUCED, CONTRACTOR,
         "finish the production", (given.every_piece_is_made,),
         effect="who never reported progress says by this that all pieces are made"),
    *(Move("ship_part", (state,), state, CONTRACTOR, "ship some of the pieces",
           (given.a_part_is_ready,), takes=shipping.TAKES, depends=shipping.lacking,
           effect="one more shipment; the others follow")
      for state in (S.IN_PRODUCTION, S.PRODUCED)),
    Move("ship", (S.PRODUCED,), S.IN_DELIVERY, CONTRACTOR, "ship the parts",
         takes=shipping.TAKES, depends=shipping.lacking,
         effect="all that is left; with fewer `pieces` it is ship_part"),
    *(Move("deliver_part", (state,), state, BOTH, "note the delivery of one shipment",
           (guard,), needs=("shipment_id",))
      for state, guard in ((S.IN_PRODUCTION, given.a_shipment_is_on_its_way),
                           (S.PRODUCED, given.a_shipment_is_on_its_way),
                           (S.IN_DELIVERY, given.several_shipments_are_on_their_way))),
    Move("deliver", (S.IN_DELIVERY,), S.DELIVERED, BOTH, "note the delivery",
         takes=("shipment_id",),
         effect="of all that is on its way; of one shipment among several it is deliver_part"),
    Move("report_loss", (S.IN_PRODUCTION, S.PRODUCED), S.IN_PRODUCTION, CONTRACTOR,
         "report that a shipment was lost", (given.a_shipment_is_on_its_way,),
         needs=("reason",), takes=("shipment_id",),
         effect="its pieces are made again, with those that are left"),
    Move("report_loss", (S.IN_DELIVERY,), S.DISPUTED, BOTH, "report that a shipment was lost",
         (given.a_shipment_is_on_its_way,), needs=("reason",), takes=("shipment_id",),
         effect="both decide what becomes of its pieces: whoever reports it consents to have them "
                "made again, and a contractor to settle without them too"),
    Move("complete", (S.DELIVERED,), S.COMPLETED, CLIENT | SYSTEM, "complete the process",
         effect="wakes the processes that wait for it"),
    Move("report_failure", (S.CONFIRMED, S.IN_PRODUCTION, S.PRODUCED, S.IN_DELIVERY), S.FAILED,
         CONTRACTOR, "report that the process has failed", needs=("reason",)),
    *(Move("add_paper", (state,), state, CONTRACTOR, "add a paper to the order", via="upload",
           effect="such as a certificate, an inspection report, a delivery note; it stays")
      for state in IN_CONTRACT),
    # disputing: a way out that both sides want, or that the operator decides
    Move("dispute", (S.IN_DELIVERY, S.DELIVERED), S.DISPUTED, CLIENT, "dispute the delivery",
         needs=("reason",), effect="the reason is a message to the contractor"),
    Move("consent", (S.DISPUTED,), S.DISPUTED, BOTH, "consent to a way out of the dispute",
         needs=("to",), takes=("pieces", "reason"),
         effect="the second of two equal consents decides by itself; to remake, just so many "
                "pieces"),
    *(Move("withdraw_consent", (S.DISPUTED,), S.DISPUTED, side,
           "take back a consent to a way out of the dispute", (guard,), needs=("to",),
           takes=("reason",))
      for side, guard in ((CLIENT, given.client_has_consented),
                          (CONTRACTOR, given.contractor_has_consented))),
    Move("settle", (S.DISPUTED,), S.COMPLETED, CLIENT, "settle the dispute",
         (given.contractor_agrees_to("settle"),)),
    Move("settle", (S.DISPUTED,), S.COMPLETED, CONTRACTOR, "settle the dispute",
         (given.client_agrees_to("settle"),)),
    Move("settle", (S.DISPUTED,), S.COMPLETED, OPERATOR, "settle the dispute"),
    Move("remake", (S.DISPUTED,), S.IN_PRODUCTION, CLIENT, "have pieces made again",
         (given.contractor_agrees_to("remake"),), needs=("pieces",)),
    Move("remake", (S.DISPUTED,), S.IN_PRODUCTION, CONTRACTOR, "make pieces again",
         (given.client_agrees_to("remake"),), needs=("pieces",)),
    Move("remake", (S.DISPUTED,), S.IN_PRODUCTION, OPERATOR, "have pieces made again",
         needs=("pieces",)),
    Move("give_up", (S.DISPUTED,), S.FAILED, CLIENT, "give the process up",
         (given.contractor_agrees_to("give_up"),)),
    Move("give_up", (S.DISPUTED,), S.FAILED, CONTRACTOR, "give the process up",
         (given.client_agrees_to("give_up"),)),
    Move("give_up", (S.DISPUTED,), S.FAILED, OPERATOR, "give the process up"),
    # calling off
    Move("cancel", UNCONFIRMED, S.CANCELLED, CLIENT, "cancel the process", takes=("reason",),
         effect="open requests are withdrawn"),
    Move("consent", (S.CONFIRMED,), S.CONFIRMED, CONTRACTOR, "consent to the cancellation",
         needs=("to",), effect="the client may then cancel"),
    Move("withdraw_consent", (S.CONFIRMED,), S.CONFIRMED, CONTRACTOR,
         "take back the consent to the cancellation", (given.contractor_has_consented,),
         needs=("to",), takes=("reason",)),
    Move("cancel", (S.CONFIRMED,), S.CANCELLED, CLIENT, "cancel the process",
         (given.contractor_agrees_to("cancel"),), needs=("reason",)),
    Move("cancel", (S.CONFIRMED,), S.CANCELLED, OPERATOR, "cancel the process",
         needs=("reason",)),
    # what a machine could not do
    Move("park", (S.VERIFYING,), S.VERIFYING, SYSTEM, "park the process for an operator",
         needs=("reason", "attempts"), via="internal", parks=True),
    Move("park", (S.SENDING,), S.SENDING, SYSTEM, "park the process for an operator",
         needs=("reason", "attempts"), via="internal", parks=True),
    Move("retry", (S.VERIFYING,), S.VERIFYING, OPERATOR, "have the verification tried again"),
    Move("retry", (S.SENDING,), S.SENDING, OPERATOR, "have the dispatch tried again"),
)
# fmt: on

PROCESS = Workflow("process", S.DRAFT, STATES, MOVES)

#: How a dispute may end, whoever decides it.
WAYS_OUT = tuple(
    dict.fromkeys(m.trigger for m in MOVES if S.DISPUTED in m.sources and m.dest is not S.DISPUTED)
)

#: What ends a state by itself. The durations are the service's defaults.
DEADLINES = {row.state: row.deadline for row in STATES if row.deadline}

#: The number by which Semper-KI would know each state, and the state that a number stands for.
CODES = {row.state: row.code for row in STATES if row.code is not None}
STATE_OF_CODE = {
    901: S.DECLINED,  # rejected by the client: ours tells the two apart in the history
    **{row.code: row.state for row in reversed(STATES) if row.code is not None},
}
