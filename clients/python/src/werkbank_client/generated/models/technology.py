from enum import StrEnum


class Technology(StrEnum):
    BJT = "BJT"
    DED = "DED"
    MEX = "MEX"
    MJT = "MJT"
    PBF = "PBF"
    SHL = "SHL"
    VPP = "VPP"

    def __str__(self) -> str:
        return str(self.value)
