from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.money_shown import MoneyShown


T = TypeVar("T", bound="ChangedMoney")


@_attrs_define
class ChangedMoney:
    """Another amount.

    Attributes:
        before (MoneyShown | None): as it was; null: there was none
        after (MoneyShown | None): as it is; null: there is none
    """

    before: MoneyShown | None
    after: MoneyShown | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.money_shown import MoneyShown  # noqa: PLC0415

        before: dict[str, Any] | None
        if isinstance(self.before, MoneyShown):
            before = self.before.to_dict()
        else:
            before = self.before

        after: dict[str, Any] | None
        if isinstance(self.after, MoneyShown):
            after = self.after.to_dict()
        else:
            after = self.after

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "before": before,
                "after": after,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money_shown import MoneyShown  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_before(data: object) -> MoneyShown | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                before_type_0 = MoneyShown.from_dict(data)

                return before_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MoneyShown | None, data)

        before = _parse_before(d.pop("before"))

        def _parse_after(data: object) -> MoneyShown | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                after_type_0 = MoneyShown.from_dict(data)

                return after_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MoneyShown | None, data)

        after = _parse_after(d.pop("after"))

        changed_money = cls(
            before=before,
            after=after,
        )

        changed_money.additional_properties = d
        return changed_money

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
