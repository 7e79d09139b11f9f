from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.standing import Standing

if TYPE_CHECKING:
    from ..models.contractor_terms_body import ContractorTermsBody


T = TypeVar("T", bound="TermsShown")


@_attrs_define
class TermsShown:
    """The terms of a contractor.

    Attributes:
        organization_id (UUID): the organization that it belongs to
        version (int): goes up with every change; `If-Match` takes it
        standing (Standing): Whether a contractor may be asked by others; only operators decide.
        terms (ContractorTermsBody): On which terms a contractor works. Amounts in its currency, without tax.
    """

    organization_id: UUID
    version: int
    standing: Standing
    terms: ContractorTermsBody
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        organization_id = str(self.organization_id)

        version = self.version

        standing = self.standing.value

        terms = self.terms.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "organization_id": organization_id,
                "version": version,
                "standing": standing,
                "terms": terms,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.contractor_terms_body import ContractorTermsBody  # noqa: PLC0415

        d = dict(src_dict)
        organization_id = UUID(d.pop("organization_id"))

        version = d.pop("version")

        standing = Standing(d.pop("standing"))

        terms = ContractorTermsBody.from_dict(d.pop("terms"))

        terms_shown = cls(
            organization_id=organization_id,
            version=version,
            standing=standing,
            terms=terms,
        )

        terms_shown.additional_properties = d
        return terms_shown

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
