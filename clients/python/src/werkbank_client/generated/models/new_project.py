from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.new_project_details import NewProjectDetails


T = TypeVar("T", bound="NewProject")


@_attrs_define
class NewProject:
    """A project to be created.

    Attributes:
        id (None | Unset | UUID): an id that the client chose, a UUIDv7 at best
        title (str | Unset): what its client calls it Default: ''.
        details (NewProjectDetails | Unset): anything of yours, such as an order number or a cost centre: at most 100
            entries and 64 KiB of JSON; the service does not read it, contractors do not see it
        organization_id (None | Unset | UUID): owner; by default the caller's home
        sandbox (bool | Unset): to try an integration out: all of its processes go to contractors that answer by
            themselves and make nothing; it stays so Default: False.
    """

    id: None | Unset | UUID = UNSET
    title: str | Unset = ""
    details: NewProjectDetails | Unset = UNSET
    organization_id: None | Unset | UUID = UNSET
    sandbox: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        id: None | str | Unset
        if isinstance(self.id, Unset):
            id = UNSET
        elif isinstance(self.id, UUID):
            id = str(self.id)
        else:
            id = self.id

        title = self.title

        details: dict[str, Any] | Unset = UNSET
        if not isinstance(self.details, Unset):
            details = self.details.to_dict()

        organization_id: None | str | Unset
        if isinstance(self.organization_id, Unset):
            organization_id = UNSET
        elif isinstance(self.organization_id, UUID):
            organization_id = str(self.organization_id)
        else:
            organization_id = self.organization_id

        sandbox = self.sandbox

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if title is not UNSET:
            field_dict["title"] = title
        if details is not UNSET:
            field_dict["details"] = details
        if organization_id is not UNSET:
            field_dict["organization_id"] = organization_id
        if sandbox is not UNSET:
            field_dict["sandbox"] = sandbox

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.new_project_details import NewProjectDetails  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                id_type_0 = UUID(data)

                return id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        id = _parse_id(d.pop("id", UNSET))

        title = d.pop("title", UNSET)

        _details = d.pop("details", UNSET)
        details: NewProjectDetails | Unset
        if isinstance(_details, Unset):
            details = UNSET
        else:
            details = NewProjectDetails.from_dict(_details)

        def _parse_organization_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                organization_id_type_0 = UUID(data)

                return organization_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        organization_id = _parse_organization_id(d.pop("organization_id", UNSET))

        sandbox = d.pop("sandbox", UNSET)

        new_project = cls(
            id=id,
            title=title,
            details=details,
            organization_id=organization_id,
            sandbox=sandbox,
        )

        return new_project
