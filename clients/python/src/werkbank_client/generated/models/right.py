from enum import StrEnum


class Right(StrEnum):
    ORGANIZATIONDELETE = "organization:delete"
    ORGANIZATIONEDIT = "organization:edit"
    ORGANIZATIONREAD = "organization:read"
    PROCESSESDELETE = "processes:delete"
    PROCESSESEDIT = "processes:edit"
    PROCESSESFILES = "processes:files"
    PROCESSESMESSAGES = "processes:messages"
    PROCESSESREAD = "processes:read"
    RESOURCESEDIT = "resources:edit"
    RESOURCESREAD = "resources:read"

    def __str__(self) -> str:
        return str(self.value)
