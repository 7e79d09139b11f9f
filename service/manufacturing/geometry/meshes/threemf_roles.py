"""The roles of bodies in a 3MF file, as 3MF and the slicers name them."""

from enum import StrEnum


class BodyRole(StrEnum):
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
    "model": BodyRole.PART,
    "support": BodyRole.SUPPORT,
    "solidsupport": BodyRole.SUPPORT,
    "surface": BodyRole.SURFACE,
    "other": BodyRole.OTHER,
}
#: `volume_type` in PrusaSlicer's Metadata/Slic3r_PE_model.config.
PRUSA_VOLUMES = {
    "ModelPart": BodyRole.PART,
    "NegativeVolume": BodyRole.NEGATIVE,
    "ParameterModifier": BodyRole.MODIFIER,
    "SupportEnforcer": BodyRole.SUPPORT,
    "SupportBlocker": BodyRole.SUPPORT,
}
#: `subtype` in the Metadata/model_settings.config of Bambu Studio and OrcaSlicer.
BAMBU_PARTS = {
    "normal_part": BodyRole.PART,
    "negative_part": BodyRole.NEGATIVE,
    "modifier_part": BodyRole.MODIFIER,
    "support_enforcer": BodyRole.SUPPORT,
    "support_blocker": BodyRole.SUPPORT,
}
#: Settings of Cura that make an object something else than a part, where they are true.
CURA_SETTINGS = {
    "anti_overhang_mesh": BodyRole.SUPPORT,
    "cutting_mesh": BodyRole.MODIFIER,
    "infill_mesh": BodyRole.MODIFIER,
    "support_mesh": BodyRole.SUPPORT,
}
