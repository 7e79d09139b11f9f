"""The roles of bodies in a 3MF file, as 3MF and the slicers name them."""

from enum import StrEnum


class Role(StrEnum):
    """What a body is for; only PART is built, and NEGATIVE taken off it.

    The others are left out. The values are the kinds of the notes that say so.
    """

    PART = "parts"
    NEGATIVE = "negative_volumes"
    MODIFIER = "modifiers"
    SUPPORT = "support_bodies"
    SURFACE = "surfaces"
    OTHER = "other_objects"


#: ST_ObjectType (3MF Core Specification 1.4, chapter 4).
OBJECT_TYPES = {
    "model": Role.PART,
    "support": Role.SUPPORT,
    "solidsupport": Role.SUPPORT,
    "surface": Role.SURFACE,
    "other": Role.OTHER,
}
#: `volume_type` in PrusaSlicer's Metadata/Slic3r_PE_model.config.
PRUSA_VOLUMES = {
    "ModelPart": Role.PART,
    "NegativeVolume": Role.NEGATIVE,
    "ParameterModifier": Role.MODIFIER,
    "SupportEnforcer": Role.SUPPORT,
    "SupportBlocker": Role.SUPPORT,
}
#: `subtype` in the Metadata/model_settings.config of Bambu Studio and OrcaSlicer.
BAMBU_PARTS = {
    "normal_part": Role.PART,
    "negative_part": Role.NEGATIVE,
    "modifier_part": Role.MODIFIER,
    "support_enforcer": Role.SUPPORT,
    "support_blocker": Role.SUPPORT,
}
#: Settings of Cura that make an object something else than a part, where they are true.
CURA_SETTINGS = {
    "anti_overhang_mesh": Role.SUPPORT,
    "cutting_mesh": Role.MODIFIER,
    "infill_mesh": Role.MODIFIER,
    "support_mesh": Role.SUPPORT,
}
