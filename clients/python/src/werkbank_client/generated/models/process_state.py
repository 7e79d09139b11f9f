from enum import StrEnum


class ProcessState(StrEnum):
    CANCELLED = "cancelled"
    CLARIFICATION = "clarification"
    COMPLETED = "completed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    DELIVERED = "delivered"
    DISPUTED = "disputed"
    DRAFT = "draft"
    FAILED = "failed"
    IN_DELIVERY = "in_delivery"
    IN_PRODUCTION = "in_production"
    OFFERED = "offered"
    PRODUCED = "produced"
    SENDING = "sending"
    SENT = "sent"
    VERIFICATION_FAILED = "verification_failed"
    VERIFIED = "verified"
    VERIFYING = "verifying"
    WAITING = "waiting"

    def __str__(self) -> str:
        return str(self.value)
