from enum import StrEnum


class RequestState(StrEnum):
    ACCEPTED = "accepted"
    ACKNOWLEDGED = "acknowledged"
    CLARIFICATION = "clarification"
    DECLINED = "declined"
    DISPATCHED = "dispatched"
    DISPATCHING = "dispatching"
    EXPIRED = "expired"
    LOST = "lost"
    OFFERED = "offered"
    QUEUED = "queued"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    WITHDRAWN = "withdrawn"

    def __str__(self) -> str:
        return str(self.value)
