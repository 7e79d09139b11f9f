from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ChoiceBody")


@_attrs_define
class ChoiceBody:
    """Whom to ask for several processes: the same contractors, or the best of each.

    Attributes:
        process_ids (list[UUID]): the processes, all of one project
        contractor_ids (list[UUID] | None | Unset): the contractors, from GET /processes/{id}/contractors
        best (int | None | Unset): so many of each verification's ranking: cheapest first, or as the client's priorities
            say
        together (bool | Unset): all from one shop: only who makes all of them can be chosen, `best` are those that ask
            least for all, and either all processes get the choice or none Default: False.
    """

    process_ids: list[UUID]
    contractor_ids: list[UUID] | None | Unset = UNSET
    best: int | None | Unset = UNSET
    together: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        process_ids = []
        for process_ids_item_data in self.process_ids:
            process_ids_item = str(process_ids_item_data)
            process_ids.append(process_ids_item)

        contractor_ids: list[str] | None | Unset
        if isinstance(self.contractor_ids, Unset):
            contractor_ids = UNSET
        elif isinstance(self.contractor_ids, list):
            contractor_ids = []
            for contractor_ids_type_0_item_data in self.contractor_ids:
                contractor_ids_type_0_item = str(contractor_ids_type_0_item_data)
                contractor_ids.append(contractor_ids_type_0_item)

        else:
            contractor_ids = self.contractor_ids

        best: int | None | Unset
        if isinstance(self.best, Unset):
            best = UNSET
        else:
            best = self.best

        together = self.together

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "process_ids": process_ids,
            }
        )
        if contractor_ids is not UNSET:
            field_dict["contractor_ids"] = contractor_ids
        if best is not UNSET:
            field_dict["best"] = best
        if together is not UNSET:
            field_dict["together"] = together

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        process_ids = []
        _process_ids = d.pop("process_ids")
        for process_ids_item_data in _process_ids:
            process_ids_item = UUID(process_ids_item_data)

            process_ids.append(process_ids_item)

        def _parse_contractor_ids(data: object) -> list[UUID] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                contractor_ids_type_0 = []
                _contractor_ids_type_0 = data
                for contractor_ids_type_0_item_data in _contractor_ids_type_0:
                    contractor_ids_type_0_item = UUID(contractor_ids_type_0_item_data)

                    contractor_ids_type_0.append(contractor_ids_type_0_item)

                return contractor_ids_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[UUID] | None | Unset, data)

        contractor_ids = _parse_contractor_ids(d.pop("contractor_ids", UNSET))

        def _parse_best(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        best = _parse_best(d.pop("best", UNSET))

        together = d.pop("together", UNSET)

        choice_body = cls(
            process_ids=process_ids,
            contractor_ids=contractor_ids,
            best=best,
            together=together,
        )

        return choice_body
