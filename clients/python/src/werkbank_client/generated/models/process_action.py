from enum import StrEnum


class ProcessAction(StrEnum):
    ACCEPT_OFFER = "accept_offer"
    ANSWER = "answer"
    CANCEL = "cancel"
    COMPLETE = "complete"
    CONSENT = "consent"
    DELIVER = "deliver"
    DELIVER_PART = "deliver_part"
    DISPUTE = "dispute"
    FINISH_PRODUCTION = "finish_production"
    GIVE_UP = "give_up"
    REJECT_OFFERS = "reject_offers"
    REMAKE = "remake"
    REPORT_FAILURE = "report_failure"
    REPORT_LOSS = "report_loss"
    REPORT_PROGRESS = "report_progress"
    RETRY = "retry"
    REVISE = "revise"
    SEND = "send"
    SETTLE = "settle"
    SHIP = "ship"
    SHIP_PART = "ship_part"
    START_PRODUCTION = "start_production"
    VERIFY = "verify"
    WAIT = "wait"
    WITHDRAW = "withdraw"
    WITHDRAW_CONSENT = "withdraw_consent"

    def __str__(self) -> str:
        return str(self.value)
