from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.technology import Technology
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.machine_shown import MachineShown


T = TypeVar("T", bound="ContractorShown")


@_attrs_define
class ContractorShown:
    """A contractor as everybody may know it.

    Attributes:
        id (UUID): a UUID that never changes
        name (str): what it is called
        sandbox (bool): answers by itself, and is never asked for a real order
        country (None | str | Unset): null while its data cannot be read
        technologies (list[Technology] | Unset): by which categories of ISO/ASTM 52900
        materials (list[str] | Unset): what can be built
        post_processings (list[str] | Unset): ids of GET /post_processings
        machines (list[MachineShown] | Unset): kinds of machines, without rates
    """

    id: UUID
    name: str
    sandbox: bool
    country: None | str | Unset = UNSET
    technologies: list[Technology] | Unset = UNSET
    materials: list[str] | Unset = UNSET
    post_processings: list[str] | Unset = UNSET
    machines: list[MachineShown] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        name = self.name

        sandbox = self.sandbox

        country: None | str | Unset
        if isinstance(self.country, Unset):
            country = UNSET
        else:
            country = self.country

        technologies: list[str] | Unset = UNSET
        if not isinstance(self.technologies, Unset):
            technologies = []
            for technologies_item_data in self.technologies:
                technologies_item = technologies_item_data.value
                technologies.append(technologies_item)

        materials: list[str] | Unset = UNSET
        if not isinstance(self.materials, Unset):
            materials = self.materials

        post_processings: list[str] | Unset = UNSET
        if not isinstance(self.post_processings, Unset):
            post_processings = self.post_processings

        machines: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.machines, Unset):
            machines = []
            for machines_item_data in self.machines:
                machines_item = machines_item_data.to_dict()
                machines.append(machines_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "sandbox": sandbox,
            }
        )
        if country is not UNSET:
            field_dict["country"] = country
        if technologies is not UNSET:
            field_dict["technologies"] = technologies
        if materials is not UNSET:
            field_dict["materials"] = materials
        if post_processings is not UNSET:
            field_dict["post_processings"] = post_processings
        if machines is not UNSET:
            field_dict["machines"] = machines

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.machine_shown import MachineShown  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        name = d.pop("name")

        sandbox = d.pop("sandbox")

        def _parse_country(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        country = _parse_country(d.pop("country", UNSET))

        _technologies = d.pop("technologies", UNSET)
        technologies: list[Technology] | Unset = UNSET
        if _technologies is not UNSET:
            technologies = []
            for technologies_item_data in _technologies:
                technologies_item = Technology(technologies_item_data)

                technologies.append(technologies_item)

        materials = cast(list[str], d.pop("materials", UNSET))

        post_processings = cast(list[str], d.pop("post_processings", UNSET))

        _machines = d.pop("machines", UNSET)
        machines: list[MachineShown] | Unset = UNSET
        if _machines is not UNSET:
            machines = []
            for machines_item_data in _machines:
                machines_item = MachineShown.from_dict(machines_item_data)

                machines.append(machines_item)

        contractor_shown = cls(
            id=id,
            name=name,
            sandbox=sandbox,
            country=country,
            technologies=technologies,
            materials=materials,
            post_processings=post_processings,
            machines=machines,
        )

        contractor_shown.additional_properties = d
        return contractor_shown

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
