from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.standing import Standing

if TYPE_CHECKING:
    from ..models.lookalike_shown import LookalikeShown
    from ..models.standing_change_shown import StandingChangeShown


T = TypeVar("T", bound="ListedContractorShown")


@_attrs_define
class ListedContractorShown:
    """A contractor with its standing.

    Attributes:
        organization_id (UUID): the organization that it belongs to
        name (str): what it is called
        country (None | str): ISO 3166-1 alpha-2, for example DE
        email (None | str): an e-mail address
        standing (Standing): Whether a contractor may be asked by others; only operators decide.
        created_at (datetime.datetime): when it stated its first terms
        lookalikes (list[LookalikeShown]): other contractors whose names cannot be told from its own
        changes (list[StandingChangeShown]): oldest first
    """

    organization_id: UUID
    name: str
    country: None | str
    email: None | str
    standing: Standing
    created_at: datetime.datetime
    lookalikes: list[LookalikeShown]
    changes: list[StandingChangeShown]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        organization_id = str(self.organization_id)

        name = self.name

        country: None | str
        country = self.country

        email: None | str
        email = self.email

        standing = self.standing.value

        created_at = self.created_at.isoformat()

        lookalikes = []
        for lookalikes_item_data in self.lookalikes:
            lookalikes_item = lookalikes_item_data.to_dict()
            lookalikes.append(lookalikes_item)

        changes = []
        for changes_item_data in self.changes:
            changes_item = changes_item_data.to_dict()
            changes.append(changes_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "organization_id": organization_id,
                "name": name,
                "country": country,
                "email": email,
                "standing": standing,
                "created_at": created_at,
                "lookalikes": lookalikes,
                "changes": changes,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.lookalike_shown import LookalikeShown  # noqa: PLC0415
        from ..models.standing_change_shown import StandingChangeShown  # noqa: PLC0415

        d = dict(src_dict)
        organization_id = UUID(d.pop("organization_id"))

        name = d.pop("name")

        def _parse_country(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        country = _parse_country(d.pop("country"))

        def _parse_email(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        email = _parse_email(d.pop("email"))

        standing = Standing(d.pop("standing"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        lookalikes = []
        _lookalikes = d.pop("lookalikes")
        for lookalikes_item_data in _lookalikes:
            lookalikes_item = LookalikeShown.from_dict(lookalikes_item_data)

            lookalikes.append(lookalikes_item)

        changes = []
        _changes = d.pop("changes")
        for changes_item_data in _changes:
            changes_item = StandingChangeShown.from_dict(changes_item_data)

            changes.append(changes_item)

        listed_contractor_shown = cls(
            organization_id=organization_id,
            name=name,
            country=country,
            email=email,
            standing=standing,
            created_at=created_at,
            lookalikes=lookalikes,
            changes=changes,
        )

        listed_contractor_shown.additional_properties = d
        return listed_contractor_shown

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
