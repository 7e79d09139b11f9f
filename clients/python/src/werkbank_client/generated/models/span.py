from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="Span")


@_attrs_define
class Span:
    """From when on, and until when, events are to be sent again.

    Attributes:
        from_ (datetime.datetime): this moment included
        to (datetime.datetime): this moment itself is left out
        failed_only (bool | Unset): leave out what was taken or never sent Default: False.
    """

    from_: datetime.datetime
    to: datetime.datetime
    failed_only: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        from_ = self.from_.isoformat()

        to = self.to.isoformat()

        failed_only = self.failed_only

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "from": from_,
                "to": to,
            }
        )
        if failed_only is not UNSET:
            field_dict["failed_only"] = failed_only

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        from_ = datetime.datetime.fromisoformat(d.pop("from"))

        to = datetime.datetime.fromisoformat(d.pop("to"))

        failed_only = d.pop("failed_only", UNSET)

        span = cls(
            from_=from_,
            to=to,
            failed_only=failed_only,
        )

        return span
