from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.actor import Actor
from ..models.process_action import ProcessAction
from ..models.process_shown_certificate_type_0 import ProcessShownCertificateType0
from ..models.process_state import ProcessState
from ..models.project_status import ProjectStatus
from ..models.sandbox_scenario import SandboxScenario
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.address import Address
    from ..models.consents_shown import ConsentsShown
    from ..models.dispute_shown import DisputeShown
    from ..models.dry_run import DryRun
    from ..models.file_summary import FileSummary
    from ..models.finding_shown import FindingShown
    from ..models.missing_shown import MissingShown
    from ..models.parked_note import ParkedNote
    from ..models.priorities import Priorities
    from ..models.process_shown_details import ProcessShownDetails
    from ..models.production_shown import ProductionShown
    from ..models.progress_shown import ProgressShown
    from ..models.refusal_shown import RefusalShown
    from ..models.request_shown import RequestShown
    from ..models.requirement_shown import RequirementShown
    from ..models.shipment_shown import ShipmentShown
    from ..models.stale_reason import StaleReason
    from ..models.verification_summary import VerificationSummary


T = TypeVar("T", bound="ProcessShown")


@_attrs_define
class ProcessShown:
    """A process as the caller sees it.

    Attributes:
        id (UUID): a UUID that never changes
        project_id (UUID): the project that it is about; null: none
        title (str): what its client calls it
        service_type (str): an id of GET /services
        state (ProcessState): Each completes "the process is ..."; the rows below say what that means.
        details (ProcessShownDetails): anything of yours, such as an order number or a cost centre: at most 100 entries
            and 64 KiB of JSON; the service does not read it, contractors do not see it
        code (int | None): the state's number in Semper-KI
        phase (ProjectStatus): Whose move it is, the most urgent first.
        role (Actor): The role in which somebody acts. The owner of a project is its client.
        actions (list[ProcessAction]): what the caller may fire now
        missing (list[MissingShown]): what the next move still needs
        version (int): goes up with every change; `If-Match` takes it
        state_since (datetime.datetime): since when it is in this state
        due_at (datetime.datetime | None): when its state ends by itself; null: never
        created_at (datetime.datetime): when it was created
        updated_at (datetime.datetime): when it was last changed
        files (list[FileSummary]): models and attachments
        dependencies (list[UUID]): processes that this one waits for
        requests (list[RequestShown]): who was asked, and what they answered
        quantity (int | None | Unset): pieces
        material_id (None | str | Unset): an id of GET /materials
        technology (None | str | Unset): ISO/ASTM 52900 code such as PBF, or a trade name such as SLS
        color (None | str | Unset): by its name, as the material comes
        post_processing_ids (list[str] | Unset): ids of GET /post_processings, in any order
        layer_height_mm (float | None | str | Unset): of one layer, in mm
        tolerance_mm (float | None | str | Unset): the deviation that is allowed, in mm
        surface_roughness_um (float | None | str | Unset): Ra
        infill (float | None | str | Unset): share, for extrusion
        express (bool | Unset): before the queue, for a surcharge Default: False.
        wanted_date (datetime.date | None | Unset): when the parts should arrive
        delivery_address (Address | None | Unset): where the parts go; `send` works without it, the contract does not
        billing_address (Address | None | Unset): where the bill goes, as the order confirmation says it; contractors
            see it with the contract
        priorities (None | Priorities | Unset): how much each counts when contractors are ranked
        certificate (None | ProcessShownCertificateType0 | Unset): a certificate of the material, or a report of the
            inspection; null: none
        acceptance_criteria (str | Unset): how the parts are inspected, and when they are accepted Default: ''.
        notes (str | Unset): what the contractor should know Default: ''.
        sandbox_scenario (None | SandboxScenario | Unset): of an order of the sandbox: what its contractors do; null:
            they complete it
        sandbox (bool | Unset): to try out: contractors answer by themselves Default: False.
        as_ (None | Unset | UUID): the organization of the caller's that it is shown for; null for visitors and
            operators
        then (None | str | Unset): what happens at due_at
        reminder_at (datetime.datetime | None | Unset): when somebody is reminded before that
        start_by (datetime.datetime | None | Unset): agreed: production starts
        ship_by (datetime.datetime | None | Unset): agreed: the parts leave
        deliver_by (datetime.datetime | None | Unset): agreed: the parts arrive
        production (None | ProductionShown | Unset): how far the pieces are; null before it is started
        shipments (list[ShipmentShown] | Unset): oldest first
        consents (ConsentsShown | None | Unset): to which moves each side has consented
        dispute (DisputeShown | None | Unset): while the process is disputed
        choice (list[UUID] | None | Unset): the contractors that `send` will ask
        contractor_id (None | Unset | UUID): who won
        offer_id (None | Unset | UUID): an id of GET /processes/{id}/offers
        verification (None | Unset | VerificationSummary): the last one in short; null: none yet
        findings (list[FindingShown] | None | Unset): what the last verification found, when it passed as well as when
            not; for a contractor what was found in the parts, and what its own quote warns of
        completeness (list[RequirementShown] | None | Unset): with `include=completeness`: what the order states and
            what it leaves open, after ISO/ASTM 52901
        progress (None | ProgressShown | Unset): while a long verification runs
        stale (bool | None | Unset): whether anything changed since its verification
        stale_because (list[StaleReason] | None | Unset): what has changed since
        accept (None | str | Unset): as_quoted: such an offer is accepted by itself
        refusals (list[RefusalShown] | None | Unset): while declined: what became of each request, and why
        parked (None | ParkedNote | Unset): while an operator must look at it
        dry_run (DryRun | None | Unset): with `?dry_run=true` only: what would happen
    """

    id: UUID
    project_id: UUID
    title: str
    service_type: str
    state: ProcessState
    details: ProcessShownDetails
    code: int | None
    phase: ProjectStatus
    role: Actor
    actions: list[ProcessAction]
    missing: list[MissingShown]
    version: int
    state_since: datetime.datetime
    due_at: datetime.datetime | None
    created_at: datetime.datetime
    updated_at: datetime.datetime
    files: list[FileSummary]
    dependencies: list[UUID]
    requests: list[RequestShown]
    quantity: int | None | Unset = UNSET
    material_id: None | str | Unset = UNSET
    technology: None | str | Unset = UNSET
    color: None | str | Unset = UNSET
    post_processing_ids: list[str] | Unset = UNSET
    layer_height_mm: float | None | str | Unset = UNSET
    tolerance_mm: float | None | str | Unset = UNSET
    surface_roughness_um: float | None | str | Unset = UNSET
    infill: float | None | str | Unset = UNSET
    express: bool | Unset = False
    wanted_date: datetime.date | None | Unset = UNSET
    delivery_address: Address | None | Unset = UNSET
    billing_address: Address | None | Unset = UNSET
    priorities: None | Priorities | Unset = UNSET
    certificate: None | ProcessShownCertificateType0 | Unset = UNSET
    acceptance_criteria: str | Unset = ""
    notes: str | Unset = ""
    sandbox_scenario: None | SandboxScenario | Unset = UNSET
    sandbox: bool | Unset = False
    as_: None | Unset | UUID = UNSET
    then: None | str | Unset = UNSET
    reminder_at: datetime.datetime | None | Unset = UNSET
    start_by: datetime.datetime | None | Unset = UNSET
    ship_by: datetime.datetime | None | Unset = UNSET
    deliver_by: datetime.datetime | None | Unset = UNSET
    production: None | ProductionShown | Unset = UNSET
    shipments: list[ShipmentShown] | Unset = UNSET
    consents: ConsentsShown | None | Unset = UNSET
    dispute: DisputeShown | None | Unset = UNSET
    choice: list[UUID] | None | Unset = UNSET
    contractor_id: None | Unset | UUID = UNSET
    offer_id: None | Unset | UUID = UNSET
    verification: None | Unset | VerificationSummary = UNSET
    findings: list[FindingShown] | None | Unset = UNSET
    completeness: list[RequirementShown] | None | Unset = UNSET
    progress: None | ProgressShown | Unset = UNSET
    stale: bool | None | Unset = UNSET
    stale_because: list[StaleReason] | None | Unset = UNSET
    accept: None | str | Unset = UNSET
    refusals: list[RefusalShown] | None | Unset = UNSET
    parked: None | ParkedNote | Unset = UNSET
    dry_run: DryRun | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.address import Address  # noqa: PLC0415
        from ..models.consents_shown import ConsentsShown  # noqa: PLC0415
        from ..models.dispute_shown import DisputeShown  # noqa: PLC0415
        from ..models.dry_run import DryRun  # noqa: PLC0415
        from ..models.parked_note import ParkedNote  # noqa: PLC0415
        from ..models.priorities import Priorities  # noqa: PLC0415
        from ..models.production_shown import ProductionShown  # noqa: PLC0415
        from ..models.progress_shown import ProgressShown  # noqa: PLC0415
        from ..models.verification_summary import VerificationSummary  # noqa: PLC0415

        id = str(self.id)

        project_id = str(self.project_id)

        title = self.title

        service_type = self.service_type

        state = self.state.value

        details = self.details.to_dict()

        code: int | None
        code = self.code

        phase = self.phase.value

        role = self.role.value

        actions = []
        for actions_item_data in self.actions:
            actions_item = actions_item_data.value
            actions.append(actions_item)

        missing = []
        for missing_item_data in self.missing:
            missing_item = missing_item_data.to_dict()
            missing.append(missing_item)

        version = self.version

        state_since = self.state_since.isoformat()

        due_at: None | str
        if isinstance(self.due_at, datetime.datetime):
            due_at = self.due_at.isoformat()
        else:
            due_at = self.due_at

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        files = []
        for files_item_data in self.files:
            files_item = files_item_data.to_dict()
            files.append(files_item)

        dependencies = []
        for dependencies_item_data in self.dependencies:
            dependencies_item = str(dependencies_item_data)
            dependencies.append(dependencies_item)

        requests = []
        for requests_item_data in self.requests:
            requests_item = requests_item_data.to_dict()
            requests.append(requests_item)

        quantity: int | None | Unset
        if isinstance(self.quantity, Unset):
            quantity = UNSET
        else:
            quantity = self.quantity

        material_id: None | str | Unset
        if isinstance(self.material_id, Unset):
            material_id = UNSET
        else:
            material_id = self.material_id

        technology: None | str | Unset
        if isinstance(self.technology, Unset):
            technology = UNSET
        else:
            technology = self.technology

        color: None | str | Unset
        if isinstance(self.color, Unset):
            color = UNSET
        else:
            color = self.color

        post_processing_ids: list[str] | Unset = UNSET
        if not isinstance(self.post_processing_ids, Unset):
            post_processing_ids = self.post_processing_ids

        layer_height_mm: float | None | str | Unset
        if isinstance(self.layer_height_mm, Unset):
            layer_height_mm = UNSET
        else:
            layer_height_mm = self.layer_height_mm

        tolerance_mm: float | None | str | Unset
        if isinstance(self.tolerance_mm, Unset):
            tolerance_mm = UNSET
        else:
            tolerance_mm = self.tolerance_mm

        surface_roughness_um: float | None | str | Unset
        if isinstance(self.surface_roughness_um, Unset):
            surface_roughness_um = UNSET
        else:
            surface_roughness_um = self.surface_roughness_um

        infill: float | None | str | Unset
        if isinstance(self.infill, Unset):
            infill = UNSET
        else:
            infill = self.infill

        express = self.express

        wanted_date: None | str | Unset
        if isinstance(self.wanted_date, Unset):
            wanted_date = UNSET
        elif isinstance(self.wanted_date, datetime.date):
            wanted_date = self.wanted_date.isoformat()
        else:
            wanted_date = self.wanted_date

        delivery_address: dict[str, Any] | None | Unset
        if isinstance(self.delivery_address, Unset):
            delivery_address = UNSET
        elif isinstance(self.delivery_address, Address):
            delivery_address = self.delivery_address.to_dict()
        else:
            delivery_address = self.delivery_address

        billing_address: dict[str, Any] | None | Unset
        if isinstance(self.billing_address, Unset):
            billing_address = UNSET
        elif isinstance(self.billing_address, Address):
            billing_address = self.billing_address.to_dict()
        else:
            billing_address = self.billing_address

        priorities: dict[str, Any] | None | Unset
        if isinstance(self.priorities, Unset):
            priorities = UNSET
        elif isinstance(self.priorities, Priorities):
            priorities = self.priorities.to_dict()
        else:
            priorities = self.priorities

        certificate: None | str | Unset
        if isinstance(self.certificate, Unset):
            certificate = UNSET
        elif isinstance(self.certificate, ProcessShownCertificateType0):
            certificate = self.certificate.value
        else:
            certificate = self.certificate

        acceptance_criteria = self.acceptance_criteria

        notes = self.notes

        sandbox_scenario: None | str | Unset
        if isinstance(self.sandbox_scenario, Unset):
            sandbox_scenario = UNSET
        elif isinstance(self.sandbox_scenario, SandboxScenario):
            sandbox_scenario = self.sandbox_scenario.value
        else:
            sandbox_scenario = self.sandbox_scenario

        sandbox = self.sandbox

        as_: None | str | Unset
        if isinstance(self.as_, Unset):
            as_ = UNSET
        elif isinstance(self.as_, UUID):
            as_ = str(self.as_)
        else:
            as_ = self.as_

        then: None | str | Unset
        if isinstance(self.then, Unset):
            then = UNSET
        else:
            then = self.then

        reminder_at: None | str | Unset
        if isinstance(self.reminder_at, Unset):
            reminder_at = UNSET
        elif isinstance(self.reminder_at, datetime.datetime):
            reminder_at = self.reminder_at.isoformat()
        else:
            reminder_at = self.reminder_at

        start_by: None | str | Unset
        if isinstance(self.start_by, Unset):
            start_by = UNSET
        elif isinstance(self.start_by, datetime.datetime):
            start_by = self.start_by.isoformat()
        else:
            start_by = self.start_by

        ship_by: None | str | Unset
        if isinstance(self.ship_by, Unset):
            ship_by = UNSET
        elif isinstance(self.ship_by, datetime.datetime):
            ship_by = self.ship_by.isoformat()
        else:
            ship_by = self.ship_by

        deliver_by: None | str | Unset
        if isinstance(self.deliver_by, Unset):
            deliver_by = UNSET
        elif isinstance(self.deliver_by, datetime.datetime):
            deliver_by = self.deliver_by.isoformat()
        else:
            deliver_by = self.deliver_by

        production: dict[str, Any] | None | Unset
        if isinstance(self.production, Unset):
            production = UNSET
        elif isinstance(self.production, ProductionShown):
            production = self.production.to_dict()
        else:
            production = self.production

        shipments: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.shipments, Unset):
            shipments = []
            for shipments_item_data in self.shipments:
                shipments_item = shipments_item_data.to_dict()
                shipments.append(shipments_item)

        consents: dict[str, Any] | None | Unset
        if isinstance(self.consents, Unset):
            consents = UNSET
        elif isinstance(self.consents, ConsentsShown):
            consents = self.consents.to_dict()
        else:
            consents = self.consents

        dispute: dict[str, Any] | None | Unset
        if isinstance(self.dispute, Unset):
            dispute = UNSET
        elif isinstance(self.dispute, DisputeShown):
            dispute = self.dispute.to_dict()
        else:
            dispute = self.dispute

        choice: list[str] | None | Unset
        if isinstance(self.choice, Unset):
            choice = UNSET
        elif isinstance(self.choice, list):
            choice = []
            for choice_type_0_item_data in self.choice:
                choice_type_0_item = str(choice_type_0_item_data)
                choice.append(choice_type_0_item)

        else:
            choice = self.choice

        contractor_id: None | str | Unset
        if isinstance(self.contractor_id, Unset):
            contractor_id = UNSET
        elif isinstance(self.contractor_id, UUID):
            contractor_id = str(self.contractor_id)
        else:
            contractor_id = self.contractor_id

        offer_id: None | str | Unset
        if isinstance(self.offer_id, Unset):
            offer_id = UNSET
        elif isinstance(self.offer_id, UUID):
            offer_id = str(self.offer_id)
        else:
            offer_id = self.offer_id

        verification: dict[str, Any] | None | Unset
        if isinstance(self.verification, Unset):
            verification = UNSET
        elif isinstance(self.verification, VerificationSummary):
            verification = self.verification.to_dict()
        else:
            verification = self.verification

        findings: list[dict[str, Any]] | None | Unset
        if isinstance(self.findings, Unset):
            findings = UNSET
        elif isinstance(self.findings, list):
            findings = []
            for findings_type_0_item_data in self.findings:
                findings_type_0_item = findings_type_0_item_data.to_dict()
                findings.append(findings_type_0_item)

        else:
            findings = self.findings

        completeness: list[dict[str, Any]] | None | Unset
        if isinstance(self.completeness, Unset):
            completeness = UNSET
        elif isinstance(self.completeness, list):
            completeness = []
            for completeness_type_0_item_data in self.completeness:
                completeness_type_0_item = completeness_type_0_item_data.to_dict()
                completeness.append(completeness_type_0_item)

        else:
            completeness = self.completeness

        progress: dict[str, Any] | None | Unset
        if isinstance(self.progress, Unset):
            progress = UNSET
        elif isinstance(self.progress, ProgressShown):
            progress = self.progress.to_dict()
        else:
            progress = self.progress

        stale: bool | None | Unset
        if isinstance(self.stale, Unset):
            stale = UNSET
        else:
            stale = self.stale

        stale_because: list[dict[str, Any]] | None | Unset
        if isinstance(self.stale_because, Unset):
            stale_because = UNSET
        elif isinstance(self.stale_because, list):
            stale_because = []
            for stale_because_type_0_item_data in self.stale_because:
                stale_because_type_0_item = stale_because_type_0_item_data.to_dict()
                stale_because.append(stale_because_type_0_item)

        else:
            stale_because = self.stale_because

        accept: None | str | Unset
        if isinstance(self.accept, Unset):
            accept = UNSET
        else:
            accept = self.accept

        refusals: list[dict[str, Any]] | None | Unset
        if isinstance(self.refusals, Unset):
            refusals = UNSET
        elif isinstance(self.refusals, list):
            refusals = []
            for refusals_type_0_item_data in self.refusals:
                refusals_type_0_item = refusals_type_0_item_data.to_dict()
                refusals.append(refusals_type_0_item)

        else:
            refusals = self.refusals

        parked: dict[str, Any] | None | Unset
        if isinstance(self.parked, Unset):
            parked = UNSET
        elif isinstance(self.parked, ParkedNote):
            parked = self.parked.to_dict()
        else:
            parked = self.parked

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
                "project_id": project_id,
                "title": title,
                "service_type": service_type,
                "state": state,
                "details": details,
                "code": code,
                "phase": phase,
                "role": role,
                "actions": actions,
                "missing": missing,
                "version": version,
                "state_since": state_since,
                "due_at": due_at,
                "created_at": created_at,
                "updated_at": updated_at,
                "files": files,
                "dependencies": dependencies,
                "requests": requests,
            }
        )
        if quantity is not UNSET:
            field_dict["quantity"] = quantity
        if material_id is not UNSET:
            field_dict["material_id"] = material_id
        if technology is not UNSET:
            field_dict["technology"] = technology
        if color is not UNSET:
            field_dict["color"] = color
        if post_processing_ids is not UNSET:
            field_dict["post_processing_ids"] = post_processing_ids
        if layer_height_mm is not UNSET:
            field_dict["layer_height_mm"] = layer_height_mm
        if tolerance_mm is not UNSET:
            field_dict["tolerance_mm"] = tolerance_mm
        if surface_roughness_um is not UNSET:
            field_dict["surface_roughness_um"] = surface_roughness_um
        if infill is not UNSET:
            field_dict["infill"] = infill
        if express is not UNSET:
            field_dict["express"] = express
        if wanted_date is not UNSET:
            field_dict["wanted_date"] = wanted_date
        if delivery_address is not UNSET:
            field_dict["delivery_address"] = delivery_address
        if billing_address is not UNSET:
            field_dict["billing_address"] = billing_address
        if priorities is not UNSET:
            field_dict["priorities"] = priorities
        if certificate is not UNSET:
            field_dict["certificate"] = certificate
        if acceptance_criteria is not UNSET:
            field_dict["acceptance_criteria"] = acceptance_criteria
        if notes is not UNSET:
            field_dict["notes"] = notes
        if sandbox_scenario is not UNSET:
            field_dict["sandbox_scenario"] = sandbox_scenario
        if sandbox is not UNSET:
            field_dict["sandbox"] = sandbox
        if as_ is not UNSET:
            field_dict["as"] = as_
        if then is not UNSET:
            field_dict["then"] = then
        if reminder_at is not UNSET:
            field_dict["reminder_at"] = reminder_at
        if start_by is not UNSET:
            field_dict["start_by"] = start_by
        if ship_by is not UNSET:
            field_dict["ship_by"] = ship_by
        if deliver_by is not UNSET:
            field_dict["deliver_by"] = deliver_by
        if production is not UNSET:
            field_dict["production"] = production
        if shipments is not UNSET:
            field_dict["shipments"] = shipments
        if consents is not UNSET:
            field_dict["consents"] = consents
        if dispute is not UNSET:
            field_dict["dispute"] = dispute
        if choice is not UNSET:
            field_dict["choice"] = choice
        if contractor_id is not UNSET:
            field_dict["contractor_id"] = contractor_id
        if offer_id is not UNSET:
            field_dict["offer_id"] = offer_id
        if verification is not UNSET:
            field_dict["verification"] = verification
        if findings is not UNSET:
            field_dict["findings"] = findings
        if completeness is not UNSET:
            field_dict["completeness"] = completeness
        if progress is not UNSET:
            field_dict["progress"] = progress
        if stale is not UNSET:
            field_dict["stale"] = stale
        if stale_because is not UNSET:
            field_dict["stale_because"] = stale_because
        if accept is not UNSET:
            field_dict["accept"] = accept
        if refusals is not UNSET:
            field_dict["refusals"] = refusals
        if parked is not UNSET:
            field_dict["parked"] = parked
        if dry_run is not UNSET:
            field_dict["dry_run"] = dry_run

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.address import Address  # noqa: PLC0415
        from ..models.consents_shown import ConsentsShown  # noqa: PLC0415
        from ..models.dispute_shown import DisputeShown  # noqa: PLC0415
        from ..models.dry_run import DryRun  # noqa: PLC0415
        from ..models.file_summary import FileSummary  # noqa: PLC0415
        from ..models.finding_shown import FindingShown  # noqa: PLC0415
        from ..models.missing_shown import MissingShown  # noqa: PLC0415
        from ..models.parked_note import ParkedNote  # noqa: PLC0415
        from ..models.priorities import Priorities  # noqa: PLC0415
        from ..models.process_shown_details import ProcessShownDetails  # noqa: PLC0415
        from ..models.production_shown import ProductionShown  # noqa: PLC0415
        from ..models.progress_shown import ProgressShown  # noqa: PLC0415
        from ..models.refusal_shown import RefusalShown  # noqa: PLC0415
        from ..models.request_shown import RequestShown  # noqa: PLC0415
        from ..models.requirement_shown import RequirementShown  # noqa: PLC0415
        from ..models.shipment_shown import ShipmentShown  # noqa: PLC0415
        from ..models.stale_reason import StaleReason  # noqa: PLC0415
        from ..models.verification_summary import VerificationSummary  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        project_id = UUID(d.pop("project_id"))

        title = d.pop("title")

        service_type = d.pop("service_type")

        state = ProcessState(d.pop("state"))

        details = ProcessShownDetails.from_dict(d.pop("details"))

        def _parse_code(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        code = _parse_code(d.pop("code"))

        phase = ProjectStatus(d.pop("phase"))

        role = Actor(d.pop("role"))

        actions = []
        _actions = d.pop("actions")
        for actions_item_data in _actions:
            actions_item = ProcessAction(actions_item_data)

            actions.append(actions_item)

        missing = []
        _missing = d.pop("missing")
        for missing_item_data in _missing:
            missing_item = MissingShown.from_dict(missing_item_data)

            missing.append(missing_item)

        version = d.pop("version")

        state_since = datetime.datetime.fromisoformat(d.pop("state_since"))

        def _parse_due_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                due_at_type_0 = datetime.datetime.fromisoformat(data)

                return due_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        due_at = _parse_due_at(d.pop("due_at"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        files = []
        _files = d.pop("files")
        for files_item_data in _files:
            files_item = FileSummary.from_dict(files_item_data)

            files.append(files_item)

        dependencies = []
        _dependencies = d.pop("dependencies")
        for dependencies_item_data in _dependencies:
            dependencies_item = UUID(dependencies_item_data)

            dependencies.append(dependencies_item)

        requests = []
        _requests = d.pop("requests")
        for requests_item_data in _requests:
            requests_item = RequestShown.from_dict(requests_item_data)

            requests.append(requests_item)

        def _parse_quantity(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        quantity = _parse_quantity(d.pop("quantity", UNSET))

        def _parse_material_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        material_id = _parse_material_id(d.pop("material_id", UNSET))

        def _parse_technology(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        technology = _parse_technology(d.pop("technology", UNSET))

        def _parse_color(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        color = _parse_color(d.pop("color", UNSET))

        post_processing_ids = cast(list[str], d.pop("post_processing_ids", UNSET))

        def _parse_layer_height_mm(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        layer_height_mm = _parse_layer_height_mm(d.pop("layer_height_mm", UNSET))

        def _parse_tolerance_mm(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        tolerance_mm = _parse_tolerance_mm(d.pop("tolerance_mm", UNSET))

        def _parse_surface_roughness_um(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        surface_roughness_um = _parse_surface_roughness_um(d.pop("surface_roughness_um", UNSET))

        def _parse_infill(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        infill = _parse_infill(d.pop("infill", UNSET))

        express = d.pop("express", UNSET)

        def _parse_wanted_date(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                wanted_date_type_0 = datetime.date.fromisoformat(data)

                return wanted_date_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        wanted_date = _parse_wanted_date(d.pop("wanted_date", UNSET))

        def _parse_delivery_address(data: object) -> Address | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                delivery_address_type_0 = Address.from_dict(data)

                return delivery_address_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Address | None | Unset, data)

        delivery_address = _parse_delivery_address(d.pop("delivery_address", UNSET))

        def _parse_billing_address(data: object) -> Address | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                billing_address_type_0 = Address.from_dict(data)

                return billing_address_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Address | None | Unset, data)

        billing_address = _parse_billing_address(d.pop("billing_address", UNSET))

        def _parse_priorities(data: object) -> None | Priorities | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                priorities_type_0 = Priorities.from_dict(data)

                return priorities_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Priorities | Unset, data)

        priorities = _parse_priorities(d.pop("priorities", UNSET))

        def _parse_certificate(data: object) -> None | ProcessShownCertificateType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                certificate_type_0 = ProcessShownCertificateType0(data)

                return certificate_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProcessShownCertificateType0 | Unset, data)

        certificate = _parse_certificate(d.pop("certificate", UNSET))

        acceptance_criteria = d.pop("acceptance_criteria", UNSET)

        notes = d.pop("notes", UNSET)

        def _parse_sandbox_scenario(data: object) -> None | SandboxScenario | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                sandbox_scenario_type_0 = SandboxScenario(data)

                return sandbox_scenario_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SandboxScenario | Unset, data)

        sandbox_scenario = _parse_sandbox_scenario(d.pop("sandbox_scenario", UNSET))

        sandbox = d.pop("sandbox", UNSET)

        def _parse_as_(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                as_type_0 = UUID(data)

                return as_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        as_ = _parse_as_(d.pop("as", UNSET))

        def _parse_then(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        then = _parse_then(d.pop("then", UNSET))

        def _parse_reminder_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                reminder_at_type_0 = datetime.datetime.fromisoformat(data)

                return reminder_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        reminder_at = _parse_reminder_at(d.pop("reminder_at", UNSET))

        def _parse_start_by(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                start_by_type_0 = datetime.datetime.fromisoformat(data)

                return start_by_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        start_by = _parse_start_by(d.pop("start_by", UNSET))

        def _parse_ship_by(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ship_by_type_0 = datetime.datetime.fromisoformat(data)

                return ship_by_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        ship_by = _parse_ship_by(d.pop("ship_by", UNSET))

        def _parse_deliver_by(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                deliver_by_type_0 = datetime.datetime.fromisoformat(data)

                return deliver_by_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        deliver_by = _parse_deliver_by(d.pop("deliver_by", UNSET))

        def _parse_production(data: object) -> None | ProductionShown | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                production_type_0 = ProductionShown.from_dict(data)

                return production_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProductionShown | Unset, data)

        production = _parse_production(d.pop("production", UNSET))

        _shipments = d.pop("shipments", UNSET)
        shipments: list[ShipmentShown] | Unset = UNSET
        if _shipments is not UNSET:
            shipments = []
            for shipments_item_data in _shipments:
                shipments_item = ShipmentShown.from_dict(shipments_item_data)

                shipments.append(shipments_item)

        def _parse_consents(data: object) -> ConsentsShown | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                consents_type_0 = ConsentsShown.from_dict(data)

                return consents_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ConsentsShown | None | Unset, data)

        consents = _parse_consents(d.pop("consents", UNSET))

        def _parse_dispute(data: object) -> DisputeShown | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                dispute_type_0 = DisputeShown.from_dict(data)

                return dispute_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DisputeShown | None | Unset, data)

        dispute = _parse_dispute(d.pop("dispute", UNSET))

        def _parse_choice(data: object) -> list[UUID] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                choice_type_0 = []
                _choice_type_0 = data
                for choice_type_0_item_data in _choice_type_0:
                    choice_type_0_item = UUID(choice_type_0_item_data)

                    choice_type_0.append(choice_type_0_item)

                return choice_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[UUID] | None | Unset, data)

        choice = _parse_choice(d.pop("choice", UNSET))

        def _parse_contractor_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                contractor_id_type_0 = UUID(data)

                return contractor_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        contractor_id = _parse_contractor_id(d.pop("contractor_id", UNSET))

        def _parse_offer_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                offer_id_type_0 = UUID(data)

                return offer_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        offer_id = _parse_offer_id(d.pop("offer_id", UNSET))

        def _parse_verification(data: object) -> None | Unset | VerificationSummary:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                verification_type_0 = VerificationSummary.from_dict(data)

                return verification_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | VerificationSummary, data)

        verification = _parse_verification(d.pop("verification", UNSET))

        def _parse_findings(data: object) -> list[FindingShown] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                findings_type_0 = []
                _findings_type_0 = data
                for findings_type_0_item_data in _findings_type_0:
                    findings_type_0_item = FindingShown.from_dict(findings_type_0_item_data)

                    findings_type_0.append(findings_type_0_item)

                return findings_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[FindingShown] | None | Unset, data)

        findings = _parse_findings(d.pop("findings", UNSET))

        def _parse_completeness(data: object) -> list[RequirementShown] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                completeness_type_0 = []
                _completeness_type_0 = data
                for completeness_type_0_item_data in _completeness_type_0:
                    completeness_type_0_item = RequirementShown.from_dict(
                        completeness_type_0_item_data
                    )

                    completeness_type_0.append(completeness_type_0_item)

                return completeness_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[RequirementShown] | None | Unset, data)

        completeness = _parse_completeness(d.pop("completeness", UNSET))

        def _parse_progress(data: object) -> None | ProgressShown | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                progress_type_0 = ProgressShown.from_dict(data)

                return progress_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProgressShown | Unset, data)

        progress = _parse_progress(d.pop("progress", UNSET))

        def _parse_stale(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        stale = _parse_stale(d.pop("stale", UNSET))

        def _parse_stale_because(data: object) -> list[StaleReason] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                stale_because_type_0 = []
                _stale_because_type_0 = data
                for stale_because_type_0_item_data in _stale_because_type_0:
                    stale_because_type_0_item = StaleReason.from_dict(
                        stale_because_type_0_item_data
                    )

                    stale_because_type_0.append(stale_because_type_0_item)

                return stale_because_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[StaleReason] | None | Unset, data)

        stale_because = _parse_stale_because(d.pop("stale_because", UNSET))

        def _parse_accept(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        accept = _parse_accept(d.pop("accept", UNSET))

        def _parse_refusals(data: object) -> list[RefusalShown] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                refusals_type_0 = []
                _refusals_type_0 = data
                for refusals_type_0_item_data in _refusals_type_0:
                    refusals_type_0_item = RefusalShown.from_dict(refusals_type_0_item_data)

                    refusals_type_0.append(refusals_type_0_item)

                return refusals_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[RefusalShown] | None | Unset, data)

        refusals = _parse_refusals(d.pop("refusals", UNSET))

        def _parse_parked(data: object) -> None | ParkedNote | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                parked_type_0 = ParkedNote.from_dict(data)

                return parked_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ParkedNote | Unset, data)

        parked = _parse_parked(d.pop("parked", UNSET))

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

        process_shown = cls(
            id=id,
            project_id=project_id,
            title=title,
            service_type=service_type,
            state=state,
            details=details,
            code=code,
            phase=phase,
            role=role,
            actions=actions,
            missing=missing,
            version=version,
            state_since=state_since,
            due_at=due_at,
            created_at=created_at,
            updated_at=updated_at,
            files=files,
            dependencies=dependencies,
            requests=requests,
            quantity=quantity,
            material_id=material_id,
            technology=technology,
            color=color,
            post_processing_ids=post_processing_ids,
            layer_height_mm=layer_height_mm,
            tolerance_mm=tolerance_mm,
            surface_roughness_um=surface_roughness_um,
            infill=infill,
            express=express,
            wanted_date=wanted_date,
            delivery_address=delivery_address,
            billing_address=billing_address,
            priorities=priorities,
            certificate=certificate,
            acceptance_criteria=acceptance_criteria,
            notes=notes,
            sandbox_scenario=sandbox_scenario,
            sandbox=sandbox,
            as_=as_,
            then=then,
            reminder_at=reminder_at,
            start_by=start_by,
            ship_by=ship_by,
            deliver_by=deliver_by,
            production=production,
            shipments=shipments,
            consents=consents,
            dispute=dispute,
            choice=choice,
            contractor_id=contractor_id,
            offer_id=offer_id,
            verification=verification,
            findings=findings,
            completeness=completeness,
            progress=progress,
            stale=stale,
            stale_because=stale_because,
            accept=accept,
            refusals=refusals,
            parked=parked,
            dry_run=dry_run,
        )

        process_shown.additional_properties = d
        return process_shown

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
