"""The lifecycle of one contractor's request: asked, answered, and closed when another one wins."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from workflows import windows
from workflows.actors import CLIENT, CONTRACTOR, OPERATOR, SYSTEM
from workflows.definition import Deadline, Missing, Move, StateRow
from workflows.engine import Workflow
from workflows.sentences import Sentence
from workflows.sentences import gettext_noop as _

__all__ = ["DEADLINES", "OPEN", "REQUEST", "RequestFacts", "RequestState"]


class RequestState(Enum):
    """Each completes "the request is ..."; the rows below say what that means."""

    QUEUED = "queued"
    DISPATCHING = "dispatching"
    DISPATCHED = "dispatched"
    ACKNOWLEDGED = "acknowledged"
    CLARIFICATION = "clarification"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    LOST = "lost"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"


S = RequestState


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """A request as its guards see it."""

    #: its last offer is still valid
    offer_binds: bool = True
    #: the id of the offer that came after the one in question
    replaced_by: str | None = None


def offer_still_binds(facts: RequestFacts) -> Iterator[Missing]:
    """The last offer is still valid."""
    if facts.replaced_by:
        replaced = _("the offer is no longer valid: offer {id} has replaced it")
        yield Missing("offer_id", Sentence(replaced, id=facts.replaced_by))
    elif not facts.offer_binds:
        yield Missing("offer_id", _("the offer is no longer valid"))


# A dispatch whose outcome is unknown stays `dispatching`: the next worker sends it again under
# the same key. So no move ends that lease; an operator may declare the contractor unreachable.
LEASE = Deadline(
    timedelta(seconds=60),
    None,
    OPERATOR,
    "sent again under the same key; parked after the last try",
)
# fmt: off
STATES: tuple[StateRow[RequestState], ...] = (
    StateRow(S.QUEUED, "about to be dispatched", SYSTEM, LEASE, ("dispatch",), automatic=True),
    StateRow(S.DISPATCHING, "being dispatched, or nobody knows whether it arrived", SYSTEM,
             LEASE, ("dispatched",), automatic=True),
    StateRow(S.DISPATCHED, "with the contractor", CONTRACTOR, windows.ANSWER,
             ("acknowledge", "offer")),
    StateRow(S.ACKNOWLEDGED, "seen by the contractor", CONTRACTOR, windows.ANSWER, ("offer",)),
    StateRow(S.CLARIFICATION, "waiting for an answer to the contractor's question", CLIENT,
             windows.QUESTION, ("answer",)),
    StateRow(S.OFFERED, "answered with a binding offer", CLIENT, windows.VALIDITY,
             ("accept_offer",)),
    StateRow(S.ACCEPTED, "won: its offer is the contract", final=True),
    StateRow(S.DECLINED, "declined by the contractor", final=True),
    StateRow(S.EXPIRED, "expired without an answer or a valid offer", final=True),
    StateRow(S.WITHDRAWN, "withdrawn by the client", final=True),
    StateRow(S.LOST, "lost: another offer was accepted, or all were rejected", final=True),
    StateRow(S.UNREACHABLE, "never delivered: no channel reached the contractor", final=True),
    StateRow(S.REFUSED, "never sent: the contractor's terms speak against it", final=True),
)

#: States in which the contractor may still answer, or has answered bindingly.
OPEN = tuple(row.state for row in STATES if not row.final)
READ = (S.DISPATCHED, S.ACKNOWLEDGED)
ANSWERABLE = (*READ, S.CLARIFICATION, S.OFFERED)

MOVES: tuple[Move[RequestState, RequestFacts], ...] = (
    Move("dispatch", (S.QUEUED,), S.DISPATCHING, SYSTEM, "dispatch the request", via="internal"),
    Move("refuse", (S.QUEUED,), S.REFUSED, SYSTEM, "refuse the request by the contractor's terms",
         needs=("reason",), via="internal"),
    Move("dispatched", (S.DISPATCHING,), S.DISPATCHED, SYSTEM, "note the dispatch",
         via="internal"),
    Move("fail_dispatch", (S.QUEUED, S.DISPATCHING), S.UNREACHABLE, SYSTEM | OPERATOR,
         "give the dispatch up", via="internal"),
    Move("acknowledge", (S.DISPATCHED,), S.ACKNOWLEDGED, CONTRACTOR, "acknowledge the request"),
    Move("ask", READ, S.CLARIFICATION, CONTRACTOR, "ask the client a question", needs=("text",),
         effect="the question is a message; the process is in clarification"),
    Move("answer", (S.CLARIFICATION,), S.ACKNOWLEDGED, CLIENT, "answer the question",
         via="process", effect="the answer is a message"),
    Move("drop_question", (S.CLARIFICATION,), S.ACKNOWLEDGED, SYSTEM, "let the question rest",
         via="internal"),
    Move("offer", ANSWERABLE, S.OFFERED, CONTRACTOR | SYSTEM, "make an offer",
         takes=("as_quoted", "price", "lead_time_days", "valid_until", "note"),
         effect="numbered; it supersedes the last one; what is left out is as quoted"),
    Move("decline", ANSWERABLE, S.DECLINED, CONTRACTOR, "decline the request",
         takes=("reason",)),
    Move("expire", ANSWERABLE, S.EXPIRED, SYSTEM, "let the request expire", via="internal"),
    Move("withdraw", OPEN, S.WITHDRAWN, CLIENT | SYSTEM, "withdraw the request", via="process"),
    Move("accept_offer", (S.OFFERED,), S.ACCEPTED, CLIENT | SYSTEM, "accept the offer",
         (offer_still_binds,), via="process"),
    Move("lose", OPEN, S.LOST, CLIENT | SYSTEM, "decide against the request", via="process"),
)
# fmt: on

REQUEST = Workflow("request", S.QUEUED, STATES, MOVES)

#: What ends a state by itself. The durations are the service's defaults.
DEADLINES = {row.state: row.deadline for row in STATES if row.deadline}
