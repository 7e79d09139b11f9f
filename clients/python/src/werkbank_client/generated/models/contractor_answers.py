from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.contractor_answers_basis import ContractorAnswersBasis

if TYPE_CHECKING:
    from ..models.contractor_answer import ContractorAnswer


T = TypeVar("T", bound="ContractorAnswers")


@_attrs_define
class ContractorAnswers:
    """Every contractor of the catalogue, the suitable ones first.

    Attributes:
        items (list[ContractorAnswer]): the entries of this page
        next_ (None | str): cursor of the next page
        verification_id (None | UUID): the verification that the answers are from; null: they are rough
        fresh (bool): nothing that blocks has changed since
        basis (ContractorAnswersBasis): record: a verification; files: the models as they are now; sample: a cube of 20
            mm, because no model is there yet
    """

    items: list[ContractorAnswer]
    next_: None | str
    verification_id: None | UUID
    fresh: bool
    basis: ContractorAnswersBasis
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        next_: None | str
        next_ = self.next_

        verification_id: None | str
        if isinstance(self.verification_id, UUID):
            verification_id = str(self.verification_id)
        else:
            verification_id = self.verification_id

        fresh = self.fresh

        basis = self.basis.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "items": items,
                "next": next_,
                "verification_id": verification_id,
                "fresh": fresh,
                "basis": basis,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.contractor_answer import ContractorAnswer  # noqa: PLC0415

        d = dict(src_dict)
        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = ContractorAnswer.from_dict(items_item_data)

            items.append(items_item)

        def _parse_next_(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        next_ = _parse_next_(d.pop("next"))

        def _parse_verification_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                verification_id_type_0 = UUID(data)

                return verification_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        verification_id = _parse_verification_id(d.pop("verification_id"))

        fresh = d.pop("fresh")

        basis = ContractorAnswersBasis(d.pop("basis"))

        contractor_answers = cls(
            items=items,
            next_=next_,
            verification_id=verification_id,
            fresh=fresh,
            basis=basis,
        )

        contractor_answers.additional_properties = d
        return contractor_answers

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
