from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

T = TypeVar("T", bound="Choice")


@_attrs_define
class Choice:
    """The contractors that `send` will ask.

    Attributes:
        contractor_ids (list[UUID]): the contractors, from GET /processes/{id}/contractors
    """

    contractor_ids: list[UUID]

    def to_dict(self) -> dict[str, Any]:
        contractor_ids = []
        for contractor_ids_item_data in self.contractor_ids:
            contractor_ids_item = str(contractor_ids_item_data)
            contractor_ids.append(contractor_ids_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "contractor_ids": contractor_ids,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        contractor_ids = []
        _contractor_ids = d.pop("contractor_ids")
        for contractor_ids_item_data in _contractor_ids:
            contractor_ids_item = UUID(contractor_ids_item_data)

            contractor_ids.append(contractor_ids_item)

        choice = cls(
            contractor_ids=contractor_ids,
        )

        return choice
