from enum import StrEnum


class ProcessChangesCertificateType0(StrEnum):
    INSPECTION = "inspection"
    MATERIAL = "material"

    def __str__(self) -> str:
        return str(self.value)
