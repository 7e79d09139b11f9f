"""How the catalogue looks from outside, and by what it can be searched."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from service.api.http.enumerations import Technology
from service.api.http.fields import PageQuery, Shown
from service.manufacturing.quoting.catalogue import (
    BadContractor,
    Contractor,
    Material,
    MechanicalProperties,
)
from service.manufacturing.quoting.screening import OfferedMaterial
from service.values import ral as ral_colors

#: A lower or upper bound of a property, exactly as it is written.
Least = Annotated[Decimal, Field(ge=0, le=10**9)]
RalQuery = Annotated[
    str, Field(max_length=20, examples=["RAL 9005"]), AfterValidator(ral_colors.code_of)
]
RAL_WANTED = "a colour of RAL Classic that some contractor offers, as in `RAL 9005` or `9005`"


class CatalogueQuery(PageQuery):
    """Which part of a list, and what it is about."""

    q: str | None = Field(None, max_length=100, description="a part of the name, in any case")


class MaterialQuery(CatalogueQuery):
    """Which materials."""

    technology: str | None = Field(
        None, max_length=60, description="ISO/ASTM 52900 code or trade name: some contractor has it"
    )
    category: str | None = Field(None, max_length=200, description="such as polymer or metal")
    ral: RalQuery | None = Field(None, description=RAL_WANTED)
    min_tensile_strength_mpa: Least | None = Field(None, description="MPa, at least")
    min_tensile_modulus_mpa: Least | None = Field(None, description="MPa, at least")
    min_elongation_at_break_percent: Least | None = Field(None, description="per cent, at least")
    min_heat_deflection_c: Least | None = Field(None, description="°C at 0.45 MPa, at least")
    min_hardness_shore_a: Least | None = Field(None, description="Shore A, at least")
    max_hardness_shore_a: Least | None = Field(None, description="Shore A, at most")

    def bears(self, properties: MechanicalProperties) -> bool:
        """Whether a material has all that is asked for; what nobody has measured it has not."""
        for name, bound in self.model_dump().items():
            side, _, measured = name.partition("_")
            if side not in ("min", "max") or bound is None:
                continue
            value = getattr(properties, measured)
            if value is None or (value < bound if side == "min" else value > bound):
                return False
        return True


class PostProcessingQuery(CatalogueQuery):
    """Which post-processings."""

    material_id: str | None = Field(None, max_length=80, description="that can treat it")


class ContractorQuery(CatalogueQuery):
    """Which contractors."""

    technology: str | None = Field(None, max_length=60, description="code or trade name")
    material_id: str | None = Field(None, max_length=80)
    ral: RalQuery | None = Field(None, description=RAL_WANTED)
    country: str | None = Field(None, max_length=2, description="ISO 3166-1 alpha-2")
    sandbox: bool = Field(
        False, description="those that answer orders of the sandbox by themselves, and no others"
    )

    @property
    def asks_for_means(self) -> bool:
        """Whether it asks for more than a name."""
        return any((self.technology, self.material_id, self.country, self.ral))


class ServiceShown(Shown):
    """Something that the platform brokers."""

    id: str
    name: str
    description: str = ""


class ServicePage(Shown):
    """Some services."""

    items: list[ServiceShown]
    next: str | None


class DefaultLimitShown(Shown):
    """Below `limit` a check fails, below `warning` it warns; in the unit of its name."""

    limit: str = Field(examples=["0.8"])
    warning: str = Field(examples=["1.2"])
    source: str = Field(description="who publishes the figure; empty: nobody for this category")
    assumption: str = Field(description="why it is this figure, where it has no source")


class TechnologyShown(Shown):
    """A category of ISO/ASTM 52900."""

    code: str
    name: str
    aliases: list[str] = Field(description="trade names that mean it")
    limits: dict[str, DefaultLimitShown] = Field(
        description="used where a contractor states none for its machine and material"
    )


class TechnologyPage(Shown):
    """Some technologies."""

    items: list[TechnologyShown]
    next: str | None


class MechanicalPropertiesShown(Shown):
    """What parts of a material bear; null where nobody has said."""

    tensile_strength_mpa: str | None = Field(description="ISO 527 or ASTM D638, in MPa")
    tensile_modulus_mpa: str | None = Field(description="likewise, in MPa")
    elongation_at_break_percent: str | None = Field(description="likewise, in per cent")
    heat_deflection_c: str | None = Field(description="ISO 75 or ASTM D648 at 0.45 MPa, in °C")
    hardness_shore_a: str | None = Field(description="ISO 868, of elastomers")
    source: str = Field(description="the data sheet that the figures follow")
    assumption: str = Field(description="what is assumed where no source says it")


class ColorShown(Shown):
    """A colour in which some contractor makes parts of a material."""

    name: str
    ral: str | None = Field(
        description="its code in RAL Classic; null: none stated", examples=["RAL 9005"]
    )


class MaterialShown(Shown):
    """A material."""

    id: str
    name: str
    category: str
    family: str
    standard: str
    mechanical_properties: MechanicalPropertiesShown = Field(description="what parts of it bear")
    colors: list[ColorShown] = Field(description="in which some contractor offers it")
    density_g_cm3: str
    source: str = Field(description="the data sheet that the figures follow")
    assumption: str = Field(description="what is assumed where no source says it")
    technologies: list[str] = Field(description="codes of those by which some contractor builds it")


class MaterialPage(Shown):
    """Some materials."""

    items: list[MaterialShown]
    next: str | None


class PostProcessingShown(Shown):
    """A treatment after the build."""

    id: str
    name: str
    description: str
    material_categories: list[str] = Field(description="that it can treat; none: all")
    excludes: list[str] = Field(description="ids of those that cannot be done as well")


class PostProcessingPage(Shown):
    """Some post-processings."""

    items: list[PostProcessingShown]
    next: str | None


class OfferedShown(Shown):
    """A material at a machine."""

    material_id: str
    colors: list[str]
    ral: dict[str, str] = Field(description="by the name of a colour, its code in RAL Classic")


class MachineShown(Shown):
    """A kind of machine, without what it costs."""

    id: str
    name: str
    technology: Technology
    process: str
    count: int
    build_volume_mm: list[str]
    layer_height_mm: str
    materials: list[OfferedShown]


class ContractorShown(Shown):
    """A contractor as everybody may know it."""

    id: UUID
    name: str
    sandbox: bool = Field(description="answers by itself, and is never asked for a real order")
    country: str | None = Field(None, description="null while its data cannot be read")
    technologies: list[Technology] = []
    materials: list[str] = []
    post_processings: list[str] = []
    machines: list[MachineShown] = []


class ContractorPage(Shown):
    """Some contractors."""

    items: list[ContractorShown]
    next: str | None


def show_material(row: Material, offered: OfferedMaterial) -> MaterialShown:
    """A material with the technologies by which it is built, and the colours that there are."""
    named = sorted(offered.colors, key=lambda color: (color[0], color[1] or ""))
    return MaterialShown.model_validate(
        row.to_dict()
        | {"technologies": sorted(offered.technologies)}
        | {"colors": [{"name": name, "ral": code} for name, code in named]}
    )


def show_contractor(row: Contractor | BadContractor, *, sandbox: bool) -> ContractorShown:
    """A contractor without its rates; one whose data cannot be read has a name only."""
    if isinstance(row, BadContractor):
        return ContractorShown(id=UUID(row.id), name=row.name, sandbox=sandbox)
    return ContractorShown(
        id=UUID(row.id),
        name=row.name,
        sandbox=sandbox,
        country=row.country,
        technologies=sorted({machine.technology for machine in row.machines}),
        materials=sorted(offered_by(row)),
        post_processings=sorted(offered.post_processing_id for offered in row.post_processings),
        machines=[MachineShown.model_validate(machine.to_dict()) for machine in row.machines],
    )


def offered_by(row: Contractor) -> set[str]:
    """The ids of the materials that a contractor builds."""
    return {offered.material_id for machine in row.machines for offered in machine.materials}
