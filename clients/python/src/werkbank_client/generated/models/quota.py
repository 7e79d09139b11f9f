from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..models.quota_name import QuotaName
from ..types import UNSET, Unset

T = TypeVar("T", bound="Quota")


@_attrs_define
class Quota:
    """A limit that counts for who asks.

    Attributes:
        name (QuotaName): what is limited; those of requests stand in `RateLimit`, too
        limit (int): the most that is taken
        window_s (int | None): seconds in which requests count; null: no rate
        remaining (int | None): requests that your address has left in this window; null: no rate
        used (int | None | Unset): what your organization, or you as a visitor, have stored of it; of `organizations`
            what you have founded; null: not counted
    """

    name: QuotaName
    limit: int
    window_s: int | None
    remaining: int | None
    used: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name.value

        limit = self.limit

        window_s: int | None
        window_s = self.window_s

        remaining: int | None
        remaining = self.remaining

        used: int | None | Unset
        if isinstance(self.used, Unset):
            used = UNSET
        else:
            used = self.used

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "limit": limit,
                "window_s": window_s,
                "remaining": remaining,
            }
        )
        if used is not UNSET:
            field_dict["used"] = used

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = QuotaName(d.pop("name"))

        limit = d.pop("limit")

        def _parse_window_s(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        window_s = _parse_window_s(d.pop("window_s"))

        def _parse_remaining(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        remaining = _parse_remaining(d.pop("remaining"))

        def _parse_used(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        used = _parse_used(d.pop("used", UNSET))

        quota = cls(
            name=name,
            limit=limit,
            window_s=window_s,
            remaining=remaining,
            used=used,
        )

        quota.additional_properties = d
        return quota

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
