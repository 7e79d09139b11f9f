from enum import StrEnum


class ExportProjectsRoleType0(StrEnum):
    CLIENT = "client"
    CONTRACTOR = "contractor"

    def __str__(self) -> str:
        return str(self.value)
