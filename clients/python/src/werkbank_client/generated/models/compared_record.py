from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.outcome import Outcome

T = TypeVar("T", bound="ComparedRecord")


@_attrs_define
class ComparedRecord:
    """Which record.

    Attributes:
        id (UUID): a UUID that never changes
        attempt (int): its number, counting up from one
        verdict (Outcome): Whether a part can be made by anybody.
        digest (str): SHA-256 over the record as it can be downloaded
        finished_at (datetime.datetime): when it was done with; null: not yet
    """

    id: UUID
    attempt: int
    verdict: Outcome
    digest: str
    finished_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        attempt = self.attempt

        verdict = self.verdict.value

        digest = self.digest

        finished_at = self.finished_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "attempt": attempt,
                "verdict": verdict,
                "digest": digest,
                "finished_at": finished_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        attempt = d.pop("attempt")

        verdict = Outcome(d.pop("verdict"))

        digest = d.pop("digest")

        finished_at = datetime.datetime.fromisoformat(d.pop("finished_at"))

        compared_record = cls(
            id=id,
            attempt=attempt,
            verdict=verdict,
            digest=digest,
            finished_at=finished_at,
        )

        compared_record.additional_properties = d
        return compared_record

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
