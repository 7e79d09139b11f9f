from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.technology import Technology
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.check_shown import CheckShown
    from ..models.money_shown import MoneyShown
    from ..models.quantity_price_shown import QuantityPriceShown
    from ..models.quote_line import QuoteLine
    from ..models.score_shown import ScoreShown
    from ..models.tax_shown import TaxShown


T = TypeVar("T", bound="QuoteShown")


@_attrs_define
class QuoteShown:
    """What a contractor asks for a part, on the cheapest of its machines that can make it.

    Attributes:
        contractor_id (UUID): who quotes
        total (MoneyShown): An amount in a currency (ISO 4217).
        lines (list[QuoteLine]): they add up to the total
        name (None | str | Unset): what the contractor is called
        country (None | str | Unset): ISO 3166-1 alpha-2, from where it ships
        machine (None | str | Unset): the kind of machine that it is made on
        material_id (None | str | Unset): an id of GET /materials
        technology (None | Technology | Unset): by which category of ISO/ASTM 52900 it is made
        process (None | str | Unset): the technology by its trade name
        unit_price (MoneyShown | None | Unset): the total per piece, rounded
        tax (None | TaxShown | Unset): on top of the total
        lead_time_days (int | None | Unset): calendar days from the acceptance to the arrival
        ship_date (datetime.date | None | Unset): when the parts leave, if accepted in time
        delivery_date (datetime.date | None | Unset): when they arrive
        warnings (list[CheckShown] | Unset): what forbids nothing, but matters
        tiers (list[QuantityPriceShown] | Unset): what other quantities cost
        score (None | ScoreShown | Unset): among all quotes, by the priorities
        sealed (None | str | Unset): the digest of the quote with all its rates
    """

    contractor_id: UUID
    total: MoneyShown
    lines: list[QuoteLine]
    name: None | str | Unset = UNSET
    country: None | str | Unset = UNSET
    machine: None | str | Unset = UNSET
    material_id: None | str | Unset = UNSET
    technology: None | Technology | Unset = UNSET
    process: None | str | Unset = UNSET
    unit_price: MoneyShown | None | Unset = UNSET
    tax: None | TaxShown | Unset = UNSET
    lead_time_days: int | None | Unset = UNSET
    ship_date: datetime.date | None | Unset = UNSET
    delivery_date: datetime.date | None | Unset = UNSET
    warnings: list[CheckShown] | Unset = UNSET
    tiers: list[QuantityPriceShown] | Unset = UNSET
    score: None | ScoreShown | Unset = UNSET
    sealed: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.money_shown import MoneyShown  # noqa: PLC0415
        from ..models.score_shown import ScoreShown  # noqa: PLC0415
        from ..models.tax_shown import TaxShown  # noqa: PLC0415

        contractor_id = str(self.contractor_id)

        total = self.total.to_dict()

        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        country: None | str | Unset
        if isinstance(self.country, Unset):
            country = UNSET
        else:
            country = self.country

        machine: None | str | Unset
        if isinstance(self.machine, Unset):
            machine = UNSET
        else:
            machine = self.machine

        material_id: None | str | Unset
        if isinstance(self.material_id, Unset):
            material_id = UNSET
        else:
            material_id = self.material_id

        technology: None | str | Unset
        if isinstance(self.technology, Unset):
            technology = UNSET
        elif isinstance(self.technology, Technology):
            technology = self.technology.value
        else:
            technology = self.technology

        process: None | str | Unset
        if isinstance(self.process, Unset):
            process = UNSET
        else:
            process = self.process

        unit_price: dict[str, Any] | None | Unset
        if isinstance(self.unit_price, Unset):
            unit_price = UNSET
        elif isinstance(self.unit_price, MoneyShown):
            unit_price = self.unit_price.to_dict()
        else:
            unit_price = self.unit_price

        tax: dict[str, Any] | None | Unset
        if isinstance(self.tax, Unset):
            tax = UNSET
        elif isinstance(self.tax, TaxShown):
            tax = self.tax.to_dict()
        else:
            tax = self.tax

        lead_time_days: int | None | Unset
        if isinstance(self.lead_time_days, Unset):
            lead_time_days = UNSET
        else:
            lead_time_days = self.lead_time_days

        ship_date: None | str | Unset
        if isinstance(self.ship_date, Unset):
            ship_date = UNSET
        elif isinstance(self.ship_date, datetime.date):
            ship_date = self.ship_date.isoformat()
        else:
            ship_date = self.ship_date

        delivery_date: None | str | Unset
        if isinstance(self.delivery_date, Unset):
            delivery_date = UNSET
        elif isinstance(self.delivery_date, datetime.date):
            delivery_date = self.delivery_date.isoformat()
        else:
            delivery_date = self.delivery_date

        warnings: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.warnings, Unset):
            warnings = []
            for warnings_item_data in self.warnings:
                warnings_item = warnings_item_data.to_dict()
                warnings.append(warnings_item)

        tiers: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.tiers, Unset):
            tiers = []
            for tiers_item_data in self.tiers:
                tiers_item = tiers_item_data.to_dict()
                tiers.append(tiers_item)

        score: dict[str, Any] | None | Unset
        if isinstance(self.score, Unset):
            score = UNSET
        elif isinstance(self.score, ScoreShown):
            score = self.score.to_dict()
        else:
            score = self.score

        sealed: None | str | Unset
        if isinstance(self.sealed, Unset):
            sealed = UNSET
        else:
            sealed = self.sealed

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "contractor_id": contractor_id,
                "total": total,
                "lines": lines,
            }
        )
        if name is not UNSET:
            field_dict["name"] = name
        if country is not UNSET:
            field_dict["country"] = country
        if machine is not UNSET:
            field_dict["machine"] = machine
        if material_id is not UNSET:
            field_dict["material_id"] = material_id
        if technology is not UNSET:
            field_dict["technology"] = technology
        if process is not UNSET:
            field_dict["process"] = process
        if unit_price is not UNSET:
            field_dict["unit_price"] = unit_price
        if tax is not UNSET:
            field_dict["tax"] = tax
        if lead_time_days is not UNSET:
            field_dict["lead_time_days"] = lead_time_days
        if ship_date is not UNSET:
            field_dict["ship_date"] = ship_date
        if delivery_date is not UNSET:
            field_dict["delivery_date"] = delivery_date
        if warnings is not UNSET:
            field_dict["warnings"] = warnings
        if tiers is not UNSET:
            field_dict["tiers"] = tiers
        if score is not UNSET:
            field_dict["score"] = score
        if sealed is not UNSET:
            field_dict["sealed"] = sealed

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.check_shown import CheckShown  # noqa: PLC0415
        from ..models.money_shown import MoneyShown  # noqa: PLC0415
        from ..models.quantity_price_shown import QuantityPriceShown  # noqa: PLC0415
        from ..models.quote_line import QuoteLine  # noqa: PLC0415
        from ..models.score_shown import ScoreShown  # noqa: PLC0415
        from ..models.tax_shown import TaxShown  # noqa: PLC0415

        d = dict(src_dict)
        contractor_id = UUID(d.pop("contractor_id"))

        total = MoneyShown.from_dict(d.pop("total"))

        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = QuoteLine.from_dict(lines_item_data)

            lines.append(lines_item)

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_country(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        country = _parse_country(d.pop("country", UNSET))

        def _parse_machine(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        machine = _parse_machine(d.pop("machine", UNSET))

        def _parse_material_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        material_id = _parse_material_id(d.pop("material_id", UNSET))

        def _parse_technology(data: object) -> None | Technology | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                technology_type_0 = Technology(data)

                return technology_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Technology | Unset, data)

        technology = _parse_technology(d.pop("technology", UNSET))

        def _parse_process(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        process = _parse_process(d.pop("process", UNSET))

        def _parse_unit_price(data: object) -> MoneyShown | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                unit_price_type_0 = MoneyShown.from_dict(data)

                return unit_price_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MoneyShown | None | Unset, data)

        unit_price = _parse_unit_price(d.pop("unit_price", UNSET))

        def _parse_tax(data: object) -> None | TaxShown | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                tax_type_0 = TaxShown.from_dict(data)

                return tax_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TaxShown | Unset, data)

        tax = _parse_tax(d.pop("tax", UNSET))

        def _parse_lead_time_days(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        lead_time_days = _parse_lead_time_days(d.pop("lead_time_days", UNSET))

        def _parse_ship_date(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ship_date_type_0 = datetime.date.fromisoformat(data)

                return ship_date_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        ship_date = _parse_ship_date(d.pop("ship_date", UNSET))

        def _parse_delivery_date(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                delivery_date_type_0 = datetime.date.fromisoformat(data)

                return delivery_date_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        delivery_date = _parse_delivery_date(d.pop("delivery_date", UNSET))

        _warnings = d.pop("warnings", UNSET)
        warnings: list[CheckShown] | Unset = UNSET
        if _warnings is not UNSET:
            warnings = []
            for warnings_item_data in _warnings:
                warnings_item = CheckShown.from_dict(warnings_item_data)

                warnings.append(warnings_item)

        _tiers = d.pop("tiers", UNSET)
        tiers: list[QuantityPriceShown] | Unset = UNSET
        if _tiers is not UNSET:
            tiers = []
            for tiers_item_data in _tiers:
                tiers_item = QuantityPriceShown.from_dict(tiers_item_data)

                tiers.append(tiers_item)

        def _parse_score(data: object) -> None | ScoreShown | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                score_type_0 = ScoreShown.from_dict(data)

                return score_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ScoreShown | Unset, data)

        score = _parse_score(d.pop("score", UNSET))

        def _parse_sealed(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        sealed = _parse_sealed(d.pop("sealed", UNSET))

        quote_shown = cls(
            contractor_id=contractor_id,
            total=total,
            lines=lines,
            name=name,
            country=country,
            machine=machine,
            material_id=material_id,
            technology=technology,
            process=process,
            unit_price=unit_price,
            tax=tax,
            lead_time_days=lead_time_days,
            ship_date=ship_date,
            delivery_date=delivery_date,
            warnings=warnings,
            tiers=tiers,
            score=score,
            sealed=sealed,
        )

        quote_shown.additional_properties = d
        return quote_shown

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
