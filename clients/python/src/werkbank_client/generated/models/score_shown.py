from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.score_shown_parts import ScoreShownParts


T = TypeVar("T", bound="ScoreShown")


@_attrs_define
class ScoreShown:
    """How good a quote is among these, 0 to 1: the mean of its parts, weighted by priorities.

    Attributes:
        total (float): 0 to 1; the higher the better
        parts (ScoreShownParts): by priority: its value and weight
        missing (list[str]): what is not known and was left out
    """

    total: float
    parts: ScoreShownParts
    missing: list[str]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        total = self.total

        parts = self.parts.to_dict()

        missing = self.missing

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "total": total,
                "parts": parts,
                "missing": missing,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.score_shown_parts import ScoreShownParts  # noqa: PLC0415

        d = dict(src_dict)
        total = d.pop("total")

        parts = ScoreShownParts.from_dict(d.pop("parts"))

        missing = cast(list[str], d.pop("missing"))

        score_shown = cls(
            total=total,
            parts=parts,
            missing=missing,
        )

        score_shown.additional_properties = d
        return score_shown

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
