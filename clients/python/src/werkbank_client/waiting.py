"""Decides, while a process is waited for, when to look at it and whether the wait is over."""

from uuid import UUID

from werkbank_client.feed import Alive, Feed, Message, Reset
from werkbank_client.generated.models import ProcessShown, ProcessState
from werkbank_client.problems import NotReached

#: States in which the usual course of an order has ended, for good or until its client decides.
ENDS = frozenset(
    {
        ProcessState.VERIFICATION_FAILED,
        ProcessState.DECLINED,
        ProcessState.COMPLETED,
        ProcessState.CANCELLED,
        ProcessState.FAILED,
    }
)
#: Types of events after which a process may be in another state, or not be there any more.
MOVES = frozenset({f"process.{state}" for state in ProcessState} | {"process.deleted"})


class Wait:
    """A process, and the states that it is waited for to reach."""

    def __init__(self, process_id: UUID, states: tuple[ProcessState | str, ...]) -> None:
        if unknown := sorted({*states} - {*ProcessState}):
            raise ValueError(
                f"there is no state {unknown[0]!r}; states are {', '.join(ProcessState)}"
            )
        if not states:
            raise ValueError("name at least one state to wait for")
        self.process_id = process_id
        self._states = frozenset(states)
        self.feed = Feed(process_id=process_id, own=True)

    def __str__(self) -> str:
        return " or ".join(sorted(self._states))

    def calls_for_a_look(self, message: Message) -> bool:
        """Whether the process may have moved since it was looked at."""
        if isinstance(message, Alive):
            return message.is_first
        return isinstance(message, Reset) or message.type_ in MOVES

    def is_over(self, process: ProcessShown) -> bool:
        """Whether the process is where it was waited for; raises NotReached."""
        if process.state in self._states:
            return True
        if process.state in ENDS:
            raise NotReached(process, str(self))
        return False
