"""A stored configuration has the fields of the model that it was checked by."""

from service.database.models.column_json import AddressJson, ConfigurationJson
from service.manufacturing.quoting.record_json import CalculatedWithJson
from service.orders.configuration import VERIFIED_FIELDS, Address, Configuration


def keys(model):
    return model.__required_keys__ | model.__optional_keys__


def test_a_stored_configuration_and_its_address_have_the_fields_of_their_models():
    assert keys(ConfigurationJson) == Configuration.model_fields.keys()
    assert keys(AddressJson) == Address.model_fields.keys()


def test_a_verification_depends_on_what_its_inputs_state_and_on_the_country():
    assert keys(CalculatedWithJson) == VERIFIED_FIELDS - {"delivery_address"}
