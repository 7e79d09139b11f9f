from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.dry_run import DryRun
    from ..models.money_shown import MoneyShown


T = TypeVar("T", bound="OfferShown")


@_attrs_define
class OfferShown:
    """A binding offer; a later one of the same request supersedes it.

    Attributes:
        id (UUID): a UUID that never changes
        request_id (UUID): the request that it belongs to
        contractor_id (UUID): the contractor, as an organization
        number (int): counts up from one
        price (MoneyShown): An amount in a currency (ISO 4217).
        lead_time_days (int): calendar days from the acceptance to the arrival at the client
        valid_until (datetime.datetime): until when it binds
        note (str): what the contractor says beside it
        superseded (bool): a later offer of the same request has taken its place
        as_quoted (bool): it asks no more than its quote, neither money nor time
        created_at (datetime.datetime): when it was created
        dry_run (DryRun | None | Unset): with `?dry_run=true` only: what would happen
    """

    id: UUID
    request_id: UUID
    contractor_id: UUID
    number: int
    price: MoneyShown
    lead_time_days: int
    valid_until: datetime.datetime
    note: str
    superseded: bool
    as_quoted: bool
    created_at: datetime.datetime
    dry_run: DryRun | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.dry_run import DryRun  # noqa: PLC0415

        id = str(self.id)

        request_id = str(self.request_id)

        contractor_id = str(self.contractor_id)

        number = self.number

        price = self.price.to_dict()

        lead_time_days = self.lead_time_days

        valid_until = self.valid_until.isoformat()

        note = self.note

        superseded = self.superseded

        as_quoted = self.as_quoted

        created_at = self.created_at.isoformat()

        dry_run: dict[str, Any] | None | Unset
        if isinstance(self.dry_run, Unset):
            dry_run = UNSET
        elif isinstance(self.dry_run, DryRun):
            dry_run = self.dry_run.to_dict()
        else:
            dry_run = self.dry_run

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "request_id": request_id,
                "contractor_id": contractor_id,
                "number": number,
                "price": price,
                "lead_time_days": lead_time_days,
                "valid_until": valid_until,
                "note": note,
                "superseded": superseded,
                "as_quoted": as_quoted,
                "created_at": created_at,
            }
        )
        if dry_run is not UNSET:
            field_dict["dry_run"] = dry_run

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.dry_run import DryRun  # noqa: PLC0415
        from ..models.money_shown import MoneyShown  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        request_id = UUID(d.pop("request_id"))

        contractor_id = UUID(d.pop("contractor_id"))

        number = d.pop("number")

        price = MoneyShown.from_dict(d.pop("price"))

        lead_time_days = d.pop("lead_time_days")

        valid_until = datetime.datetime.fromisoformat(d.pop("valid_until"))

        note = d.pop("note")

        superseded = d.pop("superseded")

        as_quoted = d.pop("as_quoted")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_dry_run(data: object) -> DryRun | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                dry_run_type_0 = DryRun.from_dict(data)

                return dry_run_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DryRun | None | Unset, data)

        dry_run = _parse_dry_run(d.pop("dry_run", UNSET))

        offer_shown = cls(
            id=id,
            request_id=request_id,
            contractor_id=contractor_id,
            number=number,
            price=price,
            lead_time_days=lead_time_days,
            valid_until=valid_until,
            note=note,
            superseded=superseded,
            as_quoted=as_quoted,
            created_at=created_at,
            dry_run=dry_run,
        )

        offer_shown.additional_properties = d
        return offer_shown

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
