from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.changed_check import ChangedCheck
    from ..models.changed_input import ChangedInput
    from ..models.changed_measure import ChangedMeasure
    from ..models.changed_quote import ChangedQuote
    from ..models.compared_record import ComparedRecord
    from ..models.contractor_counts import ContractorCounts
    from ..models.turned_contractor import TurnedContractor
    from ..models.unknown_contractor import UnknownContractor


T = TypeVar("T", bound="ComparisonShown")


@_attrs_define
class ComparisonShown:
    """What the second record says otherwise than the first.

    Attributes:
        a (ComparedRecord): Which record.
        b (ComparedRecord): Which record.
        same (bool): nothing differs but ids and times
        inputs (list[ChangedInput]): what the result depends on
        geometry (list[ChangedMeasure]): what was measured of each file
        checks (list[ChangedCheck]): what the parts were held against
        quotes (list[ChangedQuote]): of who quotes in both: what is another amount or date
        newly_suitable (list[TurnedContractor]): who quotes in the second record only
        newly_unsuitable (list[TurnedContractor]): who quotes in the first record only
        not_compared (list[UnknownContractor]): of whom one record keeps the answer, and that to the other cannot be
            worked out again as something has changed since
        contractors (ContractorCounts): How many were asked and suitable, also of those whose answers no record keeps.
        partial (bool): a record keeps the answers of the best contractors alone: of those that neither names, only the
            number is compared
    """

    a: ComparedRecord
    b: ComparedRecord
    same: bool
    inputs: list[ChangedInput]
    geometry: list[ChangedMeasure]
    checks: list[ChangedCheck]
    quotes: list[ChangedQuote]
    newly_suitable: list[TurnedContractor]
    newly_unsuitable: list[TurnedContractor]
    not_compared: list[UnknownContractor]
    contractors: ContractorCounts
    partial: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        a = self.a.to_dict()

        b = self.b.to_dict()

        same = self.same

        inputs = []
        for inputs_item_data in self.inputs:
            inputs_item = inputs_item_data.to_dict()
            inputs.append(inputs_item)

        geometry = []
        for geometry_item_data in self.geometry:
            geometry_item = geometry_item_data.to_dict()
            geometry.append(geometry_item)

        checks = []
        for checks_item_data in self.checks:
            checks_item = checks_item_data.to_dict()
            checks.append(checks_item)

        quotes = []
        for quotes_item_data in self.quotes:
            quotes_item = quotes_item_data.to_dict()
            quotes.append(quotes_item)

        newly_suitable = []
        for newly_suitable_item_data in self.newly_suitable:
            newly_suitable_item = newly_suitable_item_data.to_dict()
            newly_suitable.append(newly_suitable_item)

        newly_unsuitable = []
        for newly_unsuitable_item_data in self.newly_unsuitable:
            newly_unsuitable_item = newly_unsuitable_item_data.to_dict()
            newly_unsuitable.append(newly_unsuitable_item)

        not_compared = []
        for not_compared_item_data in self.not_compared:
            not_compared_item = not_compared_item_data.to_dict()
            not_compared.append(not_compared_item)

        contractors = self.contractors.to_dict()

        partial = self.partial

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "a": a,
                "b": b,
                "same": same,
                "inputs": inputs,
                "geometry": geometry,
                "checks": checks,
                "quotes": quotes,
                "newly_suitable": newly_suitable,
                "newly_unsuitable": newly_unsuitable,
                "not_compared": not_compared,
                "contractors": contractors,
                "partial": partial,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.changed_check import ChangedCheck  # noqa: PLC0415
        from ..models.changed_input import ChangedInput  # noqa: PLC0415
        from ..models.changed_measure import ChangedMeasure  # noqa: PLC0415
        from ..models.changed_quote import ChangedQuote  # noqa: PLC0415
        from ..models.compared_record import ComparedRecord  # noqa: PLC0415
        from ..models.contractor_counts import ContractorCounts  # noqa: PLC0415
        from ..models.turned_contractor import TurnedContractor  # noqa: PLC0415
        from ..models.unknown_contractor import UnknownContractor  # noqa: PLC0415

        d = dict(src_dict)
        a = ComparedRecord.from_dict(d.pop("a"))

        b = ComparedRecord.from_dict(d.pop("b"))

        same = d.pop("same")

        inputs = []
        _inputs = d.pop("inputs")
        for inputs_item_data in _inputs:
            inputs_item = ChangedInput.from_dict(inputs_item_data)

            inputs.append(inputs_item)

        geometry = []
        _geometry = d.pop("geometry")
        for geometry_item_data in _geometry:
            geometry_item = ChangedMeasure.from_dict(geometry_item_data)

            geometry.append(geometry_item)

        checks = []
        _checks = d.pop("checks")
        for checks_item_data in _checks:
            checks_item = ChangedCheck.from_dict(checks_item_data)

            checks.append(checks_item)

        quotes = []
        _quotes = d.pop("quotes")
        for quotes_item_data in _quotes:
            quotes_item = ChangedQuote.from_dict(quotes_item_data)

            quotes.append(quotes_item)

        newly_suitable = []
        _newly_suitable = d.pop("newly_suitable")
        for newly_suitable_item_data in _newly_suitable:
            newly_suitable_item = TurnedContractor.from_dict(newly_suitable_item_data)

            newly_suitable.append(newly_suitable_item)

        newly_unsuitable = []
        _newly_unsuitable = d.pop("newly_unsuitable")
        for newly_unsuitable_item_data in _newly_unsuitable:
            newly_unsuitable_item = TurnedContractor.from_dict(newly_unsuitable_item_data)

            newly_unsuitable.append(newly_unsuitable_item)

        not_compared = []
        _not_compared = d.pop("not_compared")
        for not_compared_item_data in _not_compared:
            not_compared_item = UnknownContractor.from_dict(not_compared_item_data)

            not_compared.append(not_compared_item)

        contractors = ContractorCounts.from_dict(d.pop("contractors"))

        partial = d.pop("partial")

        comparison_shown = cls(
            a=a,
            b=b,
            same=same,
            inputs=inputs,
            geometry=geometry,
            checks=checks,
            quotes=quotes,
            newly_suitable=newly_suitable,
            newly_unsuitable=newly_unsuitable,
            not_compared=not_compared,
            contractors=contractors,
            partial=partial,
        )

        comparison_shown.additional_properties = d
        return comparison_shown

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
