from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.contractor_terms_body_channels_item import ContractorTermsBodyChannelsItem
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.contractor_terms_body_express_type_0 import ContractorTermsBodyExpressType0
    from ..models.contractor_terms_body_instant_orders_type_0 import (
        ContractorTermsBodyInstantOrdersType0,
    )
    from ..models.contractor_terms_body_post_processings_item import (
        ContractorTermsBodyPostProcessingsItem,
    )
    from ..models.contractor_terms_body_preparation import ContractorTermsBodyPreparation
    from ..models.contractor_terms_body_shipping_item import ContractorTermsBodyShippingItem
    from ..models.contractor_terms_body_tiers_item import ContractorTermsBodyTiersItem


T = TypeVar("T", bound="ContractorTermsBody")


@_attrs_define
class ContractorTermsBody:
    """On which terms a contractor works. Amounts in its currency, without tax.

    Attributes:
        currency (str): ISO 4217; all amounts are in it
        preparation (ContractorTermsBodyPreparation): engineering before the build
        shipping (list[ContractorTermsBodyShippingItem]): zones by country; whoever is in none is not delivered to
        margin (float | str): share added to the cost: 0.2 is 20 %
        vat_rate (float | str): share of value added tax at home, shown apart: 0.19 is 19 %
        channels (list[ContractorTermsBodyChannelsItem] | Unset): in the order in which one is tried after the other;
            the inbox is always one
        webhook_id (None | Unset | UUID): which of its webhooks is called
        country (str | Unset): ISO 3166-1 alpha-2; left out: the organization's
        post_processings (list[ContractorTermsBodyPostProcessingsItem] | Unset): treatments that are offered
        tiers (list[ContractorTermsBodyTiersItem] | Unset): discounts by quantity, growing in both
        express (ContractorTermsBodyExpressType0 | None | Unset): terms for orders in a hurry; null: none are taken
        fixed_costs (float | str | Unset): added to each order, in the contractor's currency, without tax Default: '0'.
        region (None | str | Unset): part of the country whose public holidays hold, such as BY
        time_zone (None | str | Unset): in which its day begins, such as Europe/Berlin; null: that of its country
        working_days (list[int] | Unset): weekdays, 0 is Monday
        closed_on (list[str] | Unset): own free days, ISO 8601, or spans such as 2026-12-24/2027-01-03
        max_quantity (int | Unset): pieces in one order, all parts counted Default: 10000.
        max_build_days (int | Unset): working days that the machines may build for one order Default: 250.
        certificates (list[str] | None | Unset): those that are issued; null: not said
        min_order_value (float | str | Unset): an order that comes to less is charged that much, in the contractor's
            currency, without tax Default: '0'.
        shows_calculation (bool | Unset): whether clients see each line of a quote as it was calculated, or preparation,
            set-up, margin and fee within the others Default: False.
        link_offer_limit (float | None | str | Unset): higher offers made by a link have to be confirmed by mail, in the
            contractor's currency, without tax; null: none has
        max_order_value (float | None | str | Unset): what one order may come to, in the contractor's currency, without
            tax; null: no limit
        max_open_requests (int | None | Unset): requests that may wait for it at once; null: no limit
        serves (list[str] | Unset): countries (ISO 3166-1 alpha-2) that it takes orders for; none: all it ships to
        instant_orders (ContractorTermsBodyInstantOrdersType0 | None | Unset): the service offers as quoted in its name
            within these limits; null: not
        source (str | Unset): where the figures come from; no price rests on it Default: ''.
        assumption (str | Unset): what is assumed where no source says it; no price rests on it Default: ''.
    """

    currency: str
    preparation: ContractorTermsBodyPreparation
    shipping: list[ContractorTermsBodyShippingItem]
    margin: float | str
    vat_rate: float | str
    channels: list[ContractorTermsBodyChannelsItem] | Unset = UNSET
    webhook_id: None | Unset | UUID = UNSET
    country: str | Unset = UNSET
    post_processings: list[ContractorTermsBodyPostProcessingsItem] | Unset = UNSET
    tiers: list[ContractorTermsBodyTiersItem] | Unset = UNSET
    express: ContractorTermsBodyExpressType0 | None | Unset = UNSET
    fixed_costs: float | str | Unset = "0"
    region: None | str | Unset = UNSET
    time_zone: None | str | Unset = UNSET
    working_days: list[int] | Unset = UNSET
    closed_on: list[str] | Unset = UNSET
    max_quantity: int | Unset = 10000
    max_build_days: int | Unset = 250
    certificates: list[str] | None | Unset = UNSET
    min_order_value: float | str | Unset = "0"
    shows_calculation: bool | Unset = False
    link_offer_limit: float | None | str | Unset = UNSET
    max_order_value: float | None | str | Unset = UNSET
    max_open_requests: int | None | Unset = UNSET
    serves: list[str] | Unset = UNSET
    instant_orders: ContractorTermsBodyInstantOrdersType0 | None | Unset = UNSET
    source: str | Unset = ""
    assumption: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        from ..models.contractor_terms_body_express_type_0 import ContractorTermsBodyExpressType0  # noqa: PLC0415
        from ..models.contractor_terms_body_instant_orders_type_0 import (
            ContractorTermsBodyInstantOrdersType0,  # noqa: PLC0415
        )

        currency = self.currency

        preparation = self.preparation.to_dict()

        shipping = []
        for shipping_item_data in self.shipping:
            shipping_item = shipping_item_data.to_dict()
            shipping.append(shipping_item)

        margin: float | str
        margin = self.margin

        vat_rate: float | str
        vat_rate = self.vat_rate

        channels: list[str] | Unset = UNSET
        if not isinstance(self.channels, Unset):
            channels = []
            for channels_item_data in self.channels:
                channels_item = channels_item_data.value
                channels.append(channels_item)

        webhook_id: None | str | Unset
        if isinstance(self.webhook_id, Unset):
            webhook_id = UNSET
        elif isinstance(self.webhook_id, UUID):
            webhook_id = str(self.webhook_id)
        else:
            webhook_id = self.webhook_id

        country = self.country

        post_processings: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.post_processings, Unset):
            post_processings = []
            for post_processings_item_data in self.post_processings:
                post_processings_item = post_processings_item_data.to_dict()
                post_processings.append(post_processings_item)

        tiers: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.tiers, Unset):
            tiers = []
            for tiers_item_data in self.tiers:
                tiers_item = tiers_item_data.to_dict()
                tiers.append(tiers_item)

        express: dict[str, Any] | None | Unset
        if isinstance(self.express, Unset):
            express = UNSET
        elif isinstance(self.express, ContractorTermsBodyExpressType0):
            express = self.express.to_dict()
        else:
            express = self.express

        fixed_costs: float | str | Unset
        if isinstance(self.fixed_costs, Unset):
            fixed_costs = UNSET
        else:
            fixed_costs = self.fixed_costs

        region: None | str | Unset
        if isinstance(self.region, Unset):
            region = UNSET
        else:
            region = self.region

        time_zone: None | str | Unset
        if isinstance(self.time_zone, Unset):
            time_zone = UNSET
        else:
            time_zone = self.time_zone

        working_days: list[int] | Unset = UNSET
        if not isinstance(self.working_days, Unset):
            working_days = self.working_days

        closed_on: list[str] | Unset = UNSET
        if not isinstance(self.closed_on, Unset):
            closed_on = self.closed_on

        max_quantity = self.max_quantity

        max_build_days = self.max_build_days

        certificates: list[str] | None | Unset
        if isinstance(self.certificates, Unset):
            certificates = UNSET
        elif isinstance(self.certificates, list):
            certificates = self.certificates

        else:
            certificates = self.certificates

        min_order_value: float | str | Unset
        if isinstance(self.min_order_value, Unset):
            min_order_value = UNSET
        else:
            min_order_value = self.min_order_value

        shows_calculation = self.shows_calculation

        link_offer_limit: float | None | str | Unset
        if isinstance(self.link_offer_limit, Unset):
            link_offer_limit = UNSET
        else:
            link_offer_limit = self.link_offer_limit

        max_order_value: float | None | str | Unset
        if isinstance(self.max_order_value, Unset):
            max_order_value = UNSET
        else:
            max_order_value = self.max_order_value

        max_open_requests: int | None | Unset
        if isinstance(self.max_open_requests, Unset):
            max_open_requests = UNSET
        else:
            max_open_requests = self.max_open_requests

        serves: list[str] | Unset = UNSET
        if not isinstance(self.serves, Unset):
            serves = self.serves

        instant_orders: dict[str, Any] | None | Unset
        if isinstance(self.instant_orders, Unset):
            instant_orders = UNSET
        elif isinstance(self.instant_orders, ContractorTermsBodyInstantOrdersType0):
            instant_orders = self.instant_orders.to_dict()
        else:
            instant_orders = self.instant_orders

        source = self.source

        assumption = self.assumption

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "currency": currency,
                "preparation": preparation,
                "shipping": shipping,
                "margin": margin,
                "vat_rate": vat_rate,
            }
        )
        if channels is not UNSET:
            field_dict["channels"] = channels
        if webhook_id is not UNSET:
            field_dict["webhook_id"] = webhook_id
        if country is not UNSET:
            field_dict["country"] = country
        if post_processings is not UNSET:
            field_dict["post_processings"] = post_processings
        if tiers is not UNSET:
            field_dict["tiers"] = tiers
        if express is not UNSET:
            field_dict["express"] = express
        if fixed_costs is not UNSET:
            field_dict["fixed_costs"] = fixed_costs
        if region is not UNSET:
            field_dict["region"] = region
        if time_zone is not UNSET:
            field_dict["time_zone"] = time_zone
        if working_days is not UNSET:
            field_dict["working_days"] = working_days
        if closed_on is not UNSET:
            field_dict["closed_on"] = closed_on
        if max_quantity is not UNSET:
            field_dict["max_quantity"] = max_quantity
        if max_build_days is not UNSET:
            field_dict["max_build_days"] = max_build_days
        if certificates is not UNSET:
            field_dict["certificates"] = certificates
        if min_order_value is not UNSET:
            field_dict["min_order_value"] = min_order_value
        if shows_calculation is not UNSET:
            field_dict["shows_calculation"] = shows_calculation
        if link_offer_limit is not UNSET:
            field_dict["link_offer_limit"] = link_offer_limit
        if max_order_value is not UNSET:
            field_dict["max_order_value"] = max_order_value
        if max_open_requests is not UNSET:
            field_dict["max_open_requests"] = max_open_requests
        if serves is not UNSET:
            field_dict["serves"] = serves
        if instant_orders is not UNSET:
            field_dict["instant_orders"] = instant_orders
        if source is not UNSET:
            field_dict["source"] = source
        if assumption is not UNSET:
            field_dict["assumption"] = assumption

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.contractor_terms_body_express_type_0 import ContractorTermsBodyExpressType0  # noqa: PLC0415
        from ..models.contractor_terms_body_instant_orders_type_0 import (
            ContractorTermsBodyInstantOrdersType0,  # noqa: PLC0415
        )
        from ..models.contractor_terms_body_post_processings_item import (
            ContractorTermsBodyPostProcessingsItem,  # noqa: PLC0415
        )
        from ..models.contractor_terms_body_preparation import ContractorTermsBodyPreparation  # noqa: PLC0415
        from ..models.contractor_terms_body_shipping_item import ContractorTermsBodyShippingItem  # noqa: PLC0415
        from ..models.contractor_terms_body_tiers_item import ContractorTermsBodyTiersItem  # noqa: PLC0415

        d = dict(src_dict)
        currency = d.pop("currency")

        preparation = ContractorTermsBodyPreparation.from_dict(d.pop("preparation"))

        shipping = []
        _shipping = d.pop("shipping")
        for shipping_item_data in _shipping:
            shipping_item = ContractorTermsBodyShippingItem.from_dict(shipping_item_data)

            shipping.append(shipping_item)

        def _parse_margin(data: object) -> float | str:
            return cast(float | str, data)

        margin = _parse_margin(d.pop("margin"))

        def _parse_vat_rate(data: object) -> float | str:
            return cast(float | str, data)

        vat_rate = _parse_vat_rate(d.pop("vat_rate"))

        _channels = d.pop("channels", UNSET)
        channels: list[ContractorTermsBodyChannelsItem] | Unset = UNSET
        if _channels is not UNSET:
            channels = []
            for channels_item_data in _channels:
                channels_item = ContractorTermsBodyChannelsItem(channels_item_data)

                channels.append(channels_item)

        def _parse_webhook_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                webhook_id_type_0 = UUID(data)

                return webhook_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        webhook_id = _parse_webhook_id(d.pop("webhook_id", UNSET))

        country = d.pop("country", UNSET)

        _post_processings = d.pop("post_processings", UNSET)
        post_processings: list[ContractorTermsBodyPostProcessingsItem] | Unset = UNSET
        if _post_processings is not UNSET:
            post_processings = []
            for post_processings_item_data in _post_processings:
                post_processings_item = ContractorTermsBodyPostProcessingsItem.from_dict(
                    post_processings_item_data
                )

                post_processings.append(post_processings_item)

        _tiers = d.pop("tiers", UNSET)
        tiers: list[ContractorTermsBodyTiersItem] | Unset = UNSET
        if _tiers is not UNSET:
            tiers = []
            for tiers_item_data in _tiers:
                tiers_item = ContractorTermsBodyTiersItem.from_dict(tiers_item_data)

                tiers.append(tiers_item)

        def _parse_express(data: object) -> ContractorTermsBodyExpressType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                express_type_0 = ContractorTermsBodyExpressType0.from_dict(data)

                return express_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ContractorTermsBodyExpressType0 | None | Unset, data)

        express = _parse_express(d.pop("express", UNSET))

        def _parse_fixed_costs(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        fixed_costs = _parse_fixed_costs(d.pop("fixed_costs", UNSET))

        def _parse_region(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        region = _parse_region(d.pop("region", UNSET))

        def _parse_time_zone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        time_zone = _parse_time_zone(d.pop("time_zone", UNSET))

        working_days = cast(list[int], d.pop("working_days", UNSET))

        closed_on = cast(list[str], d.pop("closed_on", UNSET))

        max_quantity = d.pop("max_quantity", UNSET)

        max_build_days = d.pop("max_build_days", UNSET)

        def _parse_certificates(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                certificates_type_0 = cast(list[str], data)

                return certificates_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        certificates = _parse_certificates(d.pop("certificates", UNSET))

        def _parse_min_order_value(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        min_order_value = _parse_min_order_value(d.pop("min_order_value", UNSET))

        shows_calculation = d.pop("shows_calculation", UNSET)

        def _parse_link_offer_limit(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        link_offer_limit = _parse_link_offer_limit(d.pop("link_offer_limit", UNSET))

        def _parse_max_order_value(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        max_order_value = _parse_max_order_value(d.pop("max_order_value", UNSET))

        def _parse_max_open_requests(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_open_requests = _parse_max_open_requests(d.pop("max_open_requests", UNSET))

        serves = cast(list[str], d.pop("serves", UNSET))

        def _parse_instant_orders(
            data: object,
        ) -> ContractorTermsBodyInstantOrdersType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                instant_orders_type_0 = ContractorTermsBodyInstantOrdersType0.from_dict(data)

                return instant_orders_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ContractorTermsBodyInstantOrdersType0 | None | Unset, data)

        instant_orders = _parse_instant_orders(d.pop("instant_orders", UNSET))

        source = d.pop("source", UNSET)

        assumption = d.pop("assumption", UNSET)

        contractor_terms_body = cls(
            currency=currency,
            preparation=preparation,
            shipping=shipping,
            margin=margin,
            vat_rate=vat_rate,
            channels=channels,
            webhook_id=webhook_id,
            country=country,
            post_processings=post_processings,
            tiers=tiers,
            express=express,
            fixed_costs=fixed_costs,
            region=region,
            time_zone=time_zone,
            working_days=working_days,
            closed_on=closed_on,
            max_quantity=max_quantity,
            max_build_days=max_build_days,
            certificates=certificates,
            min_order_value=min_order_value,
            shows_calculation=shows_calculation,
            link_offer_limit=link_offer_limit,
            max_order_value=max_order_value,
            max_open_requests=max_open_requests,
            serves=serves,
            instant_orders=instant_orders,
            source=source,
            assumption=assumption,
        )

        return contractor_terms_body
