from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.outcome import Outcome

if TYPE_CHECKING:
    from ..models.stale_reason import StaleReason


T = TypeVar("T", bound="VerificationSummary")


@_attrs_define
class VerificationSummary:
    """The last verification in short.

    Attributes:
        id (UUID): a UUID that never changes
        attempt (int): its number, counting up from one
        verdict (Outcome): Whether a part can be made by anybody.
        inputs_digest (str): SHA-256 over what the result depends on
        digest (str): SHA-256 over the record as it can be downloaded
        finished_at (datetime.datetime): when it was done with; null: not yet
        valid_until (datetime.datetime | None): until when it binds
        fresh (bool): `send` may rest on it: nothing that blocks has changed
        stale (bool): something has changed since; `stale_because` names it
        stale_because (list[StaleReason]): what has changed since
    """

    id: UUID
    attempt: int
    verdict: Outcome
    inputs_digest: str
    digest: str
    finished_at: datetime.datetime
    valid_until: datetime.datetime | None
    fresh: bool
    stale: bool
    stale_because: list[StaleReason]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        attempt = self.attempt

        verdict = self.verdict.value

        inputs_digest = self.inputs_digest

        digest = self.digest

        finished_at = self.finished_at.isoformat()

        valid_until: None | str
        if isinstance(self.valid_until, datetime.datetime):
            valid_until = self.valid_until.isoformat()
        else:
            valid_until = self.valid_until

        fresh = self.fresh

        stale = self.stale

        stale_because = []
        for stale_because_item_data in self.stale_because:
            stale_because_item = stale_because_item_data.to_dict()
            stale_because.append(stale_because_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "attempt": attempt,
                "verdict": verdict,
                "inputs_digest": inputs_digest,
                "digest": digest,
                "finished_at": finished_at,
                "valid_until": valid_until,
                "fresh": fresh,
                "stale": stale,
                "stale_because": stale_because,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.stale_reason import StaleReason  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        attempt = d.pop("attempt")

        verdict = Outcome(d.pop("verdict"))

        inputs_digest = d.pop("inputs_digest")

        digest = d.pop("digest")

        finished_at = datetime.datetime.fromisoformat(d.pop("finished_at"))

        def _parse_valid_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                valid_until_type_0 = datetime.datetime.fromisoformat(data)

                return valid_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        valid_until = _parse_valid_until(d.pop("valid_until"))

        fresh = d.pop("fresh")

        stale = d.pop("stale")

        stale_because = []
        _stale_because = d.pop("stale_because")
        for stale_because_item_data in _stale_because:
            stale_because_item = StaleReason.from_dict(stale_because_item_data)

            stale_because.append(stale_because_item)

        verification_summary = cls(
            id=id,
            attempt=attempt,
            verdict=verdict,
            inputs_digest=inputs_digest,
            digest=digest,
            finished_at=finished_at,
            valid_until=valid_until,
            fresh=fresh,
            stale=stale,
            stale_because=stale_because,
        )

        verification_summary.additional_properties = d
        return verification_summary

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
