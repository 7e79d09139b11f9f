from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.technology import Technology

if TYPE_CHECKING:
    from ..models.quantity_price_shown import QuantityPriceShown
    from ..models.score_shown import ScoreShown


T = TypeVar("T", bound="EstimatedQuote")


@_attrs_define
class EstimatedQuote:
    """What one contractor would ask.

    Attributes:
        contractor_id (UUID): the contractor, as an organization
        name (str): what it is called
        country (str): ISO 3166-1 alpha-2, for example DE
        machine (str): the kind of machine that it is made on
        material_id (str): an id of GET /materials
        technology (Technology): A category of additive manufacturing by its code in ISO/ASTM 52900.
        process (str): the technology by its trade name
        tiers (list[QuantityPriceShown]): one for each quantity, smallest first
        warnings (list[str]): what forbids nothing, but matters
        score (ScoreShown): How good a quote is among these, 0 to 1: the mean of its parts, weighted by priorities.
    """

    contractor_id: UUID
    name: str
    country: str
    machine: str
    material_id: str
    technology: Technology
    process: str
    tiers: list[QuantityPriceShown]
    warnings: list[str]
    score: ScoreShown
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        contractor_id = str(self.contractor_id)

        name = self.name

        country = self.country

        machine = self.machine

        material_id = self.material_id

        technology = self.technology.value

        process = self.process

        tiers = []
        for tiers_item_data in self.tiers:
            tiers_item = tiers_item_data.to_dict()
            tiers.append(tiers_item)

        warnings = self.warnings

        score = self.score.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "contractor_id": contractor_id,
                "name": name,
                "country": country,
                "machine": machine,
                "material_id": material_id,
                "technology": technology,
                "process": process,
                "tiers": tiers,
                "warnings": warnings,
                "score": score,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.quantity_price_shown import QuantityPriceShown  # noqa: PLC0415
        from ..models.score_shown import ScoreShown  # noqa: PLC0415

        d = dict(src_dict)
        contractor_id = UUID(d.pop("contractor_id"))

        name = d.pop("name")

        country = d.pop("country")

        machine = d.pop("machine")

        material_id = d.pop("material_id")

        technology = Technology(d.pop("technology"))

        process = d.pop("process")

        tiers = []
        _tiers = d.pop("tiers")
        for tiers_item_data in _tiers:
            tiers_item = QuantityPriceShown.from_dict(tiers_item_data)

            tiers.append(tiers_item)

        warnings = cast(list[str], d.pop("warnings"))

        score = ScoreShown.from_dict(d.pop("score"))

        estimated_quote = cls(
            contractor_id=contractor_id,
            name=name,
            country=country,
            machine=machine,
            material_id=material_id,
            technology=technology,
            process=process,
            tiers=tiers,
            warnings=warnings,
            score=score,
        )

        estimated_quote.additional_properties = d
        return estimated_quote

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
