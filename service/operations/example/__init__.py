"""Loads the example catalogue: fictitious contractors with real machine classes.

Every figure stands in a TOML table that names its source or calls it an assumption. Contractors
refer to machine classes; their rates follow from the class, their country's price level and
currency.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from service.manufacturing.quoting.catalogue import (
    Catalogue,
    Contractor,
    Material,
    PostProcessing,
    Technology,
    technologies,
)
from service.manufacturing.quoting.standards import POWDER_BEDS
from service.values.json_object import JsonObject

#: The TOML files of this folder that hold figures or names.
FILES = (
    "contractors",
    "countries",
    "machines_metal",
    "machines_polymer",
    "materials",
    "post_processings",
    "sandbox",
    "services",
    "terms",
)
Table = JsonObject


@dataclass(frozen=True)
class ExampleService:
    """Something that the platform brokers."""

    id: str
    name: str
    description: str


@dataclass(frozen=True)
class ExampleContractor:
    """A contractor with the address and the channels that its organisation is reached by."""

    contractor: Contractor
    city: str
    email: str
    channels: tuple[str, ...]


@dataclass(frozen=True)
class ExampleCatalogue:
    """All that a fresh installation starts with."""

    services: tuple[ExampleService, ...]
    technologies: tuple[Technology, ...]
    materials: tuple[Material, ...]
    post_processings: tuple[PostProcessing, ...]
    contractors: tuple[ExampleContractor, ...]
    #: those that answer by themselves
    sandbox: tuple[ExampleContractor, ...]

    @property
    def catalogue(self) -> Catalogue:
        """Materials and post-processings as matching wants them."""
        return Catalogue.of(self.materials, self.post_processings)


def load() -> ExampleCatalogue:
    """Read the example catalogue; raises BadData naming field and value if a file is wrong."""
    tables = {name: read(name) for name in FILES}
    shop = _Shop(
        classes={
            entry["class"]: entry
            for name in ("machines_metal", "machines_polymer")
            for entry in tables[name]["machine"]
        },
        market={entry["id"]: entry["market"] for entry in tables["materials"]["material"]},
        powders={entry["id"]: entry.get("powder", {}) for entry in tables["materials"]["material"]},
        treatments={
            entry["id"]: entry["cost"] for entry in tables["post_processings"]["post_processing"]
        },
        countries=tables["countries"],
        terms=tables["terms"],
    )
    return ExampleCatalogue(
        services=tuple(ExampleService(**entry) for entry in tables["services"]["service"]),
        technologies=technologies(),
        materials=tuple(
            Material.from_dict(_without(entry, "market", "powder"))
            for entry in tables["materials"]["material"]
        ),
        post_processings=tuple(
            PostProcessing.from_dict(_without(entry, "cost"))
            for entry in tables["post_processings"]["post_processing"]
        ),
        contractors=tuple(shop.contractor(entry) for entry in tables["contractors"]["contractor"]),
        sandbox=tuple(shop.contractor(entry) for entry in tables["sandbox"]["contractor"]),
    )


@cache
def read(name: str) -> Table:
    """One of FILES as plain data, its numbers exact; the answer is shared, do not change it."""
    text = resources.files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)


def _without(table: Mapping[str, Any], *names: str) -> Table:
    return {key: value for key, value in table.items() if key not in names}


def _figures(table: Mapping[str, Any]) -> Table:
    return _without(table, "source", "assumption")


@dataclass(frozen=True)
class _Shop:
    """Puts a contractor together from the tables that it refers to."""

    classes: Table
    market: Table
    powders: Table
    treatments: Table
    countries: Table
    terms: Table

    def contractor(self, entry: Table) -> ExampleContractor:
        country = self.countries[entry["country"]]
        fx = Decimal(country["market"]["per_eur"])
        wages = fx * country["market"]["price_level"]
        data = {
            **_without(
                entry, "city", "email", "channels", "machines", "post_processings", "express"
            ),
            "currency": country["currency"],
            "vat_rate": country["vat_rate"],
            "preparation": _priced(
                self.terms["preparation"], wages, "engineering_hour", "equipment"
            ),
            "min_order_value": _priced(
                self.terms["minimum"] | {k: entry[k] for k in entry if k == "min_order_value"},
                wages,
                "min_order_value",
            )["min_order_value"],
            "tiers": self.terms["tiers"],
            **({"express": self.terms["express"]} if entry["express"] else {}),
            "shipping": [
                {**_priced(zone, fx, "fixed", "per_kg"), "countries": _zone(zone, entry["country"])}
                for zone in self.terms["shipping"]
            ],
            "machines": [self.machine(machine, fx, wages) for machine in entry["machines"]],
            "post_processings": [
                {
                    "post_processing_id": treatment,
                    **_priced(self.treatments[treatment], wages, "per_job", "per_part", "per_dm2"),
                }
                for treatment in entry["post_processings"]
            ],
        }
        return ExampleContractor(
            contractor=Contractor.from_dict(data, f"contractor {entry['id']}"),
            city=entry["city"],
            email=entry["email"],
            channels=tuple(entry["channels"]),
        )

    def machine(self, entry: Table, fx: Decimal, wages: Decimal) -> Table:
        kind = self.classes[entry["class"]]
        rates = _figures(kind["rates"])
        return {
            **_without(kind, "class", "rates", "speeds", "usage", "materials"),
            **_figures(kind["usage"]),
            "id": kind["class"],
            "count": entry["count"],
            "queue_days": entry["queue_days"],
            "speeds": _figures(kind["speeds"]),
            "rates": {
                **_priced(rates, wages, *(name for name in rates if not name.endswith("_hours"))),
                "assumption": kind["rates"]["assumption"],
            },
            "materials": [
                self.material(offered, fx, powder=kind["technology"] in POWDER_BEDS)
                for offered in kind["materials"]
                if offered["material_id"] in entry["materials"]
            ],
        }

    def material(self, offered: Table, fx: Decimal, *, powder: bool) -> Table:
        market = self.market[offered["material_id"]]
        bed = self.powders[offered["material_id"]] if powder else {}
        limits = offered.get("limits", {})
        return {
            "assumption": market["assumption"],
            **_figures(bed),
            **_without(offered, "limits", "speeds"),
            **_figures(_priced(market, fx, "price_per_kg")),
            "limits": {name: _figures(limit) for name, limit in limits.items()},
            "speeds": _figures(offered.get("speeds", {})),
        }


def _priced(table: Mapping[str, Any], factor: Decimal, *names: str) -> Table:
    amounts = {name: (table[name] * factor).normalize() for name in names if name in table}
    return {**table, **{name: f"{amount:f}" for name, amount in amounts.items()}}


def _zone(zone: Table, home: str) -> list[str]:
    return [home] if zone["countries"] == ["home"] else [c for c in zone["countries"] if c != home]
