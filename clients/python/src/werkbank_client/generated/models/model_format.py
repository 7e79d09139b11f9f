from enum import StrEnum


class ModelFormat(StrEnum):
    GLB = "glb"
    OBJ = "obj"
    PLY = "ply"
    STEP = "step"
    STL = "stl"
    VALUE_1 = "3mf"

    def __str__(self) -> str:
        return str(self.value)
