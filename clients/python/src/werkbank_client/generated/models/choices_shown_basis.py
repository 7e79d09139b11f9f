from enum import StrEnum
from typing import Self


class ChoicesShownBasis(StrEnum):
    FILES = "files"
    SAMPLE = "sample"

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_, member._value_ = value.upper(), value
        return member

    def __str__(self) -> str:
        return str(self.value)
