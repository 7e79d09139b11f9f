"""The price of post-processing: per build job, per piece and per area."""

from collections.abc import Iterator
from decimal import Decimal

from service.manufacturing.quoting.build_jobs import BuildJobs
from service.manufacturing.quoting.catalogue import Candidate, ContractorPostProcessing
from service.manufacturing.quoting.currencies import rounded
from service.manufacturing.quoting.pricing.material_use import Deposit
from service.manufacturing.quoting.pricing.price_line import Term


def treatments(candidate: Candidate) -> Iterator[ContractorPostProcessing]:
    """Those that the contractor offers; of others the check of post-processings has told."""
    for treatment_id in candidate.order.post_processing_ids:
        if offered := candidate.contractor.post_processing(treatment_id):
            yield offered


def treating(
    offered: ContractorPostProcessing, candidate: Candidate, jobs: BuildJobs, deposit: Deposit
) -> Decimal:
    """What a treatment of all pieces costs: per build job, per piece and per area."""
    pieces = deposit.sets * len(candidate.order.parts)
    amount = offered.per_job * jobs.charged_jobs + offered.per_part * pieces
    amount += offered.per_dm2 * deposit.surface_mm2 / 10_000
    return rounded(amount, candidate.contractor.currency)


def post_processings(candidate: Candidate, jobs: BuildJobs, deposit: Deposit) -> Iterator[Term]:
    """One line for each treatment."""
    for offered in treatments(candidate):
        treatment = candidate.catalogue.post_processings[offered.post_processing_id]
        yield Term(
            f"Post-processing: {treatment.name}",
            treating(offered, candidate, jobs, deposit),
            {
                "charged_jobs": jobs.charged_jobs,
                "per_job": offered.per_job,
                "pieces": deposit.sets * len(candidate.order.parts),
                "per_part": offered.per_part,
                "surface_dm2": deposit.surface_mm2 / 10_000,
                "per_dm2": offered.per_dm2,
            },
        )
