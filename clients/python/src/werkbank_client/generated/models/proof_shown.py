from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define, field as _attrs_field

T = TypeVar("T", bound="ProofShown")


@_attrs_define
class ProofShown:
    """Whether the history of a process is whole.

    Attributes:
        rows (int):
        hash_ (str): of the last row
        faults (list[str]): what is wrong with it; empty: the chain holds
    """

    rows: int
    hash_: str
    faults: list[str]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        rows = self.rows

        hash_ = self.hash_

        faults = self.faults

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "rows": rows,
                "hash": hash_,
                "faults": faults,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        rows = d.pop("rows")

        hash_ = d.pop("hash")

        faults = cast(list[str], d.pop("faults"))

        proof_shown = cls(
            rows=rows,
            hash_=hash_,
            faults=faults,
        )

        proof_shown.additional_properties = d
        return proof_shown

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
