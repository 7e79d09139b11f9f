from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define, field as _attrs_field

from ..models.process_action import ProcessAction

if TYPE_CHECKING:
    from ..models.agreed_shown import AgreedShown


T = TypeVar("T", bound="DisputeShown")


@_attrs_define
class DisputeShown:
    """What a process is contested for, and how far both sides agree on a way out.

    Attributes:
        reason (str): why, in a sentence
        by (str): client or contractor
        since (datetime.datetime): since when
        ways (list[ProcessAction]): the moves that end it; it takes the consent of both sides, or an operator
        agreed (AgreedShown): The ways out of a dispute to which each side has consented.
    """

    reason: str
    by: str
    since: datetime.datetime
    ways: list[ProcessAction]
    agreed: AgreedShown
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        reason = self.reason

        by = self.by

        since = self.since.isoformat()

        ways = []
        for ways_item_data in self.ways:
            ways_item = ways_item_data.value
            ways.append(ways_item)

        agreed = self.agreed.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "reason": reason,
                "by": by,
                "since": since,
                "ways": ways,
                "agreed": agreed,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.agreed_shown import AgreedShown  # noqa: PLC0415

        d = dict(src_dict)
        reason = d.pop("reason")

        by = d.pop("by")

        since = datetime.datetime.fromisoformat(d.pop("since"))

        ways = []
        _ways = d.pop("ways")
        for ways_item_data in _ways:
            ways_item = ProcessAction(ways_item_data)

            ways.append(ways_item)

        agreed = AgreedShown.from_dict(d.pop("agreed"))

        dispute_shown = cls(
            reason=reason,
            by=by,
            since=since,
            ways=ways,
            agreed=agreed,
        )

        dispute_shown.additional_properties = d
        return dispute_shown

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
