from enum import StrEnum


class ProjectStatus(StrEnum):
    ACTION_REQUIRED = "action_required"
    COMPLETED = "completed"
    FAILED = "failed"
    IN_PROGRESS = "in_progress"
    WAITING_FOR_CLIENT = "waiting_for_client"
    WAITING_FOR_CONTRACTOR = "waiting_for_contractor"
    WAITING_FOR_PROCESS = "waiting_for_process"

    def __str__(self) -> str:
        return str(self.value)
