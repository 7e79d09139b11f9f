"""In which zone a reader is told times follows from what is known of them, most exact first."""

import pytest

from service.access.reader_zones import reader_zone
from service.database import transactions
from service.database.models import ContractorRow, Organization
from service.ids import new_id


@pytest.fixture
def organization(database_url, monkeypatch):
    """Makes an organisation, with terms if it is a contractor; its id."""
    transactions.connect(database_url)

    def make(terms=None, **fields):
        id = new_id()
        with transactions.writing() as session:
            session.add(Organization(id=id, name="Lathe & Co", **fields))
            session.flush()
            if terms is not None:
                session.add(ContractorRow(organization_id=id, terms=terms))
        return id

    yield make
    transactions.disconnect()


ADDRESS = {"name": "", "street": "", "postal_code": "", "city": "Lyon", "country": "FR"}


def zone(organization_id, chosen=None):
    with transactions.reading() as session:
        return reader_zone(session, organization_id, chosen).key


def test_the_zone_is_that_of_the_reader_else_of_the_terms_else_of_the_country(organization):
    terms = {"country": "PL", "time_zone": "Asia/Tokyo"}
    everything = organization(terms, country="US", address=ADDRESS)
    assert zone(everything, "Pacific/Auckland") == "Pacific/Auckland"
    assert zone(everything) == "Asia/Tokyo"
    assert zone(organization({"country": "PL"}, country="US")) == "America/New_York"
    assert zone(organization({"country": "PL"}, address=ADDRESS)) == "Europe/Warsaw"
    assert zone(organization(address=ADDRESS)) == "Europe/Paris"


def test_where_nothing_is_known_times_are_told_in_utc(organization):
    assert zone(None) == zone(new_id()) == zone(organization()) == "UTC"
    assert zone(organization(country="XX")) == "UTC"
    assert zone(organization(), "Mars/Olympus") == "UTC"
    assert zone(None, "Europe/Vienna") == "Europe/Vienna"
