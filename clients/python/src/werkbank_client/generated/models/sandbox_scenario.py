from enum import StrEnum
from typing import Self


class SandboxScenario(StrEnum):
    COMPLETES = "completes"
    ASKS = "asks"
    DECLINES = "declines"
    STAYS_SILENT = "stays_silent"
    OFFERS_LATE = "offers_late"
    OFFERS_MORE = "offers_more"
    FAILS_A_PIECE = "fails_a_piece"
    SHIPS_IN_PARTS = "ships_in_parts"
    LOSES_A_SHIPMENT = "loses_a_shipment"
    FAILS = "fails"
    INSISTS = "insists"

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_, member._value_ = value.upper(), value
        return member

    def __str__(self) -> str:
        return str(self.value)
