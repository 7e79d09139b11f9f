from enum import StrEnum
from typing import Self


class HistoryTrigger(StrEnum):
    CREATE = "create"
    EDIT = "edit"
    EDIT_DETAILS = "edit_details"
    VERIFY = "verify"
    WAIT = "wait"
    PREDECESSOR_FAILS = "predecessor_fails"
    RESUME = "resume"
    PASS_VERIFICATION = "pass_verification"
    FAIL_VERIFICATION = "fail_verification"
    REVISE = "revise"
    QUOTES_EXPIRE = "quotes_expire"
    SEND = "send"
    DISPATCHED = "dispatched"
    DISPATCH_FAILS = "dispatch_fails"
    ASK = "ask"
    ANSWER = "answer"
    DROP_QUESTION = "drop_question"
    OFFER = "offer"
    DECLINE = "decline"
    ACCEPT_OFFER = "accept_offer"
    STATE_ADDRESS = "state_address"
    REJECT_OFFERS = "reject_offers"
    WITHDRAW = "withdraw"
    START_PRODUCTION = "start_production"
    REPORT_PROGRESS = "report_progress"
    FINISH_PRODUCTION = "finish_production"
    SHIP_PART = "ship_part"
    SHIP = "ship"
    DELIVER_PART = "deliver_part"
    DELIVER = "deliver"
    REPORT_LOSS = "report_loss"
    COMPLETE = "complete"
    REPORT_FAILURE = "report_failure"
    ADD_PAPER = "add_paper"
    DISPUTE = "dispute"
    CONSENT = "consent"
    WITHDRAW_CONSENT = "withdraw_consent"
    SETTLE = "settle"
    REMAKE = "remake"
    GIVE_UP = "give_up"
    CANCEL = "cancel"
    PARK = "park"
    RETRY = "retry"
    DELETE = "delete"
    REBUILD = "rebuild"
    REQUEST_DISPATCH = "request.dispatch"
    REQUEST_REFUSE = "request.refuse"
    REQUEST_DISPATCHED = "request.dispatched"
    REQUEST_FAIL_DISPATCH = "request.fail_dispatch"
    REQUEST_ACKNOWLEDGE = "request.acknowledge"
    REQUEST_ASK = "request.ask"
    REQUEST_ANSWER = "request.answer"
    REQUEST_DROP_QUESTION = "request.drop_question"
    REQUEST_OFFER = "request.offer"
    REQUEST_DECLINE = "request.decline"
    REQUEST_EXPIRE = "request.expire"
    REQUEST_WITHDRAW = "request.withdraw"
    REQUEST_ACCEPT_OFFER = "request.accept_offer"
    REQUEST_LOSE = "request.lose"

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_, member._value_ = value.upper(), value
        return member

    def __str__(self) -> str:
        return str(self.value)
