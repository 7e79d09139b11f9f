from enum import StrEnum
from typing import Self


class ProjectStatus(StrEnum):
    ACTION_REQUIRED = "action_required"
    WAITING_FOR_CONTRACTOR = "waiting_for_contractor"
    WAITING_FOR_CLIENT = "waiting_for_client"
    WAITING_FOR_PROCESS = "waiting_for_process"
    IN_PROGRESS = "in_progress"
    FAILED = "failed"
    COMPLETED = "completed"

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_, member._value_ = value.upper(), value
        return member

    def __str__(self) -> str:
        return str(self.value)
