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
    from ..models.flat_project_details import FlatProjectDetails
    from ..models.flat_project_states import FlatProjectStates
    from ..models.totals_shown import TotalsShown


T = TypeVar("T", bound="FlatProject")


@_attrs_define
class FlatProject:
    """A project without its processes, as lists have it.

    Attributes:
        id (UUID): a UUID that never changes
        title (str): what its client calls it
        client_id (None | UUID): the organization that owns it; null: a visitor
        role (Actor): The role in which somebody acts. The owner of a project is its client.
        status (ProjectStatus): Whose move it is, the most urgent first.
        process_count (int): as far as the caller may see them
        states (FlatProjectStates): processes by state
        waiting_in_vain (int): those that are waiting for a process that was cancelled or has failed: the client must
            let them wait for another one, or for none
        totals (TotalsShown): What the processes are worth without tax, one sum a currency; each process counts once.
        version (int): goes up with every change; `If-Match` takes it
        created_at (datetime.datetime): when it was created
        updated_at (datetime.datetime): when it was last changed
        details (FlatProjectDetails | Unset): only with `include=details`, or where `fields` names it
        sandbox (bool | Unset): to try out: contractors answer by themselves; left out where it is false, unless
            `fields` names it Default: False.
        as_ (None | Unset | UUID): the organization of the caller's that it is shown for; null for visitors and
            operators; left out for who has no more than one, unless `fields` names it
    """

    id: UUID
    title: str
    client_id: None | UUID
    role: Actor
    status: ProjectStatus
    process_count: int
    states: FlatProjectStates
    waiting_in_vain: int
    totals: TotalsShown
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime
    details: FlatProjectDetails | Unset = UNSET
    sandbox: bool | Unset = False
    as_: None | Unset | UUID = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        title = self.title

        client_id: None | str
        if isinstance(self.client_id, UUID):
            client_id = str(self.client_id)
        else:
            client_id = self.client_id

        role = self.role.value

        status = self.status.value

        process_count = self.process_count

        states = self.states.to_dict()

        waiting_in_vain = self.waiting_in_vain

        totals = self.totals.to_dict()

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        details: dict[str, Any] | Unset = UNSET
        if not isinstance(self.details, Unset):
            details = self.details.to_dict()

        sandbox = self.sandbox

        as_: None | str | Unset
        if isinstance(self.as_, Unset):
            as_ = UNSET
        elif isinstance(self.as_, UUID):
            as_ = str(self.as_)
        else:
            as_ = self.as_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "title": title,
                "client_id": client_id,
                "role": role,
                "status": status,
                "process_count": process_count,
                "states": states,
                "waiting_in_vain": waiting_in_vain,
                "totals": totals,
                "version": version,
                "created_at": created_at,
                "updated_at": updated_at,
            }
        )
        if details is not UNSET:
            field_dict["details"] = details
        if sandbox is not UNSET:
            field_dict["sandbox"] = sandbox
        if as_ is not UNSET:
            field_dict["as"] = as_

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.flat_project_details import FlatProjectDetails  # noqa: PLC0415
        from ..models.flat_project_states import FlatProjectStates  # noqa: PLC0415
        from ..models.totals_shown import TotalsShown  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        title = d.pop("title")

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

        role = Actor(d.pop("role"))

        status = ProjectStatus(d.pop("status"))

        process_count = d.pop("process_count")

        states = FlatProjectStates.from_dict(d.pop("states"))

        waiting_in_vain = d.pop("waiting_in_vain")

        totals = TotalsShown.from_dict(d.pop("totals"))

        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        _details = d.pop("details", UNSET)
        details: FlatProjectDetails | Unset
        if isinstance(_details, Unset):
            details = UNSET
        else:
            details = FlatProjectDetails.from_dict(_details)

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

        flat_project = cls(
            id=id,
            title=title,
            client_id=client_id,
            role=role,
            status=status,
            process_count=process_count,
            states=states,
            waiting_in_vain=waiting_in_vain,
            totals=totals,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
            details=details,
            sandbox=sandbox,
            as_=as_,
        )

        flat_project.additional_properties = d
        return flat_project

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
