from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define, field as _attrs_field

from ..models.health_shown_status import HealthShownStatus

if TYPE_CHECKING:
    from ..models.health_shown_dependencies import HealthShownDependencies


T = TypeVar("T", bound="HealthShown")


@_attrs_define
class HealthShown:
    """How the service and each dependency is; `since` stands beside what is not well.

    Attributes:
        status (HealthShownStatus): how it stands
        dependencies (HealthShownDependencies): empty unless an operator asks, or a program with the token for
            operations
    """

    status: HealthShownStatus
    dependencies: HealthShownDependencies
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        status = self.status.value

        dependencies = self.dependencies.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "status": status,
                "dependencies": dependencies,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.health_shown_dependencies import HealthShownDependencies  # noqa: PLC0415

        d = dict(src_dict)
        status = HealthShownStatus(d.pop("status"))

        dependencies = HealthShownDependencies.from_dict(d.pop("dependencies"))

        health_shown = cls(
            status=status,
            dependencies=dependencies,
        )

        health_shown.additional_properties = d
        return health_shown

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
