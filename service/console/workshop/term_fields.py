"""The fields of the page of terms, in the groups in which a workshop thinks of them."""

from collections.abc import Mapping, Sequence

from service.console.workshop.record_forms import RecordField as F
from service.console.workshop.record_forms import RecordRows
from service.translations import gettext_noop as _

WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
NO_LIMIT = _("empty: no limit")
HOLIDAYS = _("Working days and holidays")
GROUPS: Mapping[str, Sequence[F]] = {
    _("Prices"): (
        F("currency", _("Currency"), "text", _("of all amounts, as in EUR"), required=True),
        F("margin", _("Margin, %"), "percent", _("added to the cost"), required=True),
        F("vat_rate", _("Value added tax, %"), "percent", _("shown apart"), required=True),
        F("min_order_value", _("Least order value"), hint=_("smaller orders cost that much")),
        F("fixed_costs", _("Fixed costs per order")),
        F("shows_calculation", _("Clients see each line as it was calculated"), "tick"),
    ),
    _("Preparation"): (
        F("preparation.engineering_hour", _("An hour of engineering"), required=True),
        F(
            "preparation.hours_by_complexity",
            _("Hours per part by complexity"),
            "list",
            _("five figures, from a full block to a lattice"),
            required=True,
        ),
        F("preparation.equipment", _("Equipment, once per order")),
        F("preparation.days", _("Working days before the build"), "whole"),
    ),
    _("Limits"): (
        F("max_quantity", _("Pieces in one order"), "whole"),
        F("max_build_days", _("Working days of building for one order"), "whole"),
        F("max_order_value", _("Value of one order"), hint=NO_LIMIT),
        F("max_open_requests", _("Open requests at once"), "whole", NO_LIMIT),
        F("serves", _("Countries served"), "list", _("as in DE, AT; empty: all you ship to")),
        F("certificates", _("Certificates you issue"), "list"),
    ),
    HOLIDAYS: (
        F("country", _("Country"), "text", _("as in DE; its public holidays are free")),
        F("region", _("Region of the holidays"), "text", _("as in BY; empty: the whole country")),
        F(
            "time_zone",
            _("Time zone"),
            "text",
            _("as in Europe/Berlin; empty: the country's"),
        ),
        F(
            "closed_on",
            _("Closed on"),
            "list",
            _("days or spans, as in 2026-12-24/2027-01-03, separated by commas"),
        ),
    ),
}
#: Terms that are stated as a whole or not at all: shown beside a box that switches them on.
EXPRESS = (
    F("express.surcharge", _("Surcharge, %"), "percent"),
    F("express.queue_days", _("Working days in the queue at most"), "whole"),
)
INSTANT = (
    F("instant_orders.max_value", _("Value of one order"), hint=NO_LIMIT),
    F("instant_orders.max_quantity", _("Pieces in one order"), "whole", NO_LIMIT),
    F("instant_orders.min_lead_time", _("Shortest lead time, days"), "whole"),
    F("instant_orders.material_ids", _("Materials"), "list", _("ids; empty: all")),
)
TABLES: Sequence[RecordRows] = (
    RecordRows(
        "shipping",
        _("Shipping"),
        (
            F("countries", _("Countries"), "list"),
            F("fixed", _("Per parcel")),
            F("per_kg", _("Per kilogram")),
            F("days", _("Working days"), "whole"),
        ),
        _("as in DE, AT; * is everywhere else. Nobody else is delivered to."),
    ),
    RecordRows(
        "tiers",
        _("Discounts by quantity"),
        (F("from_quantity", _("From piece"), "whole"), F("discount", _("Discount, %"), "percent")),
    ),
    RecordRows(
        "post_processings",
        _("Finishes"),
        (
            F("post_processing_id", _("Finish"), "text"),
            F("per_job", _("Per job")),
            F("per_part", _("Per part")),
            F("per_dm2", _("Per dm² of surface")),
            F("days", _("Working days"), "whole"),
        ),
    ),
)
CHANNELS = {"mail": _("by mail"), "webhook": _("by a webhook")}
FIELDS: Sequence[F] = tuple(field for fields in GROUPS.values() for field in fields)
