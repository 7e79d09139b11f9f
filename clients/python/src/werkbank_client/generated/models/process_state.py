from enum import StrEnum
from typing import Self


class ProcessState(StrEnum):
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

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_, member._value_ = value.upper(), value
        return member

    def __str__(self) -> str:
        return str(self.value)
