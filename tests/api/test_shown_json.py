"""What is kept as JSON and shown as it is has a model that describes each of its fields."""

import pytest

from service.api.http.money import MoneyShown
from service.api.orders.completeness import RequirementShown
from service.api.sourcing import comparisons
from service.api.verification import answers, findings, verifications
from service.manufacturing.quoting import record_diff, record_json
from service.verification.contractor_answers import AnswerJson, ScoredQuoteJson

#: What a model says in another place: how parts lie is described by their pictures.
UNDESCRIBED = {"laid", "shows_calculation"}
PAIRS = [
    (record_json.MoneyJson, MoneyShown),
    (record_json.ChangeJson, answers.ChangeShown),
    (record_json.CheckJson, answers.CheckShown),
    (record_json.ConstraintJson, answers.ConstraintShown),
    (record_json.RefusalJson, answers.RefusalOfContractor),
    (record_json.LineJson, answers.QuoteLine),
    (record_json.TaxJson, answers.TaxShown),
    (record_json.QuantityPriceJson, answers.QuantityPriceShown),
    (record_json.ScoreJson, answers.ScoreShown),
    (ScoredQuoteJson, answers.QuoteShown),
    (record_json.SealedQuoteJson, answers.QuoteShown),
    (record_json.FindingJson, findings.FindingShown),
    (record_json.RequirementJson, RequirementShown),
    (AnswerJson, verifications.ContractorAnswer),
    (record_diff.ChangedInputJson, comparisons.ChangedInput),
    (record_diff.ChangedMeasureJson, comparisons.ChangedMeasure),
    (record_diff.ChangedCheckJson, comparisons.ChangedCheck),
    (record_diff.ChangedQuoteJson, comparisons.ChangedQuote),
    (record_diff.TurnedContractorJson, comparisons.TurnedContractor),
    (record_diff.UnknownContractorJson, comparisons.UnknownContractor),
    (record_diff.RecordDiffJson, comparisons.ComparisonShown),
]


@pytest.mark.parametrize(("keys", "shown"), PAIRS, ids=lambda each: each.__name__)
def test_every_key_that_is_kept_is_a_field_that_is_described(keys, shown):
    assert keys.__required_keys__ | keys.__optional_keys__ <= shown.model_fields.keys() | (
        UNDESCRIBED
    )
    required = {name for name, field in shown.model_fields.items() if field.is_required()}
    assert required & (keys.__required_keys__ | keys.__optional_keys__) <= keys.__required_keys__
