"""The API document says what every field of terms and machines is, and within which bounds."""

import jsonschema
import pytest

from service.api.catalogue.record_schemas import schema_of
from service.api.catalogue.terms import ContractorTermsBody, Description, NewMachine
from service.manufacturing.quoting import standards
from service.manufacturing.quoting.catalogue import BadData, Contractor, Machine
from service.manufacturing.quoting.machine_figures import LIMITS, SPEEDS
from service.operations import example
from tests.support.contractors import PBF, contractor_data

SHOPS = [entry.contractor.to_dict() for entry in example.load().contractors]


def valid(data, schema):
    return jsonschema.Draft202012Validator(schema).is_valid(data)


def figures(schema):
    """Every part of a schema that stands for a number, with its place."""
    if not isinstance(schema, dict):
        return
    kinds = schema.get("type", ())
    if {"number", "integer"} & ({kinds} if isinstance(kinds, str) else set(kinds)):
        yield schema
    for part in (
        schema.get("items"),
        *schema.get("anyOf", ()),
        *schema.get("properties", {}).values(),
    ):
        yield from figures(part)


def described(schema):
    """Every field of a schema, with those of the records within it."""
    for field in schema.get("properties", {}).values():
        yield field
        for part in (field, *field.get("anyOf", ())):
            yield from described(part)
            yield from described(part.get("items", {}))


def test_every_field_is_described():
    for model in (ContractorTermsBody, Description):
        fields = list(described(model.model_json_schema()))
        assert len(fields) > 40
        assert all(field["description"] for field in fields)


def test_every_limit_and_speed_is_described_and_no_other():
    assert set(LIMITS) == {name for each in standards.CATEGORIES for name in each.limits}
    needed = [each.speeds | each.optional_speeds for each in standards.CATEGORIES]
    assert set(SPEEDS) == frozenset().union(*needed)


def test_a_field_that_does_not_say_what_it_means_cannot_be_shown():
    with pytest.raises(KeyError, match=r"Contractor\.id does not say what it means"):
        schema_of(Contractor)


def test_every_figure_has_bounds():
    for model in (ContractorTermsBody, Description):
        schemas = list(figures(model.model_json_schema()))
        assert len(schemas) > 20
        assert all("minimum" in each and "maximum" in each for each in schemas)


def test_terms_and_machines_of_the_example_are_as_the_document_says():
    machine, terms = Description.model_json_schema(), ContractorTermsBody.model_json_schema()
    for shop in SHOPS:
        for own in shop["machines"]:
            jsonschema.validate({k: v for k, v in own.items() if k != "id"}, machine)
        stated = {k: v for k, v in shop.items() if k not in ("id", "name", "machines")}
        jsonschema.validate(stated | {"channels": ["inbox"]}, terms)


def test_a_client_may_choose_the_id_of_a_new_machine_alone():
    fields = NewMachine.model_json_schema()["properties"].keys()
    assert fields - Description.model_json_schema()["properties"].keys() == {"id"}


@pytest.mark.parametrize(
    "change",
    [
        {"spacing_mm": "-1"},
        {"spacing_mm": -1},
        {"count": 0},
        {"infill": 1.5},
        {"build_volume_mm": [1, 2]},
        {"technology": "magic"},
        {"speeds": {"recoat_s": "12", "warp": "9"}},
        {"materials": [{"material_id": "PA 12", "price_per_kg": "60"}]},
        {"turns_freely": "perhaps"},
        {"colour": "red"},
        {"name": ""},
    ],
)
def test_what_the_document_forbids_the_catalogue_refuses(change):
    wrong = PBF | {"id": "m"} | change
    with pytest.raises(BadData):
        Machine.from_dict(wrong)
    described = {k: v for k, v in wrong.items() if k != "id"}
    assert not valid(described, Description.model_json_schema()) or change == {"spacing_mm": "-1"}


def test_a_contractor_as_the_tests_have_it_is_as_the_document_says():
    data = contractor_data()
    terms = {k: v for k, v in data.items() if k not in ("id", "name", "machines")}
    jsonschema.validate(terms, ContractorTermsBody.model_json_schema())
    assert not valid(terms | {"margin": 101}, ContractorTermsBody.model_json_schema())
