"""How the catalogue looks from outside, and by what it can be searched."""

from uuid import UUID

from pydantic import Field

from service.api.http.enumerations import Technology
from service.api.http.fields import PageQuery, Shown
from service.manufacturing.quoting.catalogue import BadContractor, Contractor, Material


class CatalogueQuery(PageQuery):
    """Which part of a list, and what it is about."""

    q: str | None = Field(None, max_length=100, description="a part of the name, in any case")


class MaterialQuery(CatalogueQuery):
    """Which materials."""

    technology: str | None = Field(
        None, max_length=60, description="ISO/ASTM 52900 code or trade name: some contractor has it"
    )
    category: str | None = Field(None, max_length=200, description="such as polymer or metal")


class PostProcessingQuery(CatalogueQuery):
    """Which post-processings."""

    material_id: str | None = Field(None, max_length=80, description="that can treat it")


class ContractorQuery(CatalogueQuery):
    """Which contractors."""

    technology: str | None = Field(None, max_length=60, description="code or trade name")
    material_id: str | None = Field(None, max_length=80)
    country: str | None = Field(None, max_length=2, description="ISO 3166-1 alpha-2")
    sandbox: bool = Field(
        False, description="those that answer orders of the sandbox by themselves, and no others"
    )

    @property
    def asks_for_means(self) -> bool:
        """Whether it asks for more than a name."""
        return any((self.technology, self.material_id, self.country))


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


class MaterialShown(Shown):
    """A material."""

    id: str
    name: str
    category: str
    family: str
    standard: str
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


def show_material(row: Material, technologies: list[str]) -> MaterialShown:
    """A material with the codes of the technologies by which it is built."""
    return MaterialShown.model_validate(row.to_dict() | {"technologies": technologies})


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
