from enum import StrEnum


class ListRequestsStateType0(StrEnum):
    ACCEPTED = "accepted"
    ACKNOWLEDGED = "acknowledged"
    CLARIFICATION = "clarification"
    DECLINED = "declined"
    DISPATCHED = "dispatched"
    EXPIRED = "expired"
    LOST = "lost"
    OFFERED = "offered"
    WITHDRAWN = "withdrawn"

    def __str__(self) -> str:
        return str(self.value)
