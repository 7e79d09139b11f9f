"""How far an order has come, in the seven words in which its client thinks of it."""

from enum import Enum

from workflows.process import ProcessState as S


class Step(Enum):
    """Each completes "the part is ..."; the last one that was reached."""

    CONFIGURED = "configured"
    CHECKED = "checked"
    ASKED = "asked"
    OFFERED = "offered"
    ORDERED = "ordered"
    MADE = "made"
    DELIVERED = "delivered"


#: A process that was called off or has failed is at no step any more.
STEP_OF: dict[S, Step | None] = {
    S.DRAFT: Step.CONFIGURED,
    S.WAITING: Step.CONFIGURED,
    S.VERIFYING: Step.CONFIGURED,
    S.VERIFICATION_FAILED: Step.CONFIGURED,
    S.VERIFIED: Step.CHECKED,
    S.SENDING: Step.CHECKED,
    S.SENT: Step.ASKED,
    S.CLARIFICATION: Step.ASKED,
    S.DECLINED: Step.ASKED,
    S.OFFERED: Step.OFFERED,
    S.CONFIRMED: Step.ORDERED,
    S.IN_PRODUCTION: Step.ORDERED,
    S.PRODUCED: Step.MADE,
    S.IN_DELIVERY: Step.MADE,
    S.DELIVERED: Step.DELIVERED,
    S.DISPUTED: Step.DELIVERED,
    S.COMPLETED: Step.DELIVERED,
    S.CANCELLED: None,
    S.FAILED: None,
}
