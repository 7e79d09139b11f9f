from enum import StrEnum
from typing import Self


class DateKind(StrEnum):
    ANSWER = "answer"
    OFFER = "offer"
    START = "start"
    SHIP = "ship"
    DELIVER = "deliver"

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_, member._value_ = value.upper(), value
        return member

    def __str__(self) -> str:
        return str(self.value)
