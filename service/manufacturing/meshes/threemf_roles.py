"""Says what the bodies of a 3MF file are for, in the words of 3MF and of the slicers."""

from enum import StrEnum


class Role(StrEnum):
    """What a body is for; only PART is built, and NEGATIVE taken off it."""

    PART = "part"
    NEGATIVE = "negative"
    MODIFIER = "modifier"
    SUPPORT = "support"
    SURFACE = "surface"
    OTHER = "other"


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

#: What is said of bodies that are left out, of one and of several.
LEFT_OUT = {
    Role.MODIFIER: ("1 modifier is left out", "{} modifiers are left out"),
    Role.SUPPORT: ("1 support is left out", "{} supports are left out"),
    Role.SURFACE: (
        "1 object of type surface, which encloses no volume, is left out",
        "{} objects of type surface, which enclose no volume, are left out",
    ),
    Role.OTHER: ("1 object of type other is left out", "{} objects of type other are left out"),
    Role.NEGATIVE: ("1 negative volume is taken off", "{} negative volumes are taken off"),
}
#: The same of build items that a slicer keeps without printing them.
NOT_PRINTED = (
    '1 object that is marked printable="0" is left out',
    '{} objects that are marked printable="0" are left out',
)


def counted(said: tuple[str, str], count: int) -> str:
    """A sentence about one or several."""
    return said[0] if count == 1 else said[1].format(count)
