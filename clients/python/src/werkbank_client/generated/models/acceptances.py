from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.acceptance import Acceptance


T = TypeVar("T", bound="Acceptances")


@_attrs_define
class Acceptances:
    """Offers to be accepted, one for each process.

    Attributes:
        offers (list[Acceptance]): one for each process
    """

    offers: list[Acceptance]

    def to_dict(self) -> dict[str, Any]:
        offers = []
        for offers_item_data in self.offers:
            offers_item = offers_item_data.to_dict()
            offers.append(offers_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "offers": offers,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.acceptance import Acceptance  # noqa: PLC0415

        d = dict(src_dict)
        offers = []
        _offers = d.pop("offers")
        for offers_item_data in _offers:
            offers_item = Acceptance.from_dict(offers_item_data)

            offers.append(offers_item)

        acceptances = cls(
            offers=offers,
        )

        return acceptances
