from enum import StrEnum


class MoveBodyToType0(StrEnum):
    CANCEL = "cancel"
    GIVE_UP = "give_up"
    REMAKE = "remake"
    SETTLE = "settle"

    def __str__(self) -> str:
        return str(self.value)
