from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.dry_run import DryRun
    from ..models.result_shown import ResultShown
    from ..models.together import Together


T = TypeVar("T", bound="ChoiceResult")


@_attrs_define
class ChoiceResult:
    """What became of each process; with `together` also who makes all of them.

    Attributes:
        items (list[ResultShown]): the entries of this page
        dry_run (DryRun | None | Unset): with `?dry_run=true` only: what would happen
        together (None | Together | Unset): if they are chosen together
    """

    items: list[ResultShown]
    dry_run: DryRun | None | Unset = UNSET
    together: None | Together | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.dry_run import DryRun  # noqa: PLC0415
        from ..models.together import Together  # noqa: PLC0415

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        dry_run: dict[str, Any] | None | Unset
        if isinstance(self.dry_run, Unset):
            dry_run = UNSET
        elif isinstance(self.dry_run, DryRun):
            dry_run = self.dry_run.to_dict()
        else:
            dry_run = self.dry_run

        together: dict[str, Any] | None | Unset
        if isinstance(self.together, Unset):
            together = UNSET
        elif isinstance(self.together, Together):
            together = self.together.to_dict()
        else:
            together = self.together

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "items": items,
            }
        )
        if dry_run is not UNSET:
            field_dict["dry_run"] = dry_run
        if together is not UNSET:
            field_dict["together"] = together

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.dry_run import DryRun  # noqa: PLC0415
        from ..models.result_shown import ResultShown  # noqa: PLC0415
        from ..models.together import Together  # noqa: PLC0415

        d = dict(src_dict)
        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = ResultShown.from_dict(items_item_data)

            items.append(items_item)

        def _parse_dry_run(data: object) -> DryRun | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                dry_run_type_0 = DryRun.from_dict(data)

                return dry_run_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DryRun | None | Unset, data)

        dry_run = _parse_dry_run(d.pop("dry_run", UNSET))

        def _parse_together(data: object) -> None | Together | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                together_type_0 = Together.from_dict(data)

                return together_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Together | Unset, data)

        together = _parse_together(d.pop("together", UNSET))

        choice_result = cls(
            items=items,
            dry_run=dry_run,
            together=together,
        )

        choice_result.additional_properties = d
        return choice_result

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
