"""The price of post-processing: per build job, per piece and per area."""

from collections.abc import Iterator
from decimal import Decimal

from service.manufacturing.quoting.build_jobs import BuildJobs
from service.manufacturing.quoting.catalogue import Candidate, ContractorPostProcessing
from service.manufacturing.quoting.currencies import rounded
from service.manufacturing.quoting.pricing.material_use import MaterialUse
from service.manufacturing.quoting.pricing.price_line import PriceLine


def offered_post_processings(candidate: Candidate) -> Iterator[ContractorPostProcessing]:
    """Those ordered that the contractor offers; the check of post-processing reports the others."""
    for treatment_id in candidate.order.post_processing_ids:
        if offered := candidate.contractor.post_processing(treatment_id):
            yield offered


def post_processing_price(
    offered: ContractorPostProcessing,
    candidate: Candidate,
    jobs: BuildJobs,
    material_use: MaterialUse,
) -> Decimal:
    """What a treatment of all pieces costs: per build job, per piece and per area."""
    pieces = material_use.sets * len(candidate.order.parts)
    amount = offered.per_job * jobs.charged_jobs + offered.per_part * pieces
    amount += offered.per_dm2 * material_use.surface_mm2 / 10_000
    return rounded(amount, candidate.contractor.currency)


def post_processing_lines(
    candidate: Candidate, jobs: BuildJobs, material_use: MaterialUse
) -> Iterator[PriceLine]:
    """One line for each treatment."""
    for offered in offered_post_processings(candidate):
        treatment = candidate.catalogue.post_processings[offered.post_processing_id]
        yield PriceLine(
            f"Post-processing: {treatment.name}",
            post_processing_price(offered, candidate, jobs, material_use),
            {
                "charged_jobs": jobs.charged_jobs,
                "per_job": offered.per_job,
                "pieces": material_use.sets * len(candidate.order.parts),
                "per_part": offered.per_part,
                "surface_dm2": material_use.surface_mm2 / 10_000,
                "per_dm2": offered.per_dm2,
            },
        )
