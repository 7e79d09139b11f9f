from enum import StrEnum


class RequestTrigger(StrEnum):
    ACCEPT_OFFER = "accept_offer"
    ACKNOWLEDGE = "acknowledge"
    ANSWER = "answer"
    ASK = "ask"
    DECLINE = "decline"
    DISPATCH = "dispatch"
    DISPATCHED = "dispatched"
    DROP_QUESTION = "drop_question"
    EXPIRE = "expire"
    FAIL_DISPATCH = "fail_dispatch"
    LOSE = "lose"
    OFFER = "offer"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"

    def __str__(self) -> str:
        return str(self.value)
