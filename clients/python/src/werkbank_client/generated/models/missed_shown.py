from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.missed_in_organization import MissedInOrganization
    from ..models.missed_in_project import MissedInProject


T = TypeVar("T", bound="MissedShown")


@_attrs_define
class MissedShown:
    """What the caller missed.

    Attributes:
        position (int): the caller's read position
        total (int): all together
        projects (list[MissedInProject]): those that have something new
        organizations (list[MissedInOrganization]): those that have something new
        more (bool | Unset): true: of more than 10,000 events the newest were looked at, so that each number may be
            larger Default: False.
    """

    position: int
    total: int
    projects: list[MissedInProject]
    organizations: list[MissedInOrganization]
    more: bool | Unset = False
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        position = self.position

        total = self.total

        projects = []
        for projects_item_data in self.projects:
            projects_item = projects_item_data.to_dict()
            projects.append(projects_item)

        organizations = []
        for organizations_item_data in self.organizations:
            organizations_item = organizations_item_data.to_dict()
            organizations.append(organizations_item)

        more = self.more

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "position": position,
                "total": total,
                "projects": projects,
                "organizations": organizations,
            }
        )
        if more is not UNSET:
            field_dict["more"] = more

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.missed_in_organization import MissedInOrganization  # noqa: PLC0415
        from ..models.missed_in_project import MissedInProject  # noqa: PLC0415

        d = dict(src_dict)
        position = d.pop("position")

        total = d.pop("total")

        projects = []
        _projects = d.pop("projects")
        for projects_item_data in _projects:
            projects_item = MissedInProject.from_dict(projects_item_data)

            projects.append(projects_item)

        organizations = []
        _organizations = d.pop("organizations")
        for organizations_item_data in _organizations:
            organizations_item = MissedInOrganization.from_dict(organizations_item_data)

            organizations.append(organizations_item)

        more = d.pop("more", UNSET)

        missed_shown = cls(
            position=position,
            total=total,
            projects=projects,
            organizations=organizations,
            more=more,
        )

        missed_shown.additional_properties = d
        return missed_shown

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
