from enum import StrEnum
from typing import Self


class ChoiceShownField(StrEnum):
    MATERIAL_ID = "material_id"
    POST_PROCESSING_IDS = "post_processing_ids"
    EXPRESS = "express"

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_, member._value_ = value.upper(), value
        return member

    def __str__(self) -> str:
        return str(self.value)
