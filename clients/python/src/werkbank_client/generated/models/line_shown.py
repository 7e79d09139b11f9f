from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.request_state import RequestState

if TYPE_CHECKING:
    from ..models.money_shown import MoneyShown
    from ..models.offer_shown import OfferShown


T = TypeVar("T", bound="LineShown")


@_attrs_define
class LineShown:
    """One contractor's quote and newest offer for one part.

    Attributes:
        request_id (UUID): the request that it belongs to
        contractor_id (UUID): the contractor, as an organization
        contractor (str): the contractor's name
        state (RequestState): Each completes "the request is ..."; the rows below say what that means.
        reason (None | str): why, in a sentence
        quoted (MoneyShown): An amount in a currency (ISO 4217).
        quoted_lead_time_days (int | None): calendar days from the acceptance to the arrival, as calculated
        quoted_delivery_date (datetime.date | None): when the parts would arrive, as calculated
        offer (None | OfferShown): the newest offer; null: none yet
        price_difference (MoneyShown | None): what the offer asks more; < 0: less
        price_difference_percent (None | str): of the quoted total; below zero the offer is cheaper
        lead_time_difference_days (int | None): calendar days that the offer takes longer; below zero: less long
        delivery_date (datetime.date | None): of the offer, if it were accepted today
        acceptable (bool): the offer binds now
        cheapest (bool | None): of its currency; null for contractors
        fastest (bool | None): of all lines; null for contractors
    """

    request_id: UUID
    contractor_id: UUID
    contractor: str
    state: RequestState
    reason: None | str
    quoted: MoneyShown
    quoted_lead_time_days: int | None
    quoted_delivery_date: datetime.date | None
    offer: None | OfferShown
    price_difference: MoneyShown | None
    price_difference_percent: None | str
    lead_time_difference_days: int | None
    delivery_date: datetime.date | None
    acceptable: bool
    cheapest: bool | None
    fastest: bool | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.money_shown import MoneyShown  # noqa: PLC0415
        from ..models.offer_shown import OfferShown  # noqa: PLC0415

        request_id = str(self.request_id)

        contractor_id = str(self.contractor_id)

        contractor = self.contractor

        state = self.state.value

        reason: None | str
        reason = self.reason

        quoted = self.quoted.to_dict()

        quoted_lead_time_days: int | None
        quoted_lead_time_days = self.quoted_lead_time_days

        quoted_delivery_date: None | str
        if isinstance(self.quoted_delivery_date, datetime.date):
            quoted_delivery_date = self.quoted_delivery_date.isoformat()
        else:
            quoted_delivery_date = self.quoted_delivery_date

        offer: dict[str, Any] | None
        if isinstance(self.offer, OfferShown):
            offer = self.offer.to_dict()
        else:
            offer = self.offer

        price_difference: dict[str, Any] | None
        if isinstance(self.price_difference, MoneyShown):
            price_difference = self.price_difference.to_dict()
        else:
            price_difference = self.price_difference

        price_difference_percent: None | str
        price_difference_percent = self.price_difference_percent

        lead_time_difference_days: int | None
        lead_time_difference_days = self.lead_time_difference_days

        delivery_date: None | str
        if isinstance(self.delivery_date, datetime.date):
            delivery_date = self.delivery_date.isoformat()
        else:
            delivery_date = self.delivery_date

        acceptable = self.acceptable

        cheapest: bool | None
        cheapest = self.cheapest

        fastest: bool | None
        fastest = self.fastest

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "request_id": request_id,
                "contractor_id": contractor_id,
                "contractor": contractor,
                "state": state,
                "reason": reason,
                "quoted": quoted,
                "quoted_lead_time_days": quoted_lead_time_days,
                "quoted_delivery_date": quoted_delivery_date,
                "offer": offer,
                "price_difference": price_difference,
                "price_difference_percent": price_difference_percent,
                "lead_time_difference_days": lead_time_difference_days,
                "delivery_date": delivery_date,
                "acceptable": acceptable,
                "cheapest": cheapest,
                "fastest": fastest,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money_shown import MoneyShown  # noqa: PLC0415
        from ..models.offer_shown import OfferShown  # noqa: PLC0415

        d = dict(src_dict)
        request_id = UUID(d.pop("request_id"))

        contractor_id = UUID(d.pop("contractor_id"))

        contractor = d.pop("contractor")

        state = RequestState(d.pop("state"))

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))

        quoted = MoneyShown.from_dict(d.pop("quoted"))

        def _parse_quoted_lead_time_days(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        quoted_lead_time_days = _parse_quoted_lead_time_days(d.pop("quoted_lead_time_days"))

        def _parse_quoted_delivery_date(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                quoted_delivery_date_type_0 = datetime.date.fromisoformat(data)

                return quoted_delivery_date_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        quoted_delivery_date = _parse_quoted_delivery_date(d.pop("quoted_delivery_date"))

        def _parse_offer(data: object) -> None | OfferShown:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                offer_type_0 = OfferShown.from_dict(data)

                return offer_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OfferShown, data)

        offer = _parse_offer(d.pop("offer"))

        def _parse_price_difference(data: object) -> MoneyShown | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                price_difference_type_0 = MoneyShown.from_dict(data)

                return price_difference_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MoneyShown | None, data)

        price_difference = _parse_price_difference(d.pop("price_difference"))

        def _parse_price_difference_percent(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        price_difference_percent = _parse_price_difference_percent(
            d.pop("price_difference_percent")
        )

        def _parse_lead_time_difference_days(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        lead_time_difference_days = _parse_lead_time_difference_days(
            d.pop("lead_time_difference_days")
        )

        def _parse_delivery_date(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                delivery_date_type_0 = datetime.date.fromisoformat(data)

                return delivery_date_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        delivery_date = _parse_delivery_date(d.pop("delivery_date"))

        acceptable = d.pop("acceptable")

        def _parse_cheapest(data: object) -> bool | None:
            if data is None:
                return data
            return cast(bool | None, data)

        cheapest = _parse_cheapest(d.pop("cheapest"))

        def _parse_fastest(data: object) -> bool | None:
            if data is None:
                return data
            return cast(bool | None, data)

        fastest = _parse_fastest(d.pop("fastest"))

        line_shown = cls(
            request_id=request_id,
            contractor_id=contractor_id,
            contractor=contractor,
            state=state,
            reason=reason,
            quoted=quoted,
            quoted_lead_time_days=quoted_lead_time_days,
            quoted_delivery_date=quoted_delivery_date,
            offer=offer,
            price_difference=price_difference,
            price_difference_percent=price_difference_percent,
            lead_time_difference_days=lead_time_difference_days,
            delivery_date=delivery_date,
            acceptable=acceptable,
            cheapest=cheapest,
            fastest=fastest,
        )

        line_shown.additional_properties = d
        return line_shown

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
