from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

T = TypeVar("T", bound="StaleReason")


@_attrs_define
class StaleReason:
    """Something that is not as it was when the process was verified.

    Attributes:
        what (str): an input such as quantity, material_id, unit or files; a version such as rules_version; rates,
            limits, capacity, machine or materials of a contractor; quotes whose time is over
        detail (str): a sentence
        before (Any): null for a contractor's figures, but for operators
        after (Any): as it is; null: there is none
        contractor_id (None | UUID): the contractor, as an organization
        contractor (None | str): the contractor's name
        machine (None | str): the kind of machine that it is made on
        blocks (bool): it stands in the way of `send`: all but what contractors have changed that are not chosen
    """

    what: str
    detail: str
    before: Any
    after: Any
    contractor_id: None | UUID
    contractor: None | str
    machine: None | str
    blocks: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        what = self.what

        detail = self.detail

        before = self.before

        after = self.after

        contractor_id: None | str
        if isinstance(self.contractor_id, UUID):
            contractor_id = str(self.contractor_id)
        else:
            contractor_id = self.contractor_id

        contractor: None | str
        contractor = self.contractor

        machine: None | str
        machine = self.machine

        blocks = self.blocks

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "what": what,
                "detail": detail,
                "before": before,
                "after": after,
                "contractor_id": contractor_id,
                "contractor": contractor,
                "machine": machine,
                "blocks": blocks,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        what = d.pop("what")

        detail = d.pop("detail")

        before = d.pop("before")

        after = d.pop("after")

        def _parse_contractor_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                contractor_id_type_0 = UUID(data)

                return contractor_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        contractor_id = _parse_contractor_id(d.pop("contractor_id"))

        def _parse_contractor(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        contractor = _parse_contractor(d.pop("contractor"))

        def _parse_machine(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        machine = _parse_machine(d.pop("machine"))

        blocks = d.pop("blocks")

        stale_reason = cls(
            what=what,
            detail=detail,
            before=before,
            after=after,
            contractor_id=contractor_id,
            contractor=contractor,
            machine=machine,
            blocks=blocks,
        )

        stale_reason.additional_properties = d
        return stale_reason

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
