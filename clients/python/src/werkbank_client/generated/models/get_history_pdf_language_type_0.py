from enum import StrEnum


class GetHistoryPdfLanguageType0(StrEnum):
    DE = "de"
    EN = "en"

    def __str__(self) -> str:
        return str(self.value)
