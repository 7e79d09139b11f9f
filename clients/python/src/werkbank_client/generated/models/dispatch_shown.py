from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="DispatchShown")


@_attrs_define
class DispatchShown:
    """How a request went out on one channel.

    Attributes:
        delivered_at (None | str | Unset): when it arrived; null: not yet
        error (None | str | Unset): what failed; absent once it was delivered
        attempts (int | None | Unset): how often it was tried
        tried_at (list[str] | None | Unset): when it was tried, each time
        again_at (None | str | Unset): when it is tried again; the order goes on
    """

    delivered_at: None | str | Unset = UNSET
    error: None | str | Unset = UNSET
    attempts: int | None | Unset = UNSET
    tried_at: list[str] | None | Unset = UNSET
    again_at: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        delivered_at: None | str | Unset
        if isinstance(self.delivered_at, Unset):
            delivered_at = UNSET
        else:
            delivered_at = self.delivered_at

        error: None | str | Unset
        if isinstance(self.error, Unset):
            error = UNSET
        else:
            error = self.error

        attempts: int | None | Unset
        if isinstance(self.attempts, Unset):
            attempts = UNSET
        else:
            attempts = self.attempts

        tried_at: list[str] | None | Unset
        if isinstance(self.tried_at, Unset):
            tried_at = UNSET
        elif isinstance(self.tried_at, list):
            tried_at = self.tried_at

        else:
            tried_at = self.tried_at

        again_at: None | str | Unset
        if isinstance(self.again_at, Unset):
            again_at = UNSET
        else:
            again_at = self.again_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if delivered_at is not UNSET:
            field_dict["delivered_at"] = delivered_at
        if error is not UNSET:
            field_dict["error"] = error
        if attempts is not UNSET:
            field_dict["attempts"] = attempts
        if tried_at is not UNSET:
            field_dict["tried_at"] = tried_at
        if again_at is not UNSET:
            field_dict["again_at"] = again_at

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_delivered_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        delivered_at = _parse_delivered_at(d.pop("delivered_at", UNSET))

        def _parse_error(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        error = _parse_error(d.pop("error", UNSET))

        def _parse_attempts(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        attempts = _parse_attempts(d.pop("attempts", UNSET))

        def _parse_tried_at(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                tried_at_type_0 = cast(list[str], data)

                return tried_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        tried_at = _parse_tried_at(d.pop("tried_at", UNSET))

        def _parse_again_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        again_at = _parse_again_at(d.pop("again_at", UNSET))

        dispatch_shown = cls(
            delivered_at=delivered_at,
            error=error,
            attempts=attempts,
            tried_at=tried_at,
            again_at=again_at,
        )

        dispatch_shown.additional_properties = d
        return dispatch_shown

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
