from enum import StrEnum


class Actor(StrEnum):
    CLIENT = "client"
    CONTRACTOR = "contractor"
    OPERATOR = "operator"
    SYSTEM = "system"

    def __str__(self) -> str:
        return str(self.value)
