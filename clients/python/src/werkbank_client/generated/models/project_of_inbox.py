from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.money_shown import MoneyShown
    from ..models.project_of_inbox_states import ProjectOfInboxStates
    from ..models.request_of_inbox import RequestOfInbox


T = TypeVar("T", bound="ProjectOfInbox")


@_attrs_define
class ProjectOfInbox:
    """What one client asks together: all that the contractor was asked in one project.

    Attributes:
        project_id (UUID): the project that it is about; null: none
        client (str): the client's name; empty for a visitor
        answer_by (datetime.datetime | None): the first answer that is still due
        states (ProjectOfInboxStates): requests by state
        quoted (list[MoneyShown]): of what can still be answered
        requests (list[RequestOfInbox]): what the contractor was asked in it
    """

    project_id: UUID
    client: str
    answer_by: datetime.datetime | None
    states: ProjectOfInboxStates
    quoted: list[MoneyShown]
    requests: list[RequestOfInbox]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        project_id = str(self.project_id)

        client = self.client

        answer_by: None | str
        if isinstance(self.answer_by, datetime.datetime):
            answer_by = self.answer_by.isoformat()
        else:
            answer_by = self.answer_by

        states = self.states.to_dict()

        quoted = []
        for quoted_item_data in self.quoted:
            quoted_item = quoted_item_data.to_dict()
            quoted.append(quoted_item)

        requests = []
        for requests_item_data in self.requests:
            requests_item = requests_item_data.to_dict()
            requests.append(requests_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "project_id": project_id,
                "client": client,
                "answer_by": answer_by,
                "states": states,
                "quoted": quoted,
                "requests": requests,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money_shown import MoneyShown  # noqa: PLC0415
        from ..models.project_of_inbox_states import ProjectOfInboxStates  # noqa: PLC0415
        from ..models.request_of_inbox import RequestOfInbox  # noqa: PLC0415

        d = dict(src_dict)
        project_id = UUID(d.pop("project_id"))

        client = d.pop("client")

        def _parse_answer_by(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                answer_by_type_0 = datetime.datetime.fromisoformat(data)

                return answer_by_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        answer_by = _parse_answer_by(d.pop("answer_by"))

        states = ProjectOfInboxStates.from_dict(d.pop("states"))

        quoted = []
        _quoted = d.pop("quoted")
        for quoted_item_data in _quoted:
            quoted_item = MoneyShown.from_dict(quoted_item_data)

            quoted.append(quoted_item)

        requests = []
        _requests = d.pop("requests")
        for requests_item_data in _requests:
            requests_item = RequestOfInbox.from_dict(requests_item_data)

            requests.append(requests_item)

        project_of_inbox = cls(
            project_id=project_id,
            client=client,
            answer_by=answer_by,
            states=states,
            quoted=quoted,
            requests=requests,
        )

        project_of_inbox.additional_properties = d
        return project_of_inbox

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
