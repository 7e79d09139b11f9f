from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.replacement_shown import ReplacementShown


T = TypeVar("T", bound="ProductionShown")


@_attrs_define
class ProductionShown:
    """How far the pieces are; `made + failed + left == to_make` always.

    Attributes:
        pieces (int): as ordered
        to_make (int): all that must be made: ordered, failed, and once more after a dispute or loss
        made (int): good pieces so far
        failed (int): pieces that failed; each is made once more
        left (int): still to be made
        shipped (int): pieces that have left the contractor
        delivered (int): pieces that have arrived
        lost (int): shipped, but reported as lost on the way
        replacements (list[ReplacementShown]): pieces that are made anew, oldest first
    """

    pieces: int
    to_make: int
    made: int
    failed: int
    left: int
    shipped: int
    delivered: int
    lost: int
    replacements: list[ReplacementShown]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        pieces = self.pieces

        to_make = self.to_make

        made = self.made

        failed = self.failed

        left = self.left

        shipped = self.shipped

        delivered = self.delivered

        lost = self.lost

        replacements = []
        for replacements_item_data in self.replacements:
            replacements_item = replacements_item_data.to_dict()
            replacements.append(replacements_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "pieces": pieces,
                "to_make": to_make,
                "made": made,
                "failed": failed,
                "left": left,
                "shipped": shipped,
                "delivered": delivered,
                "lost": lost,
                "replacements": replacements,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.replacement_shown import ReplacementShown  # noqa: PLC0415

        d = dict(src_dict)
        pieces = d.pop("pieces")

        to_make = d.pop("to_make")

        made = d.pop("made")

        failed = d.pop("failed")

        left = d.pop("left")

        shipped = d.pop("shipped")

        delivered = d.pop("delivered")

        lost = d.pop("lost")

        replacements = []
        _replacements = d.pop("replacements")
        for replacements_item_data in _replacements:
            replacements_item = ReplacementShown.from_dict(replacements_item_data)

            replacements.append(replacements_item)

        production_shown = cls(
            pieces=pieces,
            to_make=to_make,
            made=made,
            failed=failed,
            left=left,
            shipped=shipped,
            delivered=delivered,
            lost=lost,
            replacements=replacements,
        )

        production_shown.additional_properties = d
        return production_shown

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
