from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

if TYPE_CHECKING:
    from ..models.change_shown import ChangeShown
    from ..models.constraint_shown import ConstraintShown


T = TypeVar("T", bound="RefusalOfContractor")


@_attrs_define
class RefusalOfContractor:
    """A contractor that cannot make the part, and why.

    Attributes:
        contractor_id (UUID): who cannot
        name (str): what the contractor is called
        constraints (list[ConstraintShown]): everything that keeps it from it
        changes (list[ChangeShown]): the smallest set that together would let it; empty if nothing would
    """

    contractor_id: UUID
    name: str
    constraints: list[ConstraintShown]
    changes: list[ChangeShown]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        contractor_id = str(self.contractor_id)

        name = self.name

        constraints = []
        for constraints_item_data in self.constraints:
            constraints_item = constraints_item_data.to_dict()
            constraints.append(constraints_item)

        changes = []
        for changes_item_data in self.changes:
            changes_item = changes_item_data.to_dict()
            changes.append(changes_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "contractor_id": contractor_id,
                "name": name,
                "constraints": constraints,
                "changes": changes,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.change_shown import ChangeShown  # noqa: PLC0415
        from ..models.constraint_shown import ConstraintShown  # noqa: PLC0415

        d = dict(src_dict)
        contractor_id = UUID(d.pop("contractor_id"))

        name = d.pop("name")

        constraints = []
        _constraints = d.pop("constraints")
        for constraints_item_data in _constraints:
            constraints_item = ConstraintShown.from_dict(constraints_item_data)

            constraints.append(constraints_item)

        changes = []
        _changes = d.pop("changes")
        for changes_item_data in _changes:
            changes_item = ChangeShown.from_dict(changes_item_data)

            changes.append(changes_item)

        refusal_of_contractor = cls(
            contractor_id=contractor_id,
            name=name,
            constraints=constraints,
            changes=changes,
        )

        refusal_of_contractor.additional_properties = d
        return refusal_of_contractor

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
