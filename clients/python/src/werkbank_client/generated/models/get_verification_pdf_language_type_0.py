from enum import StrEnum


class GetVerificationPdfLanguageType0(StrEnum):
    DE = "de"
    EN = "en"

    def __str__(self) -> str:
        return str(self.value)
