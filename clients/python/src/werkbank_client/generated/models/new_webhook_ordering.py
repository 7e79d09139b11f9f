from enum import StrEnum


class NewWebhookOrdering(StrEnum):
    PARALLEL = "parallel"
    PER_PROCESS = "per_process"

    def __str__(self) -> str:
        return str(self.value)
