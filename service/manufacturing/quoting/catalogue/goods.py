"""The materials, post-processings and technologies that the whole platform knows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from service.manufacturing.quoting import standards
from service.manufacturing.quoting.catalogue.records import Record
from service.manufacturing.quoting.catalogue.rules import Amount, Name, Positive, Ratio, Slug


@dataclass(frozen=True, kw_only=True)
class MechanicalProperties(Record):
    """What parts of a material bear, as its maker has measured it; None where nobody says.

    Where a source states a range, or differs by direction, it is the lowest figure.
    """

    #: tensile strength (ISO 527 or ASTM D638; metals ISO 6892-1)
    tensile_strength_mpa: Positive | None = None
    tensile_modulus_mpa: Positive | None = None
    elongation_at_break_percent: Positive | None = None
    #: temperature of deflection under a load of 0.45 MPa (ISO 75-2 method B, ASTM D648)
    heat_deflection_c: Positive | None = None
    #: hardness Shore A (ISO 868), of elastomers
    hardness_shore_a: Positive | None = None
    source: str = ""
    assumption: str = ""


@dataclass(frozen=True, kw_only=True)
class Material(Record):
    """A material as data sheets describe it, density of the made part in g/cm3."""

    id: Slug
    name: Name
    category: Name
    density_g_cm3: Positive
    family: str = ""
    standard: str = ""
    mechanical_properties: MechanicalProperties = MechanicalProperties()
    source: str = ""
    assumption: str = ""


@dataclass(frozen=True, kw_only=True)
class PostProcessing(Record):
    """A treatment after the build; `material_categories` are those that it can treat."""

    id: Slug
    name: Name
    description: str = ""
    material_categories: tuple[Name, ...] = ()
    excludes: tuple[Slug, ...] = ()
    source: str = ""
    assumption: str = ""

    def treats(self, material: Material) -> bool:
        """Whether this can be done to the material at all; without categories, to any."""
        return not self.material_categories or material.category in self.material_categories


@dataclass(frozen=True, kw_only=True)
class DefaultLimit(Record):
    """Used where a contractor states none: below `limit` a check fails, below `warning` it warns.

    `source` says who publishes it; without one it is this project's `assumption`.
    """

    limit: Amount
    warning: Amount
    source: str = ""
    assumption: str = ""


@dataclass(frozen=True, kw_only=True)
class Technology(Record):
    """One of the seven categories of ISO/ASTM 52900, with the trade names that mean it."""

    code: Name
    name: Name
    aliases: tuple[Name, ...] = ()
    limits: Mapping[str, DefaultLimit] = field(default_factory=dict)


def technologies() -> tuple[Technology, ...]:
    """The seven categories as the catalogue shows them."""
    return tuple(
        Technology(
            code=category.code,
            name=category.name,
            aliases=tuple(
                name for process in category.processes for name in (process.name, *process.aliases)
            ),
            limits={
                name: DefaultLimit(**vars(default)) for name, default in category.limits.items()
            },
        )
        for category in standards.CATEGORIES
    )


@dataclass(frozen=True)
class Catalogue:
    """What every contractor's data refers to, and the platform's own terms."""

    materials: Mapping[str, Material]
    post_processings: Mapping[str, PostProcessing]
    platform_fee: Ratio = Decimal("0.03")

    @classmethod
    def of(
        cls,
        materials: Iterable[Material],
        post_processings: Iterable[PostProcessing],
        platform_fee: Decimal = Decimal("0.03"),
    ) -> "Catalogue":
        """A catalogue of these; later ones of the same id replace earlier ones."""
        return cls(
            {material.id: material for material in materials},
            {treatment.id: treatment for treatment in post_processings},
            platform_fee,
        )

    def treatments_of(self, material_id: str) -> list[PostProcessing]:
        """What can be done to a material at all; nothing to one that is not known."""
        material = self.materials.get(material_id)
        return [row for row in self.post_processings.values() if material and row.treats(material)]
