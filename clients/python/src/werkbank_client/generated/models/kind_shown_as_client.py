from enum import StrEnum


class KindShownAsClient(StrEnum):
    DIGEST = "digest"
    EVENT = "event"
    MAIL = "mail"
    NONE = "none"

    def __str__(self) -> str:
        return str(self.value)
