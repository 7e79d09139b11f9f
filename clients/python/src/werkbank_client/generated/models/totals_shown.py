from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.money_shown import MoneyShown


T = TypeVar("T", bound="TotalsShown")


@_attrs_define
class TotalsShown:
    """What the processes are worth without tax, one sum a currency; each process counts once.

    Attributes:
        confirmed (list[MoneyShown]): accepted offers
        offered (list[MoneyShown]): lowest binding offers that await a decision
        quoted (list[MoneyShown]): where nothing is offered yet, the lowest quotes of the contractors that are asked;
            the best quotes where none is asked
    """

    confirmed: list[MoneyShown]
    offered: list[MoneyShown]
    quoted: list[MoneyShown]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        confirmed = []
        for confirmed_item_data in self.confirmed:
            confirmed_item = confirmed_item_data.to_dict()
            confirmed.append(confirmed_item)

        offered = []
        for offered_item_data in self.offered:
            offered_item = offered_item_data.to_dict()
            offered.append(offered_item)

        quoted = []
        for quoted_item_data in self.quoted:
            quoted_item = quoted_item_data.to_dict()
            quoted.append(quoted_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "confirmed": confirmed,
                "offered": offered,
                "quoted": quoted,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money_shown import MoneyShown  # noqa: PLC0415

        d = dict(src_dict)
        confirmed = []
        _confirmed = d.pop("confirmed")
        for confirmed_item_data in _confirmed:
            confirmed_item = MoneyShown.from_dict(confirmed_item_data)

            confirmed.append(confirmed_item)

        offered = []
        _offered = d.pop("offered")
        for offered_item_data in _offered:
            offered_item = MoneyShown.from_dict(offered_item_data)

            offered.append(offered_item)

        quoted = []
        _quoted = d.pop("quoted")
        for quoted_item_data in _quoted:
            quoted_item = MoneyShown.from_dict(quoted_item_data)

            quoted.append(quoted_item)

        totals_shown = cls(
            confirmed=confirmed,
            offered=offered,
            quoted=quoted,
        )

        totals_shown.additional_properties = d
        return totals_shown

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
