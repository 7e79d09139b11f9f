from enum import StrEnum


class QuotaName(StrEnum):
    ESTIMATES = "estimates"
    FILES_PER_PROCESS = "files_per_process"
    FILE_BYTES = "file_bytes"
    JSON_BYTES = "json_bytes"
    LOGINS = "logins"
    MACHINES_PER_CONTRACTOR = "machines_per_contractor"
    PROCESSES_PER_PROJECT = "processes_per_project"
    VISITORS = "visitors"
    WEBHOOKS_PER_ORGANIZATION = "webhooks_per_organization"
    WRITES = "writes"

    def __str__(self) -> str:
        return str(self.value)
