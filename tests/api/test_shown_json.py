"""What is kept as JSON and shown as it is has a model that describes each of its fields."""

import pytest

from service.api.http.money import MoneyShown
from service.api.orders.completeness import RequirementShown
from service.api.sourcing import comparisons
from service.api.verification import answers, findings, verifications
from service.manufacturing.quoting import check_json, quote_json, record_diff_json
from service.verification.contractor_answers import AnswerJson, ScoredQuoteJson

#: What a model says in another place: how parts lie is described by their pictures.
UNDESCRIBED = {"laid", "shows_calculation"}
PAIRS = [
    (quote_json.MoneyJson, MoneyShown),
    (check_json.ChangeJson, answers.ChangeShown),
    (check_json.CheckJson, answers.CheckShown),
    (check_json.ConstraintJson, answers.ConstraintShown),
    (check_json.RefusalJson, answers.RefusalOfContractor),
    (quote_json.LineJson, answers.QuoteLine),
    (quote_json.TaxJson, answers.TaxShown),
    (quote_json.QuantityPriceJson, answers.QuantityPriceShown),
    (quote_json.ScoreJson, answers.ScoreShown),
    (ScoredQuoteJson, answers.QuoteShown),
    (quote_json.SealedQuoteJson, answers.QuoteShown),
    (check_json.FindingJson, findings.FindingShown),
    (check_json.RequirementJson, RequirementShown),
    (AnswerJson, verifications.ContractorAnswer),
    (record_diff_json.ChangedInputJson, comparisons.ChangedInput),
    (record_diff_json.ChangedMeasureJson, comparisons.ChangedMeasure),
    (record_diff_json.ChangedCheckJson, comparisons.ChangedCheck),
    (record_diff_json.ChangedQuoteJson, comparisons.ChangedQuote),
    (record_diff_json.TurnedContractorJson, comparisons.TurnedContractor),
    (record_diff_json.UnknownContractorJson, comparisons.UnknownContractor),
    (record_diff_json.RecordDiffJson, comparisons.ComparisonShown),
]


@pytest.mark.parametrize(("keys", "shown"), PAIRS, ids=lambda each: each.__name__)
def test_every_key_that_is_kept_is_a_field_that_is_described(keys, shown):
    assert keys.__required_keys__ | keys.__optional_keys__ <= shown.model_fields.keys() | (
        UNDESCRIBED
    )
    required = {name for name, field in shown.model_fields.items() if field.is_required()}
    assert required & (keys.__required_keys__ | keys.__optional_keys__) <= keys.__required_keys__
