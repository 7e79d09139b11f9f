from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.new_process_certificate_type_0 import NewProcessCertificateType0
from ..models.sandbox_scenario import SandboxScenario
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.address_changes import AddressChanges
    from ..models.new_process_details_type_0 import NewProcessDetailsType0
    from ..models.priority_changes import PriorityChanges


T = TypeVar("T", bound="NewProcess")


@_attrs_define
class NewProcess:
    """A process to be created, as far configured as you like.

    Attributes:
        quantity (int | None | Unset): pieces
        material_id (None | str | Unset): an id of GET /materials
        technology (None | str | Unset): ISO/ASTM 52900 code such as PBF, or a trade name such as SLS
        color (None | str | Unset): by its name, as the material comes
        post_processing_ids (list[str] | None | Unset): ids of GET /post_processings, in any order
        layer_height_mm (float | None | str | Unset): of one layer, in mm
        tolerance_mm (float | None | str | Unset): the deviation that is allowed, in mm
        surface_roughness_um (float | None | str | Unset): Ra
        infill (float | None | str | Unset): share, for extrusion
        express (bool | None | Unset): before the queue, for a surcharge
        wanted_date (datetime.date | None | Unset): when the parts should arrive
        delivery_address (AddressChanges | None | Unset): where the parts go; `send` works without it, the contract does
            not
        billing_address (AddressChanges | None | Unset): where the bill goes, as the order confirmation says it;
            contractors see it with the contract
        priorities (None | PriorityChanges | Unset): how much each counts when contractors are ranked
        certificate (NewProcessCertificateType0 | None | Unset): a certificate of the material, or a report of the
            inspection; null: none
        acceptance_criteria (None | str | Unset): how the parts are inspected, and when they are accepted
        notes (None | str | Unset): what the contractor should know
        sandbox_scenario (None | SandboxScenario | Unset): of an order of the sandbox: what its contractors do; null:
            they complete it
        delivery_address_id (None | Unset | UUID): of the client's address book: the address is copied now
        billing_address_id (None | Unset | UUID): likewise
        title (None | str | Unset): what its client calls it
        service_type (None | str | Unset): an id of GET /services
        details (NewProcessDetailsType0 | None | Unset): anything of yours, such as an order number or a cost centre: at
            most 100 entries and 64 KiB of JSON; the service does not read it, contractors do not see it
        id (None | Unset | UUID): an id that the client chose, a UUIDv7 at best
    """

    quantity: int | None | Unset = UNSET
    material_id: None | str | Unset = UNSET
    technology: None | str | Unset = UNSET
    color: None | str | Unset = UNSET
    post_processing_ids: list[str] | None | Unset = UNSET
    layer_height_mm: float | None | str | Unset = UNSET
    tolerance_mm: float | None | str | Unset = UNSET
    surface_roughness_um: float | None | str | Unset = UNSET
    infill: float | None | str | Unset = UNSET
    express: bool | None | Unset = UNSET
    wanted_date: datetime.date | None | Unset = UNSET
    delivery_address: AddressChanges | None | Unset = UNSET
    billing_address: AddressChanges | None | Unset = UNSET
    priorities: None | PriorityChanges | Unset = UNSET
    certificate: NewProcessCertificateType0 | None | Unset = UNSET
    acceptance_criteria: None | str | Unset = UNSET
    notes: None | str | Unset = UNSET
    sandbox_scenario: None | SandboxScenario | Unset = UNSET
    delivery_address_id: None | Unset | UUID = UNSET
    billing_address_id: None | Unset | UUID = UNSET
    title: None | str | Unset = UNSET
    service_type: None | str | Unset = UNSET
    details: NewProcessDetailsType0 | None | Unset = UNSET
    id: None | Unset | UUID = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.address_changes import AddressChanges  # noqa: PLC0415
        from ..models.new_process_details_type_0 import NewProcessDetailsType0  # noqa: PLC0415
        from ..models.priority_changes import PriorityChanges  # noqa: PLC0415

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

        post_processing_ids: list[str] | None | Unset
        if isinstance(self.post_processing_ids, Unset):
            post_processing_ids = UNSET
        elif isinstance(self.post_processing_ids, list):
            post_processing_ids = self.post_processing_ids

        else:
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

        express: bool | None | Unset
        if isinstance(self.express, Unset):
            express = UNSET
        else:
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
        elif isinstance(self.delivery_address, AddressChanges):
            delivery_address = self.delivery_address.to_dict()
        else:
            delivery_address = self.delivery_address

        billing_address: dict[str, Any] | None | Unset
        if isinstance(self.billing_address, Unset):
            billing_address = UNSET
        elif isinstance(self.billing_address, AddressChanges):
            billing_address = self.billing_address.to_dict()
        else:
            billing_address = self.billing_address

        priorities: dict[str, Any] | None | Unset
        if isinstance(self.priorities, Unset):
            priorities = UNSET
        elif isinstance(self.priorities, PriorityChanges):
            priorities = self.priorities.to_dict()
        else:
            priorities = self.priorities

        certificate: None | str | Unset
        if isinstance(self.certificate, Unset):
            certificate = UNSET
        elif isinstance(self.certificate, NewProcessCertificateType0):
            certificate = self.certificate.value
        else:
            certificate = self.certificate

        acceptance_criteria: None | str | Unset
        if isinstance(self.acceptance_criteria, Unset):
            acceptance_criteria = UNSET
        else:
            acceptance_criteria = self.acceptance_criteria

        notes: None | str | Unset
        if isinstance(self.notes, Unset):
            notes = UNSET
        else:
            notes = self.notes

        sandbox_scenario: None | str | Unset
        if isinstance(self.sandbox_scenario, Unset):
            sandbox_scenario = UNSET
        elif isinstance(self.sandbox_scenario, SandboxScenario):
            sandbox_scenario = self.sandbox_scenario.value
        else:
            sandbox_scenario = self.sandbox_scenario

        delivery_address_id: None | str | Unset
        if isinstance(self.delivery_address_id, Unset):
            delivery_address_id = UNSET
        elif isinstance(self.delivery_address_id, UUID):
            delivery_address_id = str(self.delivery_address_id)
        else:
            delivery_address_id = self.delivery_address_id

        billing_address_id: None | str | Unset
        if isinstance(self.billing_address_id, Unset):
            billing_address_id = UNSET
        elif isinstance(self.billing_address_id, UUID):
            billing_address_id = str(self.billing_address_id)
        else:
            billing_address_id = self.billing_address_id

        title: None | str | Unset
        if isinstance(self.title, Unset):
            title = UNSET
        else:
            title = self.title

        service_type: None | str | Unset
        if isinstance(self.service_type, Unset):
            service_type = UNSET
        else:
            service_type = self.service_type

        details: dict[str, Any] | None | Unset
        if isinstance(self.details, Unset):
            details = UNSET
        elif isinstance(self.details, NewProcessDetailsType0):
            details = self.details.to_dict()
        else:
            details = self.details

        id: None | str | Unset
        if isinstance(self.id, Unset):
            id = UNSET
        elif isinstance(self.id, UUID):
            id = str(self.id)
        else:
            id = self.id

        field_dict: dict[str, Any] = {}

        field_dict.update({})
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
        if delivery_address_id is not UNSET:
            field_dict["delivery_address_id"] = delivery_address_id
        if billing_address_id is not UNSET:
            field_dict["billing_address_id"] = billing_address_id
        if title is not UNSET:
            field_dict["title"] = title
        if service_type is not UNSET:
            field_dict["service_type"] = service_type
        if details is not UNSET:
            field_dict["details"] = details
        if id is not UNSET:
            field_dict["id"] = id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.address_changes import AddressChanges  # noqa: PLC0415
        from ..models.new_process_details_type_0 import NewProcessDetailsType0  # noqa: PLC0415
        from ..models.priority_changes import PriorityChanges  # noqa: PLC0415

        d = dict(src_dict)

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

        def _parse_post_processing_ids(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                post_processing_ids_type_0 = cast(list[str], data)

                return post_processing_ids_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        post_processing_ids = _parse_post_processing_ids(d.pop("post_processing_ids", UNSET))

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

        def _parse_express(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        express = _parse_express(d.pop("express", UNSET))

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

        def _parse_delivery_address(data: object) -> AddressChanges | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                delivery_address_type_0 = AddressChanges.from_dict(data)

                return delivery_address_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AddressChanges | None | Unset, data)

        delivery_address = _parse_delivery_address(d.pop("delivery_address", UNSET))

        def _parse_billing_address(data: object) -> AddressChanges | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                billing_address_type_0 = AddressChanges.from_dict(data)

                return billing_address_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AddressChanges | None | Unset, data)

        billing_address = _parse_billing_address(d.pop("billing_address", UNSET))

        def _parse_priorities(data: object) -> None | PriorityChanges | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                priorities_type_0 = PriorityChanges.from_dict(data)

                return priorities_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PriorityChanges | Unset, data)

        priorities = _parse_priorities(d.pop("priorities", UNSET))

        def _parse_certificate(data: object) -> NewProcessCertificateType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                certificate_type_0 = NewProcessCertificateType0(data)

                return certificate_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(NewProcessCertificateType0 | None | Unset, data)

        certificate = _parse_certificate(d.pop("certificate", UNSET))

        def _parse_acceptance_criteria(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        acceptance_criteria = _parse_acceptance_criteria(d.pop("acceptance_criteria", UNSET))

        def _parse_notes(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        notes = _parse_notes(d.pop("notes", UNSET))

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

        def _parse_delivery_address_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                delivery_address_id_type_0 = UUID(data)

                return delivery_address_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        delivery_address_id = _parse_delivery_address_id(d.pop("delivery_address_id", UNSET))

        def _parse_billing_address_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                billing_address_id_type_0 = UUID(data)

                return billing_address_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        billing_address_id = _parse_billing_address_id(d.pop("billing_address_id", UNSET))

        def _parse_title(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        title = _parse_title(d.pop("title", UNSET))

        def _parse_service_type(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        service_type = _parse_service_type(d.pop("service_type", UNSET))

        def _parse_details(data: object) -> NewProcessDetailsType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                details_type_0 = NewProcessDetailsType0.from_dict(data)

                return details_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(NewProcessDetailsType0 | None | Unset, data)

        details = _parse_details(d.pop("details", UNSET))

        def _parse_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                id_type_0 = UUID(data)

                return id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        id = _parse_id(d.pop("id", UNSET))

        new_process = cls(
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
            delivery_address_id=delivery_address_id,
            billing_address_id=billing_address_id,
            title=title,
            service_type=service_type,
            details=details,
            id=id,
        )

        return new_process
