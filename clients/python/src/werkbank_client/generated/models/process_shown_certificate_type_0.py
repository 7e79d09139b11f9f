from enum import StrEnum


class ProcessShownCertificateType0(StrEnum):
    INSPECTION = "inspection"
    MATERIAL = "material"

    def __str__(self) -> str:
        return str(self.value)
