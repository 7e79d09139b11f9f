from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.actor import Actor
from ..models.project_status import ProjectStatus
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.dry_run import DryRun
    from ..models.process_row import ProcessRow
    from ..models.process_shown import ProcessShown
    from ..models.project_shown_details import ProjectShownDetails
    from ..models.project_shown_states import ProjectShownStates
    from ..models.totals_shown import TotalsShown


T = TypeVar("T", bound="ProjectShown")


@_attrs_define
class ProjectShown:
    """A project with the processes that the caller may see.

    Attributes:
        id (UUID): a UUID that never changes
        title (str): what its client calls it
        details (ProjectShownDetails): anything of yours, such as an order number or a cost centre: at most 100 entries
            and 64 KiB of JSON; the service does not read it, contractors do not see it
        client_id (None | UUID): the organization that owns it; null: a visitor
        sandbox (bool): to try out: contractors answer by themselves
        role (Actor): The role in which somebody acts. The owner of a project is its client.
        as_ (None | UUID): the organization of the caller's that it is shown for; null for visitors and operators
        status (ProjectStatus): Whose move it is, the most urgent first.
        process_count (int): as far as the caller may see them
        states (ProjectShownStates): processes by state
        waiting_in_vain (int): those that are waiting for a process that was cancelled or has failed: the client must
            let them wait for another one, or for none
        totals (TotalsShown): What the processes are worth without tax, one sum a currency; each process counts once.
        version (int): goes up with every change; `If-Match` takes it
        created_at (datetime.datetime): when it was created
        updated_at (datetime.datetime): when it was last changed
        processes (list[ProcessRow | ProcessShown]): rows when the project is read or changed, unless with
            `include=processes`
        dry_run (DryRun | None | Unset): with `?dry_run=true` only: what would happen
    """

    id: UUID
    title: str
    details: ProjectShownDetails
    client_id: None | UUID
    sandbox: bool
    role: Actor
    as_: None | UUID
    status: ProjectStatus
    process_count: int
    states: ProjectShownStates
    waiting_in_vain: int
    totals: TotalsShown
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime
    processes: list[ProcessRow | ProcessShown]
    dry_run: DryRun | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.dry_run import DryRun  # noqa: PLC0415
        from ..models.process_shown import ProcessShown  # noqa: PLC0415

        id = str(self.id)

        title = self.title

        details = self.details.to_dict()

        client_id: None | str
        if isinstance(self.client_id, UUID):
            client_id = str(self.client_id)
        else:
            client_id = self.client_id

        sandbox = self.sandbox

        role = self.role.value

        as_: None | str
        if isinstance(self.as_, UUID):
            as_ = str(self.as_)
        else:
            as_ = self.as_

        status = self.status.value

        process_count = self.process_count

        states = self.states.to_dict()

        waiting_in_vain = self.waiting_in_vain

        totals = self.totals.to_dict()

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        processes = []
        for processes_item_data in self.processes:
            processes_item: dict[str, Any]
            if isinstance(processes_item_data, ProcessShown):
                processes_item = processes_item_data.to_dict()
            else:
                processes_item = processes_item_data.to_dict()

            processes.append(processes_item)

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
                "title": title,
                "details": details,
                "client_id": client_id,
                "sandbox": sandbox,
                "role": role,
                "as": as_,
                "status": status,
                "process_count": process_count,
                "states": states,
                "waiting_in_vain": waiting_in_vain,
                "totals": totals,
                "version": version,
                "created_at": created_at,
                "updated_at": updated_at,
                "processes": processes,
            }
        )
        if dry_run is not UNSET:
            field_dict["dry_run"] = dry_run

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.dry_run import DryRun  # noqa: PLC0415
        from ..models.process_row import ProcessRow  # noqa: PLC0415
        from ..models.process_shown import ProcessShown  # noqa: PLC0415
        from ..models.project_shown_details import ProjectShownDetails  # noqa: PLC0415
        from ..models.project_shown_states import ProjectShownStates  # noqa: PLC0415
        from ..models.totals_shown import TotalsShown  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        title = d.pop("title")

        details = ProjectShownDetails.from_dict(d.pop("details"))

        def _parse_client_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                client_id_type_0 = UUID(data)

                return client_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        client_id = _parse_client_id(d.pop("client_id"))

        sandbox = d.pop("sandbox")

        role = Actor(d.pop("role"))

        def _parse_as_(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                as_type_0 = UUID(data)

                return as_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        as_ = _parse_as_(d.pop("as"))

        status = ProjectStatus(d.pop("status"))

        process_count = d.pop("process_count")

        states = ProjectShownStates.from_dict(d.pop("states"))

        waiting_in_vain = d.pop("waiting_in_vain")

        totals = TotalsShown.from_dict(d.pop("totals"))

        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        processes = []
        _processes = d.pop("processes")
        for processes_item_data in _processes:

            def _parse_processes_item(data: object) -> ProcessRow | ProcessShown:
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    processes_item_type_0 = ProcessShown.from_dict(data)

                    return processes_item_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, dict):
                    raise TypeError()
                processes_item_type_1 = ProcessRow.from_dict(data)

                return processes_item_type_1

            processes_item = _parse_processes_item(processes_item_data)

            processes.append(processes_item)

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

        project_shown = cls(
            id=id,
            title=title,
            details=details,
            client_id=client_id,
            sandbox=sandbox,
            role=role,
            as_=as_,
            status=status,
            process_count=process_count,
            states=states,
            waiting_in_vain=waiting_in_vain,
            totals=totals,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
            processes=processes,
            dry_run=dry_run,
        )

        project_shown.additional_properties = d
        return project_shown

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
