from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.process_state import ProcessState

T = TypeVar("T", bound="Retried")


@_attrs_define
class Retried:
    """A process that a worker takes up again.

    Attributes:
        process_id (UUID): the process that it is about; null: none
        state (ProcessState): Each completes "the process is ..."; the rows below say what that means.
        version (int): goes up with every change; `If-Match` takes it
    """

    process_id: UUID
    state: ProcessState
    version: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        process_id = str(self.process_id)

        state = self.state.value

        version = self.version

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "process_id": process_id,
                "state": state,
                "version": version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        process_id = UUID(d.pop("process_id"))

        state = ProcessState(d.pop("state"))

        version = d.pop("version")

        retried = cls(
            process_id=process_id,
            state=state,
            version=version,
        )

        retried.additional_properties = d
        return retried

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
