from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define, field as _attrs_field

from ..models.outcome import Outcome
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.check_shown import CheckShown
    from ..models.geometry_shown import GeometryShown
    from ..models.input_file import InputFile
    from ..models.quote_shown import QuoteShown
    from ..models.record_shown_inputs import RecordShownInputs
    from ..models.refusal_of_contractor import RefusalOfContractor
    from ..models.requirement_shown import RequirementShown
    from ..models.stale_reason import StaleReason


T = TypeVar("T", bound="RecordShown")


@_attrs_define
class RecordShown:
    """A verification record: inputs, geometry, checks, quotes, unsuitable contractors, verdict.

    Attributes:
        id (UUID): a UUID that never changes
        attempt (int): its number, counting up from one
        verdict (Outcome): Whether a part can be made by anybody.
        engine_version (str): of the calculation
        rules_version (str): of the checks
        inputs (RecordShownInputs): what the result depends on
        inputs_digest (str): SHA-256 of the canonical inputs
        files (list[InputFile]): how many changes of files
        geometry (list[GeometryShown]): what was measured of each file
        checks (list[CheckShown]): what the parts were held against
        quotes (list[QuoteShown]): lines and totals; `sealed` is the digest of the quote with all its rates
        unsuitable (list[RefusalOfContractor]): who cannot make it, and why
        digest (str): SHA-256 over the record as canonical JSON (sorted keys, no spaces, UTF-8): over the very bytes of
            GET /processes/{id}/verifications/{verification}.json
        stale (bool): something has changed since; `stale_because` names it
        stale_because (list[StaleReason]): what has changed since
        completeness (list[RequirementShown] | Unset): what the inputs state and what they leave open, after ISO/ASTM
            52901
    """

    id: UUID
    attempt: int
    verdict: Outcome
    engine_version: str
    rules_version: str
    inputs: RecordShownInputs
    inputs_digest: str
    files: list[InputFile]
    geometry: list[GeometryShown]
    checks: list[CheckShown]
    quotes: list[QuoteShown]
    unsuitable: list[RefusalOfContractor]
    digest: str
    stale: bool
    stale_because: list[StaleReason]
    completeness: list[RequirementShown] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        attempt = self.attempt

        verdict = self.verdict.value

        engine_version = self.engine_version

        rules_version = self.rules_version

        inputs = self.inputs.to_dict()

        inputs_digest = self.inputs_digest

        files = []
        for files_item_data in self.files:
            files_item = files_item_data.to_dict()
            files.append(files_item)

        geometry = []
        for geometry_item_data in self.geometry:
            geometry_item = geometry_item_data.to_dict()
            geometry.append(geometry_item)

        checks = []
        for checks_item_data in self.checks:
            checks_item = checks_item_data.to_dict()
            checks.append(checks_item)

        quotes = []
        for quotes_item_data in self.quotes:
            quotes_item = quotes_item_data.to_dict()
            quotes.append(quotes_item)

        unsuitable = []
        for unsuitable_item_data in self.unsuitable:
            unsuitable_item = unsuitable_item_data.to_dict()
            unsuitable.append(unsuitable_item)

        digest = self.digest

        stale = self.stale

        stale_because = []
        for stale_because_item_data in self.stale_because:
            stale_because_item = stale_because_item_data.to_dict()
            stale_because.append(stale_because_item)

        completeness: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.completeness, Unset):
            completeness = []
            for completeness_item_data in self.completeness:
                completeness_item = completeness_item_data.to_dict()
                completeness.append(completeness_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "attempt": attempt,
                "verdict": verdict,
                "engine_version": engine_version,
                "rules_version": rules_version,
                "inputs": inputs,
                "inputs_digest": inputs_digest,
                "files": files,
                "geometry": geometry,
                "checks": checks,
                "quotes": quotes,
                "unsuitable": unsuitable,
                "digest": digest,
                "stale": stale,
                "stale_because": stale_because,
            }
        )
        if completeness is not UNSET:
            field_dict["completeness"] = completeness

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.check_shown import CheckShown  # noqa: PLC0415
        from ..models.geometry_shown import GeometryShown  # noqa: PLC0415
        from ..models.input_file import InputFile  # noqa: PLC0415
        from ..models.quote_shown import QuoteShown  # noqa: PLC0415
        from ..models.record_shown_inputs import RecordShownInputs  # noqa: PLC0415
        from ..models.refusal_of_contractor import RefusalOfContractor  # noqa: PLC0415
        from ..models.requirement_shown import RequirementShown  # noqa: PLC0415
        from ..models.stale_reason import StaleReason  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        attempt = d.pop("attempt")

        verdict = Outcome(d.pop("verdict"))

        engine_version = d.pop("engine_version")

        rules_version = d.pop("rules_version")

        inputs = RecordShownInputs.from_dict(d.pop("inputs"))

        inputs_digest = d.pop("inputs_digest")

        files = []
        _files = d.pop("files")
        for files_item_data in _files:
            files_item = InputFile.from_dict(files_item_data)

            files.append(files_item)

        geometry = []
        _geometry = d.pop("geometry")
        for geometry_item_data in _geometry:
            geometry_item = GeometryShown.from_dict(geometry_item_data)

            geometry.append(geometry_item)

        checks = []
        _checks = d.pop("checks")
        for checks_item_data in _checks:
            checks_item = CheckShown.from_dict(checks_item_data)

            checks.append(checks_item)

        quotes = []
        _quotes = d.pop("quotes")
        for quotes_item_data in _quotes:
            quotes_item = QuoteShown.from_dict(quotes_item_data)

            quotes.append(quotes_item)

        unsuitable = []
        _unsuitable = d.pop("unsuitable")
        for unsuitable_item_data in _unsuitable:
            unsuitable_item = RefusalOfContractor.from_dict(unsuitable_item_data)

            unsuitable.append(unsuitable_item)

        digest = d.pop("digest")

        stale = d.pop("stale")

        stale_because = []
        _stale_because = d.pop("stale_because")
        for stale_because_item_data in _stale_because:
            stale_because_item = StaleReason.from_dict(stale_because_item_data)

            stale_because.append(stale_because_item)

        _completeness = d.pop("completeness", UNSET)
        completeness: list[RequirementShown] | Unset = UNSET
        if _completeness is not UNSET:
            completeness = []
            for completeness_item_data in _completeness:
                completeness_item = RequirementShown.from_dict(completeness_item_data)

                completeness.append(completeness_item)

        record_shown = cls(
            id=id,
            attempt=attempt,
            verdict=verdict,
            engine_version=engine_version,
            rules_version=rules_version,
            inputs=inputs,
            inputs_digest=inputs_digest,
            files=files,
            geometry=geometry,
            checks=checks,
            quotes=quotes,
            unsuitable=unsuitable,
            digest=digest,
            stale=stale,
            stale_because=stale_because,
            completeness=completeness,
        )

        record_shown.additional_properties = d
        return record_shown

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
