from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.change_shown import ChangeShown
    from ..models.constraint_shown import ConstraintShown
    from ..models.quote_shown import QuoteShown


T = TypeVar("T", bound="ContractorAnswer")


@_attrs_define
class ContractorAnswer:
    """One contractor: suitable with its quote, or what keeps it from making the part.

    Attributes:
        contractor_id (UUID): the contractor, as an organization
        name (str): what it is called
        suitable (bool): whether the contractor can make it
        quote (None | QuoteShown): total, lines, dates, score 0..1
        constraints (list[ConstraintShown]): check, value, limit, unit, reason, and the nearest `change` that would help
        changes (list[ChangeShown]): the smallest set of changes that together would make it suitable
        instant (bool | Unset): the service offers as quoted for it as soon as it is asked Default: False.
        rough (bool | Unset): estimated before a verification: binds nobody, and may become wrong Default: False.
    """

    contractor_id: UUID
    name: str
    suitable: bool
    quote: None | QuoteShown
    constraints: list[ConstraintShown]
    changes: list[ChangeShown]
    instant: bool | Unset = False
    rough: bool | Unset = False
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.quote_shown import QuoteShown  # noqa: PLC0415

        contractor_id = str(self.contractor_id)

        name = self.name

        suitable = self.suitable

        quote: dict[str, Any] | None
        if isinstance(self.quote, QuoteShown):
            quote = self.quote.to_dict()
        else:
            quote = self.quote

        constraints = []
        for constraints_item_data in self.constraints:
            constraints_item = constraints_item_data.to_dict()
            constraints.append(constraints_item)

        changes = []
        for changes_item_data in self.changes:
            changes_item = changes_item_data.to_dict()
            changes.append(changes_item)

        instant = self.instant

        rough = self.rough

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "contractor_id": contractor_id,
                "name": name,
                "suitable": suitable,
                "quote": quote,
                "constraints": constraints,
                "changes": changes,
            }
        )
        if instant is not UNSET:
            field_dict["instant"] = instant
        if rough is not UNSET:
            field_dict["rough"] = rough

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.change_shown import ChangeShown  # noqa: PLC0415
        from ..models.constraint_shown import ConstraintShown  # noqa: PLC0415
        from ..models.quote_shown import QuoteShown  # noqa: PLC0415

        d = dict(src_dict)
        contractor_id = UUID(d.pop("contractor_id"))

        name = d.pop("name")

        suitable = d.pop("suitable")

        def _parse_quote(data: object) -> None | QuoteShown:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                quote_type_0 = QuoteShown.from_dict(data)

                return quote_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | QuoteShown, data)

        quote = _parse_quote(d.pop("quote"))

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

        instant = d.pop("instant", UNSET)

        rough = d.pop("rough", UNSET)

        contractor_answer = cls(
            contractor_id=contractor_id,
            name=name,
            suitable=suitable,
            quote=quote,
            constraints=constraints,
            changes=changes,
            instant=instant,
            rough=rough,
        )

        contractor_answer.additional_properties = d
        return contractor_answer

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
