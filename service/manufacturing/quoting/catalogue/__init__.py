"""The catalogue: materials, machines, contractors and orders as frozen, checked records."""

from service.manufacturing.quoting.catalogue.candidates import Candidate, CandidateKey
from service.manufacturing.quoting.catalogue.contractors import (
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
from service.manufacturing.quoting.catalogue.goods import (
    Catalogue,
    Material,
    MechanicalProperties,
    PostProcessing,
    Technology,
    technologies,
)
from service.manufacturing.quoting.catalogue.machine_rates import Limit, Rates
from service.manufacturing.quoting.catalogue.machines import Booking, Machine, MachineMaterial
from service.manufacturing.quoting.catalogue.orders import Order, Part
from service.manufacturing.quoting.catalogue.records import Record, decimal, plain
from service.manufacturing.quoting.catalogue.rules import BadData
from service.manufacturing.quoting.catalogue.traits import Traits

__all__ = [
    "BadContractor",
    "BadData",
    "Booking",
    "Candidate",
    "CandidateKey",
    "Catalogue",
    "Contractor",
    "ContractorPostProcessing",
    "Express",
    "InstantOrders",
    "Limit",
    "Machine",
    "MachineMaterial",
    "Material",
    "MechanicalProperties",
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
