from enum import StrEnum


class Unit(StrEnum):
    CM = "cm"
    FOOT = "foot"
    INCH = "inch"
    M = "m"
    MICRON = "micron"
    MM = "mm"

    def __str__(self) -> str:
        return str(self.value)
