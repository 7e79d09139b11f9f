from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="SendMove")


@_attrs_define
class SendMove:
    """What it takes to send the process to the chosen contractors.

    Attributes:
        accept (Literal['as_quoted'] | None | Unset): accept the first offer that asks no more than its quote, neither
            money nor time, by itself: where a contractor lets the service answer for it, the order is confirmed at once;
            without a delivery address the offer waits for the client
        ask_again (bool | Unset): ask contractors that have declined this very part all the same Default: False.
        reason (None | str | Unset): why; stands in the history, operators always give it
    """

    accept: Literal["as_quoted"] | None | Unset = UNSET
    ask_again: bool | Unset = False
    reason: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        accept: Literal["as_quoted"] | None | Unset
        if isinstance(self.accept, Unset):
            accept = UNSET
        else:
            accept = self.accept

        ask_again = self.ask_again

        reason: None | str | Unset
        if isinstance(self.reason, Unset):
            reason = UNSET
        else:
            reason = self.reason

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if accept is not UNSET:
            field_dict["accept"] = accept
        if ask_again is not UNSET:
            field_dict["ask_again"] = ask_again
        if reason is not UNSET:
            field_dict["reason"] = reason

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_accept(data: object) -> Literal["as_quoted"] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            accept_type_0 = cast(Literal["as_quoted"], data)
            if accept_type_0 != "as_quoted":
                raise ValueError(
                    f"accept_type_0 must match const 'as_quoted', got '{accept_type_0}'"
                )
            return accept_type_0
            return cast(Literal["as_quoted"] | None | Unset, data)

        accept = _parse_accept(d.pop("accept", UNSET))

        ask_again = d.pop("ask_again", UNSET)

        def _parse_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reason = _parse_reason(d.pop("reason", UNSET))

        send_move = cls(
            accept=accept,
            ask_again=ask_again,
            reason=reason,
        )

        send_move.additional_properties = d
        return send_move

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
