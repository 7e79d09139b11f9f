from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define, field as _attrs_field

from ..models.standing import Standing

if TYPE_CHECKING:
    from ..models.decided_by import DecidedBy


T = TypeVar("T", bound="StandingChangeShown")


@_attrs_define
class StandingChangeShown:
    """That the standing was changed, or how it began.

    Attributes:
        standing (Standing): Whether a contractor may be asked by others; only operators decide.
        reason (str): why, in a sentence
        actor (DecidedBy): Who decided.
        at (datetime.datetime): when it happened
    """

    standing: Standing
    reason: str
    actor: DecidedBy
    at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        standing = self.standing.value

        reason = self.reason

        actor = self.actor.to_dict()

        at = self.at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "standing": standing,
                "reason": reason,
                "actor": actor,
                "at": at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.decided_by import DecidedBy  # noqa: PLC0415

        d = dict(src_dict)
        standing = Standing(d.pop("standing"))

        reason = d.pop("reason")

        actor = DecidedBy.from_dict(d.pop("actor"))

        at = datetime.datetime.fromisoformat(d.pop("at"))

        standing_change_shown = cls(
            standing=standing,
            reason=reason,
            actor=actor,
            at=at,
        )

        standing_change_shown.additional_properties = d
        return standing_change_shown

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
