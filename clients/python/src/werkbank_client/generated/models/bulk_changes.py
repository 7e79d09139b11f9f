from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.process_changes import ProcessChanges


T = TypeVar("T", bound="BulkChanges")


@_attrs_define
class BulkChanges:
    """The same change for several processes, all or nothing.

    Attributes:
        process_ids (list[UUID]): the processes, all of one project
        changes (ProcessChanges | Unset): JSON merge patch (RFC 7396) of a process: what is null is taken out.
        deletions (list[str] | Unset): fields to take out of each process
    """

    process_ids: list[UUID]
    changes: ProcessChanges | Unset = UNSET
    deletions: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        process_ids = []
        for process_ids_item_data in self.process_ids:
            process_ids_item = str(process_ids_item_data)
            process_ids.append(process_ids_item)

        changes: dict[str, Any] | Unset = UNSET
        if not isinstance(self.changes, Unset):
            changes = self.changes.to_dict()

        deletions: list[str] | Unset = UNSET
        if not isinstance(self.deletions, Unset):
            deletions = self.deletions

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "process_ids": process_ids,
            }
        )
        if changes is not UNSET:
            field_dict["changes"] = changes
        if deletions is not UNSET:
            field_dict["deletions"] = deletions

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.process_changes import ProcessChanges  # noqa: PLC0415

        d = dict(src_dict)
        process_ids = []
        _process_ids = d.pop("process_ids")
        for process_ids_item_data in _process_ids:
            process_ids_item = UUID(process_ids_item_data)

            process_ids.append(process_ids_item)

        _changes = d.pop("changes", UNSET)
        changes: ProcessChanges | Unset
        if isinstance(_changes, Unset):
            changes = UNSET
        else:
            changes = ProcessChanges.from_dict(_changes)

        deletions = cast(list[str], d.pop("deletions", UNSET))

        bulk_changes = cls(
            process_ids=process_ids,
            changes=changes,
            deletions=deletions,
        )

        return bulk_changes
