from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..models.consent_move_to import ConsentMoveTo
from ..types import UNSET, Unset

T = TypeVar("T", bound="ConsentMove")


@_attrs_define
class ConsentMove:
    """What it takes to consent to a way out of the dispute.

    Attributes:
        to (ConsentMoveTo): the move that is consented to, or of which the consent is taken back
        pieces (int | None | Unset): to be shipped, or made again
        reason (None | str | Unset): why; stands in the history, operators always give it
    """

    to: ConsentMoveTo
    pieces: int | None | Unset = UNSET
    reason: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        to = self.to.value

        pieces: int | None | Unset
        if isinstance(self.pieces, Unset):
            pieces = UNSET
        else:
            pieces = self.pieces

        reason: None | str | Unset
        if isinstance(self.reason, Unset):
            reason = UNSET
        else:
            reason = self.reason

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "to": to,
            }
        )
        if pieces is not UNSET:
            field_dict["pieces"] = pieces
        if reason is not UNSET:
            field_dict["reason"] = reason

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        to = ConsentMoveTo(d.pop("to"))

        def _parse_pieces(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        pieces = _parse_pieces(d.pop("pieces", UNSET))

        def _parse_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reason = _parse_reason(d.pop("reason", UNSET))

        consent_move = cls(
            to=to,
            pieces=pieces,
            reason=reason,
        )

        consent_move.additional_properties = d
        return consent_move

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
