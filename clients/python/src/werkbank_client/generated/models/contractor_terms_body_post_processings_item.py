from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ContractorTermsBodyPostProcessingsItem")


@_attrs_define
class ContractorTermsBodyPostProcessingsItem:
    """
    Attributes:
        post_processing_id (str): of the catalogue
        per_job (float | str | Unset): once per build job, in the contractor's currency, without tax Default: '0'.
        per_part (float | str | Unset): for each part, in the contractor's currency, without tax Default: '0'.
        per_dm2 (float | str | Unset): for each square decimetre of surface, in the contractor's currency, without tax
            Default: '0'.
        days (int | Unset): working days that it takes Default: 1.
        material_ids (list[str] | Unset): materials that are treated; none: all that it can treat
        source (str | Unset): where the figures come from; no price rests on it Default: ''.
        assumption (str | Unset): what is assumed where no source says it; no price rests on it Default: ''.
    """

    post_processing_id: str
    per_job: float | str | Unset = "0"
    per_part: float | str | Unset = "0"
    per_dm2: float | str | Unset = "0"
    days: int | Unset = 1
    material_ids: list[str] | Unset = UNSET
    source: str | Unset = ""
    assumption: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        post_processing_id = self.post_processing_id

        per_job: float | str | Unset
        if isinstance(self.per_job, Unset):
            per_job = UNSET
        else:
            per_job = self.per_job

        per_part: float | str | Unset
        if isinstance(self.per_part, Unset):
            per_part = UNSET
        else:
            per_part = self.per_part

        per_dm2: float | str | Unset
        if isinstance(self.per_dm2, Unset):
            per_dm2 = UNSET
        else:
            per_dm2 = self.per_dm2

        days = self.days

        material_ids: list[str] | Unset = UNSET
        if not isinstance(self.material_ids, Unset):
            material_ids = self.material_ids

        source = self.source

        assumption = self.assumption

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "post_processing_id": post_processing_id,
            }
        )
        if per_job is not UNSET:
            field_dict["per_job"] = per_job
        if per_part is not UNSET:
            field_dict["per_part"] = per_part
        if per_dm2 is not UNSET:
            field_dict["per_dm2"] = per_dm2
        if days is not UNSET:
            field_dict["days"] = days
        if material_ids is not UNSET:
            field_dict["material_ids"] = material_ids
        if source is not UNSET:
            field_dict["source"] = source
        if assumption is not UNSET:
            field_dict["assumption"] = assumption

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        post_processing_id = d.pop("post_processing_id")

        def _parse_per_job(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        per_job = _parse_per_job(d.pop("per_job", UNSET))

        def _parse_per_part(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        per_part = _parse_per_part(d.pop("per_part", UNSET))

        def _parse_per_dm2(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        per_dm2 = _parse_per_dm2(d.pop("per_dm2", UNSET))

        days = d.pop("days", UNSET)

        material_ids = cast(list[str], d.pop("material_ids", UNSET))

        source = d.pop("source", UNSET)

        assumption = d.pop("assumption", UNSET)

        contractor_terms_body_post_processings_item = cls(
            post_processing_id=post_processing_id,
            per_job=per_job,
            per_part=per_part,
            per_dm2=per_dm2,
            days=days,
            material_ids=material_ids,
            source=source,
            assumption=assumption,
        )

        return contractor_terms_body_post_processings_item
