from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.numbers import Numbers


T = TypeVar("T", bound="ReplacementShown")


@_attrs_define
class ReplacementShown:
    """That pieces are made anew.

    Attributes:
        id (UUID): a UUID that never changes
        pieces (int): how many pieces
        failed (None | Numbers): those that failed; null where none did
        replaced_by (Numbers): Pieces by their numbers, which they have in the order in which they are made.
        reason (str): why, in a sentence
        created_at (datetime.datetime): when it was created
    """

    id: UUID
    pieces: int
    failed: None | Numbers
    replaced_by: Numbers
    reason: str
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.numbers import Numbers  # noqa: PLC0415

        id = str(self.id)

        pieces = self.pieces

        failed: dict[str, Any] | None
        if isinstance(self.failed, Numbers):
            failed = self.failed.to_dict()
        else:
            failed = self.failed

        replaced_by = self.replaced_by.to_dict()

        reason = self.reason

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "pieces": pieces,
                "failed": failed,
                "replaced_by": replaced_by,
                "reason": reason,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.numbers import Numbers  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        pieces = d.pop("pieces")

        def _parse_failed(data: object) -> None | Numbers:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                failed_type_0 = Numbers.from_dict(data)

                return failed_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Numbers, data)

        failed = _parse_failed(d.pop("failed"))

        replaced_by = Numbers.from_dict(d.pop("replaced_by"))

        reason = d.pop("reason")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        replacement_shown = cls(
            id=id,
            pieces=pieces,
            failed=failed,
            replaced_by=replaced_by,
            reason=reason,
            created_at=created_at,
        )

        replacement_shown.additional_properties = d
        return replacement_shown

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
