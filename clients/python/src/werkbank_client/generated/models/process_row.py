from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.actor import Actor
from ..models.process_action import ProcessAction
from ..models.process_state import ProcessState
from ..models.project_status import ProjectStatus
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.missing_shown import MissingShown


T = TypeVar("T", bound="ProcessRow")


@_attrs_define
class ProcessRow:
    """A process in short; `GET /processes/{id}` shows all of it.

    Attributes:
        id (UUID): a UUID that never changes
        project_id (UUID): the project that it is about; null: none
        title (str): what its client calls it
        service_type (str): an id of GET /services
        state (ProcessState): Each completes "the process is ..."; the rows below say what that means.
        code (int | None): the state's number in Semper-KI
        phase (ProjectStatus): Whose move it is, the most urgent first.
        role (Actor): The role in which somebody acts. The owner of a project is its client.
        as_ (None | UUID): the organization of the caller's that it is shown for; null for visitors and operators
        actions (list[ProcessAction]): what the caller may fire now
        missing (list[MissingShown]): the first of what the next move still needs
        version (int): goes up with every change; `If-Match` takes it
        state_since (datetime.datetime): since when it is in this state
        due_at (datetime.datetime | None): when its state ends by itself; null: never
        updated_at (datetime.datetime): when it was last changed
        sandbox (bool | Unset): to try out: contractors answer by themselves Default: False.
        quantity (int | None | Unset): pieces
        material_id (None | str | Unset): of the catalogue
        technology (None | str | Unset): process category of ISO/ASTM 52900
        wanted_date (datetime.date | None | Unset): when the client wants to have it
        choice (list[UUID] | None | Unset): the contractors that `send` will ask
        contractor_id (None | Unset | UUID): who won
        stale (bool | None | Unset): whether anything changed since its verification
    """

    id: UUID
    project_id: UUID
    title: str
    service_type: str
    state: ProcessState
    code: int | None
    phase: ProjectStatus
    role: Actor
    as_: None | UUID
    actions: list[ProcessAction]
    missing: list[MissingShown]
    version: int
    state_since: datetime.datetime
    due_at: datetime.datetime | None
    updated_at: datetime.datetime
    sandbox: bool | Unset = False
    quantity: int | None | Unset = UNSET
    material_id: None | str | Unset = UNSET
    technology: None | str | Unset = UNSET
    wanted_date: datetime.date | None | Unset = UNSET
    choice: list[UUID] | None | Unset = UNSET
    contractor_id: None | Unset | UUID = UNSET
    stale: bool | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        project_id = str(self.project_id)

        title = self.title

        service_type = self.service_type

        state = self.state.value

        code: int | None
        code = self.code

        phase = self.phase.value

        role = self.role.value

        as_: None | str
        if isinstance(self.as_, UUID):
            as_ = str(self.as_)
        else:
            as_ = self.as_

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

        updated_at = self.updated_at.isoformat()

        sandbox = self.sandbox

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

        wanted_date: None | str | Unset
        if isinstance(self.wanted_date, Unset):
            wanted_date = UNSET
        elif isinstance(self.wanted_date, datetime.date):
            wanted_date = self.wanted_date.isoformat()
        else:
            wanted_date = self.wanted_date

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

        stale: bool | None | Unset
        if isinstance(self.stale, Unset):
            stale = UNSET
        else:
            stale = self.stale

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "project_id": project_id,
                "title": title,
                "service_type": service_type,
                "state": state,
                "code": code,
                "phase": phase,
                "role": role,
                "as": as_,
                "actions": actions,
                "missing": missing,
                "version": version,
                "state_since": state_since,
                "due_at": due_at,
                "updated_at": updated_at,
            }
        )
        if sandbox is not UNSET:
            field_dict["sandbox"] = sandbox
        if quantity is not UNSET:
            field_dict["quantity"] = quantity
        if material_id is not UNSET:
            field_dict["material_id"] = material_id
        if technology is not UNSET:
            field_dict["technology"] = technology
        if wanted_date is not UNSET:
            field_dict["wanted_date"] = wanted_date
        if choice is not UNSET:
            field_dict["choice"] = choice
        if contractor_id is not UNSET:
            field_dict["contractor_id"] = contractor_id
        if stale is not UNSET:
            field_dict["stale"] = stale

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.missing_shown import MissingShown  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        project_id = UUID(d.pop("project_id"))

        title = d.pop("title")

        service_type = d.pop("service_type")

        state = ProcessState(d.pop("state"))

        def _parse_code(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        code = _parse_code(d.pop("code"))

        phase = ProjectStatus(d.pop("phase"))

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

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        sandbox = d.pop("sandbox", UNSET)

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

        def _parse_stale(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        stale = _parse_stale(d.pop("stale", UNSET))

        process_row = cls(
            id=id,
            project_id=project_id,
            title=title,
            service_type=service_type,
            state=state,
            code=code,
            phase=phase,
            role=role,
            as_=as_,
            actions=actions,
            missing=missing,
            version=version,
            state_since=state_since,
            due_at=due_at,
            updated_at=updated_at,
            sandbox=sandbox,
            quantity=quantity,
            material_id=material_id,
            technology=technology,
            wanted_date=wanted_date,
            choice=choice,
            contractor_id=contractor_id,
            stale=stale,
        )

        process_row.additional_properties = d
        return process_row

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
