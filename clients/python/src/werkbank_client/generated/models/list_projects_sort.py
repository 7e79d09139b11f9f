from enum import StrEnum
from typing import Self


class ListProjectsSort(StrEnum):
    CREATED_AT = "created_at"
    VALUE_1 = "-created_at"
    UPDATED_AT = "updated_at"
    VALUE_3 = "-updated_at"
    TITLE = "title"
    VALUE_5 = "-title"

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_, member._value_ = value.upper(), value
        return member

    def __str__(self) -> str:
        return str(self.value)
