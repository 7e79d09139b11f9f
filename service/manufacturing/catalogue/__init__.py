"""The catalogue: materials, machines, contractors and orders as frozen, checked records."""

from service.manufacturing.catalogue.candidates import Candidate
from service.manufacturing.catalogue.contractors import (
    BadContractor,
    Contractor,
    ContractorPostProcessing,
    Express,
    InstantOrders,
    Preparation,
    ShippingZone,
    Tier,
    read_contractor,
)
from service.manufacturing.catalogue.goods import (
    Catalogue,
    Material,
    PostProcessing,
    Technology,
    technologies,
)
from service.manufacturing.catalogue.machines import Booking, Limit, Machine, MachineMaterial, Rates
from service.manufacturing.catalogue.orders import Order, Part
from service.manufacturing.catalogue.records import BadData, Record, decimal, plain
from service.manufacturing.catalogue.traits import Traits

__all__ = [
    "BadContractor",
    "BadData",
    "Booking",
    "Candidate",
    "Catalogue",
    "Contractor",
    "ContractorPostProcessing",
    "Express",
    "InstantOrders",
    "Limit",
    "Machine",
    "MachineMaterial",
    "Material",
    "Order",
    "Part",
    "PostProcessing",
    "Preparation",
    "Rates",
    "Record",
    "ShippingZone",
    "Technology",
    "Tier",
    "Traits",
    "decimal",
    "plain",
    "read_contractor",
    "technologies",
]
