from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..models.verdict import Verdict

T = TypeVar("T", bound="ChangedCheck")


@_attrs_define
class ChangedCheck:
    """A check of the parts with another verdict; null: it was not made.

    Attributes:
        check (str): which check it is
        before (None | Verdict): as it was; null: there was none
        after (None | Verdict): as it is; null: there is none
        reason_before (None | str): what the check said before
        reason_after (None | str): what the check says now
        where (None | str): the file, and the place in it in mm
    """

    check: str
    before: None | Verdict
    after: None | Verdict
    reason_before: None | str
    reason_after: None | str
    where: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        check = self.check

        before: None | str
        if isinstance(self.before, Verdict):
            before = self.before.value
        else:
            before = self.before

        after: None | str
        if isinstance(self.after, Verdict):
            after = self.after.value
        else:
            after = self.after

        reason_before: None | str
        reason_before = self.reason_before

        reason_after: None | str
        reason_after = self.reason_after

        where: None | str
        where = self.where

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "check": check,
                "before": before,
                "after": after,
                "reason_before": reason_before,
                "reason_after": reason_after,
                "where": where,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        check = d.pop("check")

        def _parse_before(data: object) -> None | Verdict:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                before_type_0 = Verdict(data)

                return before_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Verdict, data)

        before = _parse_before(d.pop("before"))

        def _parse_after(data: object) -> None | Verdict:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                after_type_0 = Verdict(data)

                return after_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Verdict, data)

        after = _parse_after(d.pop("after"))

        def _parse_reason_before(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason_before = _parse_reason_before(d.pop("reason_before"))

        def _parse_reason_after(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason_after = _parse_reason_after(d.pop("reason_after"))

        def _parse_where(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        where = _parse_where(d.pop("where"))

        changed_check = cls(
            check=check,
            before=before,
            after=after,
            reason_before=reason_before,
            reason_after=reason_after,
            where=where,
        )

        changed_check.additional_properties = d
        return changed_check

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
