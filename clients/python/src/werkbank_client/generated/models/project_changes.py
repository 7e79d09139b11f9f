from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.project_changes_details_type_0 import ProjectChangesDetailsType0


T = TypeVar("T", bound="ProjectChanges")


@_attrs_define
class ProjectChanges:
    """JSON merge patch (RFC 7396) of title and details.

    Attributes:
        title (None | str | Unset): what its client calls it
        details (None | ProjectChangesDetailsType0 | Unset): anything of yours, such as an order number or a cost
            centre: at most 100 entries and 64 KiB of JSON; the service does not read it, contractors do not see it
    """

    title: None | str | Unset = UNSET
    details: None | ProjectChangesDetailsType0 | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.project_changes_details_type_0 import ProjectChangesDetailsType0  # noqa: PLC0415

        title: None | str | Unset
        if isinstance(self.title, Unset):
            title = UNSET
        else:
            title = self.title

        details: dict[str, Any] | None | Unset
        if isinstance(self.details, Unset):
            details = UNSET
        elif isinstance(self.details, ProjectChangesDetailsType0):
            details = self.details.to_dict()
        else:
            details = self.details

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if title is not UNSET:
            field_dict["title"] = title
        if details is not UNSET:
            field_dict["details"] = details

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.project_changes_details_type_0 import ProjectChangesDetailsType0  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_title(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        title = _parse_title(d.pop("title", UNSET))

        def _parse_details(data: object) -> None | ProjectChangesDetailsType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                details_type_0 = ProjectChangesDetailsType0.from_dict(data)

                return details_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProjectChangesDetailsType0 | Unset, data)

        details = _parse_details(d.pop("details", UNSET))

        project_changes = cls(
            title=title,
            details=details,
        )

        return project_changes
