from enum import StrEnum


class RepairStatus(StrEnum):
    OFFERED = "offered"
    PART = "part"
    REPLACED = "replaced"

    def __str__(self) -> str:
        return str(self.value)
