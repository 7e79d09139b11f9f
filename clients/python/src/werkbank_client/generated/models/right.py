from enum import StrEnum
from typing import Self


class Right(StrEnum):
    KEYSMANAGE = "keys:manage"
    ORGANIZATIONAUDIT = "organization:audit"
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

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_, member._value_ = value.upper(), value
        return member

    def __str__(self) -> str:
        return str(self.value)
