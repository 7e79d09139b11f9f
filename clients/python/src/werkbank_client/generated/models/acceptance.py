from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

T = TypeVar("T", bound="Acceptance")


@_attrs_define
class Acceptance:
    """Which offer of a process is accepted.

    Attributes:
        process_id (UUID): the process that it is about; null: none
        offer_id (UUID): an id of GET /processes/{id}/offers
    """

    process_id: UUID
    offer_id: UUID

    def to_dict(self) -> dict[str, Any]:
        process_id = str(self.process_id)

        offer_id = str(self.offer_id)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "process_id": process_id,
                "offer_id": offer_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        process_id = UUID(d.pop("process_id"))

        offer_id = UUID(d.pop("offer_id"))

        acceptance = cls(
            process_id=process_id,
            offer_id=offer_id,
        )

        return acceptance
