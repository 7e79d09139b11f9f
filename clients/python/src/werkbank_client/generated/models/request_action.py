from enum import StrEnum


class RequestAction(StrEnum):
    ACKNOWLEDGE = "acknowledge"
    ASK = "ask"
    DECLINE = "decline"
    OFFER = "offer"

    def __str__(self) -> str:
        return str(self.value)
