from enum import StrEnum
from typing import Self


class RequestTrigger(StrEnum):
    DISPATCH = "dispatch"
    REFUSE = "refuse"
    DISPATCHED = "dispatched"
    FAIL_DISPATCH = "fail_dispatch"
    ACKNOWLEDGE = "acknowledge"
    ASK = "ask"
    ANSWER = "answer"
    DROP_QUESTION = "drop_question"
    OFFER = "offer"
    DECLINE = "decline"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"
    ACCEPT_OFFER = "accept_offer"
    LOSE = "lose"

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_, member._value_ = value.upper(), value
        return member

    def __str__(self) -> str:
        return str(self.value)
