from enum import StrEnum
from typing import Self


class QuotaName(StrEnum):
    ESTIMATES = "estimates"
    LOGINS = "logins"
    VISITORS = "visitors"
    WRITES = "writes"
    FILE_BYTES = "file_bytes"
    FILES_PER_PROCESS = "files_per_process"
    JSON_BYTES = "json_bytes"
    MACHINES_PER_CONTRACTOR = "machines_per_contractor"
    PROCESSES_PER_PROJECT = "processes_per_project"
    WEBHOOKS_PER_ORGANIZATION = "webhooks_per_organization"
    PROJECTS = "projects"
    PROCESSES = "processes"
    FILES = "files"
    BYTES = "bytes"
    ORGANIZATIONS = "organizations"

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_, member._value_ = value.upper(), value
        return member

    def __str__(self) -> str:
        return str(self.value)
