from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.proof_shown import ProofShown


T = TypeVar("T", bound="InspectedShown")


@_attrs_define
class InspectedShown:
    """What an id stands for, and where to look further.

    Attributes:
        id (UUID): a UUID that never changes
        kind (str): process, request, offer, file, webhook, message, mail, ...
        name (str): what it is called, where it has a name
        process_id (None | UUID): the process that it is about; null: none
        project_id (None | UUID): the project that it is about; null: none
        organization_id (None | UUID): the organization that it belongs to
        webhook_id (None | UUID): the webhook that is called
        user_id (None | UUID): whose it is, where it is somebody's own
        history (None | ProofShown): of the process; null where there is none
        task_url (None | str): the task that last claimed the process, in Flower
    """

    id: UUID
    kind: str
    name: str
    process_id: None | UUID
    project_id: None | UUID
    organization_id: None | UUID
    webhook_id: None | UUID
    user_id: None | UUID
    history: None | ProofShown
    task_url: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.proof_shown import ProofShown  # noqa: PLC0415

        id = str(self.id)

        kind = self.kind

        name = self.name

        process_id: None | str
        if isinstance(self.process_id, UUID):
            process_id = str(self.process_id)
        else:
            process_id = self.process_id

        project_id: None | str
        if isinstance(self.project_id, UUID):
            project_id = str(self.project_id)
        else:
            project_id = self.project_id

        organization_id: None | str
        if isinstance(self.organization_id, UUID):
            organization_id = str(self.organization_id)
        else:
            organization_id = self.organization_id

        webhook_id: None | str
        if isinstance(self.webhook_id, UUID):
            webhook_id = str(self.webhook_id)
        else:
            webhook_id = self.webhook_id

        user_id: None | str
        if isinstance(self.user_id, UUID):
            user_id = str(self.user_id)
        else:
            user_id = self.user_id

        history: dict[str, Any] | None
        if isinstance(self.history, ProofShown):
            history = self.history.to_dict()
        else:
            history = self.history

        task_url: None | str
        task_url = self.task_url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "kind": kind,
                "name": name,
                "process_id": process_id,
                "project_id": project_id,
                "organization_id": organization_id,
                "webhook_id": webhook_id,
                "user_id": user_id,
                "history": history,
                "task_url": task_url,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.proof_shown import ProofShown  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        kind = d.pop("kind")

        name = d.pop("name")

        def _parse_process_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                process_id_type_0 = UUID(data)

                return process_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        process_id = _parse_process_id(d.pop("process_id"))

        def _parse_project_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                project_id_type_0 = UUID(data)

                return project_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        project_id = _parse_project_id(d.pop("project_id"))

        def _parse_organization_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                organization_id_type_0 = UUID(data)

                return organization_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        organization_id = _parse_organization_id(d.pop("organization_id"))

        def _parse_webhook_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                webhook_id_type_0 = UUID(data)

                return webhook_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        webhook_id = _parse_webhook_id(d.pop("webhook_id"))

        def _parse_user_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                user_id_type_0 = UUID(data)

                return user_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        user_id = _parse_user_id(d.pop("user_id"))

        def _parse_history(data: object) -> None | ProofShown:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                history_type_0 = ProofShown.from_dict(data)

                return history_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProofShown, data)

        history = _parse_history(d.pop("history"))

        def _parse_task_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        task_url = _parse_task_url(d.pop("task_url"))

        inspected_shown = cls(
            id=id,
            kind=kind,
            name=name,
            process_id=process_id,
            project_id=project_id,
            organization_id=organization_id,
            webhook_id=webhook_id,
            user_id=user_id,
            history=history,
            task_url=task_url,
        )

        inspected_shown.additional_properties = d
        return inspected_shown

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
