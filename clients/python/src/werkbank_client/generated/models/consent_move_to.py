from enum import StrEnum


class ConsentMoveTo(StrEnum):
    CANCEL = "cancel"
    GIVE_UP = "give_up"
    REMAKE = "remake"
    SETTLE = "settle"

    def __str__(self) -> str:
        return str(self.value)
